import type { ListDoc, MappingDoc, RuleFileDoc, SourceDoc } from '../oracle/documents.js';
import type { Trial } from '../oracle/judge.js';
import { expandVariants } from '../oracle/variants.js';
import { setBounds } from './bounds.js';
import { makeLists } from './lists.js';
import { createRandom } from './random.js';
import { makeReaders, toVariants } from './readers.js';
import { makeRules } from './rules.js';
import { makeMapping, makeSource } from './sources.js';
import { makeLines } from './streams.js';

/** A pack and a log, both random, and how the log is written to a file. */
export interface Case {
  readonly seed: number;
  readonly source: SourceDoc;
  readonly mapping?: MappingDoc;
  readonly lists: readonly ListDoc[];
  readonly rules: readonly RuleFileDoc[];
  readonly lines: readonly Uint8Array[];
  readonly crlf: boolean;
  readonly marked: boolean;
  /** Whether its last line lacks its end. */
  readonly cut: boolean;
  /** Milliseconds, where the log is a stream. */
  readonly lateness?: number;
}

/** The case of a seed. */
export function makeCase(seed: number): Case {
  const random = createRandom(seed);
  const source = makeSource(random);
  const mapping = random.chance(0.3) ? makeMapping(random) : undefined;
  const lateness = random.chance(0.2) ? random.pick([0, 60_000, 300_000, 7_200_000]) : undefined;
  const draft: Case = {
    seed,
    source,
    ...(mapping === undefined ? {} : { mapping }),
    lists: makeLists(random),
    rules: makeRules(random),
    lines: makeLines(random, source, mapping),
    crlf: random.chance(0.1),
    marked: random.chance(0.1),
    cut: random.chance(0.3),
    ...(lateness === undefined ? {} : { lateness }),
  };
  const files = setBounds(random, toTrial(draft)).map((rule) =>
    random.chance(0.12) ? toVariants(random, rule) : rule,
  );
  const plain = files.flatMap(expandVariants);
  const readers = random.chance(0.3) ? makeReaders(random, plain) : [];
  const names = new Set(readers.map(({ name }) => name));
  const bounded = setBounds(random, toTrial({ ...draft, rules: [...plain, ...readers] }), ({ name }) =>
    names.has(name),
  );
  return { ...draft, rules: [...files, ...bounded.filter(({ name }) => names.has(name))] };
}

/** The case as the oracle judges it, its log in one file or, where other lines are given, in those files. */
export function toTrial(one: Case, files: readonly (readonly Uint8Array[])[] = [one.lines]): Trial {
  return {
    ...one,
    rules: one.rules.flatMap(expandVariants),
    inputs: files.map((lines, i) => ({ name: `${i}.jsonl`, bytes: writeFile(one, lines) })),
  };
}

function writeFile({ crlf, marked, cut }: Case, lines: readonly Uint8Array[]): Uint8Array {
  const end = Buffer.from(crlf ? '\r\n' : '\n');
  const mark = Buffer.from(marked ? '\ufeff' : '');
  const ended = lines.flatMap((line, i) => (cut && i === lines.length - 1 ? [line] : [line, end]));
  return Buffer.concat([mark, ...ended]);
}
