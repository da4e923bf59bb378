/** Inclusive, code points. */
export type CodeRange = readonly [low: number, high: number];

/** Code points in order, without overlaps or neighbours. Halves of surrogate pairs are in none: no text of a log holds one. */
export type CodeSet = readonly CodeRange[];

const lastCode = 0x10ffff;

/** Any ranges as a set. */
export function makeSet(ranges: readonly CodeRange[]): CodeSet {
  const whole = ranges.flatMap(([low, high]): CodeRange[] => [
    [low, Math.min(high, 0xd7ff)],
    [Math.max(low, 0xe000), high],
  ]);
  const set: [number, number][] = [];
  for (const [low, high] of whole.filter(([a, b]) => a <= b).toSorted((a, b) => a[0] - b[0])) {
    const last = set.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else set.push([low, high]);
  }
  return set;
}

/** Every code point that a set does not hold. */
export function complementOf(set: CodeSet): CodeSet {
  const gaps: CodeRange[] = [];
  let next = 0;
  for (const [low, high] of set) {
    gaps.push([next, low - 1]);
    next = high + 1;
  }
  return makeSet([...gaps, [next, lastCode]]);
}

export const anyCode: CodeSet = makeSet([[0, lastCode]]);

/** Whether a set holds the last code point, so that its complement is the shorter to write. */
export function isOpen(set: CodeSet): boolean {
  return set.at(-1)?.[1] === lastCode;
}

/** A set with every code point that differs only in case from one of its own, as RE2's `(?i)` has it (Unicode's simple folding). */
export function foldCase(set: CodeSet): CodeSet {
  const added: CodeRange[] = [];
  for (const [code, others] of orbits()) {
    if (set.some(([low, high]) => low <= code && code <= high))
      added.push(...others.map((one): CodeRange => [one, one]));
  }
  return makeSet([...set, ...added]);
}

/** No simple folding leads to or from these, though letters of other languages are their capitals. */
const unfolded = new Set([0x130, 0x131]);

/** Letters that fold to one, though neither has a capital of a single code point. */
const twins: readonly CodeRange[] = [
  [0x390, 0x1fd3],
  [0x3b0, 0x1fe3],
  [0xfb05, 0xfb06],
];

let known: ReadonlyMap<number, readonly number[]> | undefined;

/** Each code point that has a case, and all that differ from it in nothing else, itself among them. */
function orbits(): ReadonlyMap<number, readonly number[]> {
  if (known !== undefined) return known;
  const found = new Map<number, Set<number>>(
    twins.flatMap((pair) => pair.map((one) => [one, new Set(pair)])),
  );
  for (let code = 0x41; code < 0x1f000; code++) {
    if ((code >= 0xd800 && code < 0xe000) || unfolded.has(code)) continue;
    const text = String.fromCodePoint(code);
    for (const other of [text.toLowerCase(), text.toUpperCase()]) {
      const twin = other.codePointAt(0) ?? code;
      if (other !== String.fromCodePoint(twin) || twin === code) continue;
      const joined = new Set([code, twin, ...(found.get(code) ?? []), ...(found.get(twin) ?? [])]);
      for (const one of joined) found.set(one, joined);
    }
  }
  known = new Map([...found].map(([code, others]) => [code, [...others]]));
  return known;
}
