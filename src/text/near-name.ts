import leven from 'leven';

/** Longer names are not compared: the distance costs the product of the lengths. */
const longest = 64;

/**
 * The name that was probably meant: the candidate with the fewest edits, if these are at most a third of its letters, rounded
 * up. Case does not count. Of equals the first.
 */
export function nearName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate.length > longest) continue;
    const allowed = Math.ceil(candidate.length / 3);
    if (Math.abs(candidate.length - name.length) > allowed) continue;
    const edits = leven(wanted, candidate.toLowerCase());
    if (edits <= allowed && edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}
