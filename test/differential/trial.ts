import { isUtf8 } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Input } from '../../src/evaluate/replay.js';
import { judge } from '../oracle/judge.js';
import { type Case, toTrial } from '../random/cases.js';
import { createRandom, type Random } from '../random/random.js';
import { compare } from './comparison.js';
import { evaluate } from './outcome.js';
import { checkCase } from './pack.js';

/** What became of a case. `kind` tells failures apart, so that shrinking keeps to the one that it began with. */
export interface Verdict {
  readonly kind: 'agreed' | 'differed' | 'shuffled' | 'split' | 'refused' | 'threw';
  readonly differences: readonly string[];
  readonly findings: number;
  readonly onEdge: number;
}

interface Layout {
  readonly kind: Exclude<Verdict['kind'], 'agreed' | 'refused' | 'threw'>;
  readonly files: readonly (readonly Uint8Array[])[];
}

/** The same lines in another order, or dealt out to four files. */
function moveLines(random: Random, lines: readonly Uint8Array[]): Layout {
  if (random.chance(0.5)) return { kind: 'shuffled', files: [random.shuffle(lines)] };
  const files: Uint8Array[][] = [[], [], [], []];
  for (const line of lines) random.pick(files).push(line);
  return { kind: 'split', files };
}

/** Bytes as an input: a file, one of several packed now and then, or, where they are UTF-8, a text in memory. */
function present(bytes: Uint8Array, path: string, kind: Layout['kind'], index: number): Input {
  if (kind === 'shuffled' && isUtf8(bytes))
    return { kind: 'text', name: path, text: Buffer.from(bytes).toString() };
  const isPacked = kind === 'split' && index % 2 === 1;
  const file = isPacked ? `${path}.gz` : path;
  writeFileSync(file, isPacked ? gzipSync(bytes) : bytes);
  return { kind: 'file', path: file };
}

/** Runs a case through the evaluator, as it is and, where it is no stream, moved about, and holds it against the oracle. `folder` is for its files. */
export async function tryCase(one: Case, folder: string): Promise<Verdict> {
  const judgement = judge(toTrial(one));
  const counted = { findings: judgement.findings.length, onEdge: judgement.onEdge.length };
  const random = createRandom(one.seed);
  const layouts: Layout[] = [{ kind: 'differed', files: [one.lines] }];
  // Of equal ids at one time the first read counts, so that where a source counts ids the order of lines matters.
  if (one.lateness === undefined && one.source.dedupe !== true) layouts.push(moveLines(random, one.lines));
  try {
    const { rules, mapping, errors } = checkCase(one, folder);
    if (errors.length > 0) return { kind: 'refused', differences: errors, ...counted };
    for (const { kind, files } of layouts) {
      const { inputs } = toTrial(one, files);
      const outcome = await evaluate(
        rules,
        mapping,
        inputs.map(({ name, bytes }, i) => present(bytes, join(folder, `${kind}-${name}`), kind, i)),
        inputs.map(({ name }) => name),
        one.lateness,
      );
      const { differences } = compare(judgement, outcome, toTrial(one).rules, kind !== 'differed');
      if (differences.length > 0) return { kind, differences, ...counted };
    }
    return { kind: 'agreed', differences: [], ...counted };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'threw', differences: [text], ...counted };
  }
}
