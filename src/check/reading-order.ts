import { nearName } from '../text/near-name.js';
import type { Text } from './read-node.js';
import type { Report } from './report.js';
import type { Draft } from './rule-file.js';

/**
 * Rules in an order in which each comes after those whose findings it reads, as far as there is one. Names that no rule has and
 * circles are told.
 * @param byName The rules that can be read.
 * @param variants The rules of each file that stands for its variants, by the file's name.
 */
export function orderByReading(
  drafts: readonly Draft[],
  byName: ReadonlyMap<string, Draft>,
  variants: ReadonlyMap<string, readonly string[]>,
  report: Report,
): Draft[] {
  const waiting = new Map<Draft, Set<Draft>>();
  const readers = new Map<Draft, Draft[]>();
  let unknown = 0;
  for (const draft of drafts) {
    const found = draft.reads.map((text) => {
      const read = byName.get(text.text);
      if (read === undefined) tellUnknown(text, byName, variants, report, unknown++ < mostGuesses);
      return read;
    });
    const reads = new Set(found.filter((read) => read !== undefined));
    waiting.set(draft, reads);
    for (const read of reads) readers.set(read, [...(readers.get(read) ?? []), draft]);
  }
  const ordered: Draft[] = [];
  const free = drafts.filter((draft) => waiting.get(draft)?.size === 0);
  while (waiting.size > 0) {
    const next = free.pop() ?? breakCircle(waiting, report);
    if (!waiting.delete(next)) continue;
    ordered.push(next);
    for (const reader of readers.get(next) ?? []) {
      const reads = waiting.get(reader);
      reads?.delete(next);
      if (reads?.size === 0) free.push(reader);
    }
  }
  return ordered;
}

/** For so many names that no rule has it is guessed which was meant: a guess looks at all names. */
const mostGuesses = 200;

function tellUnknown(
  { text, span }: Text,
  byName: ReadonlyMap<string, Draft>,
  variants: ReadonlyMap<string, readonly string[]>,
  report: Report,
  guess: boolean,
): void {
  report.tell('unknown-read-rule', span, {
    name: text,
    near: guess ? nearName(text, byName.keys()) : undefined,
    variants: variants.get(text) ?? [],
  });
}

/** Where every rule waits for another, following them leads into a circle: it is told, and its first rule goes on unread. */
function breakCircle(waiting: ReadonlyMap<Draft, ReadonlySet<Draft>>, report: Report): Draft {
  const path: Draft[] = [];
  const passed = new Set<Draft>();
  let [draft] = waiting.keys();
  while (!passed.has(draft)) {
    passed.add(draft);
    path.push(draft);
    [draft] = waiting.get(draft) ?? [draft];
  }
  const circle = path.slice(path.indexOf(draft));
  const names = [...circle, draft].map(({ name }) => name?.text ?? '');
  const [, second = ''] = names;
  const place = draft.reads.find(({ text }) => text === second);
  if (place !== undefined) report.tell('circular-findings', place.span, { circle: names });
  return draft;
}
