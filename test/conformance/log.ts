import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import type { Mapping } from '../../src/ir/mapping.js';
import type { Rule } from '../../src/ir/rule.js';
import { evaluate } from '../differential/outcome.js';
import type { MappingDoc, SourceDoc } from '../oracle/documents.js';
import { type Event, noCounts, readEvents } from '../oracle/reading.js';
import { toRow } from './reference.js';
import type { Row } from './row.js';

/** A log as the evaluator reads it, and its events as an index is to hold them. */
export interface Log {
  readonly text: string;
  readonly source: SourceDoc;
  readonly events: readonly Event[];
}

/** A log of JSON Lines, in the source's own shape where no mapping is given. */
export function toLog(text: string, source: SourceDoc, mapping?: MappingDoc): Log {
  return { text, source, events: readEvents(Buffer.from(text), 0, source, mapping, noCounts()) };
}

/** The mapping of the fixtures' shape. */
export const labMapping = 'targets/mappings/lab.yaml';

/** Logs in which every rule of the pack finds something, and as many clients of whom it finds nothing. */
export const comparedLogs = [
  'attack-inv-hillclimb',
  'attack-jbda-label',
  'attack-knockoff-random',
  'attack-llm-logitbias',
  'attack-mia-labelonly-hsj',
  'benign-llm-bias',
  'benign-services',
  'mixed-small',
];

/** These logs of the fixtures, one after another. */
export function readFixtures(): Log {
  const texts = comparedLogs.map((name) =>
    gunzipSync(readFileSync(join('fixtures', `${name}.jsonl.gz`))).toString(),
  );
  const read = (path: string) => parse(readFileSync(path, 'utf8'));
  return toLog(texts.join(''), read('rules/sources/inference.yaml'), read(labMapping));
}

/** The evaluator's findings, by the rule's name. */
export async function evaluateLog(
  rules: readonly Rule[],
  mapping: Mapping,
  { text }: Log,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const input = { kind: 'text', name: 'log', text } as const;
  const { findings } = await evaluate(rules, mapping, [input], ['log'], undefined);
  return new Map(
    rules.map((rule) => [
      rule.name,
      findings
        .filter((finding) => finding.rule === rule.name)
        .map((finding) => toRow(rule, finding, () => undefined)),
    ]),
  );
}

/** The range that holds every window of a rule with an event in it. */
export function rangeOf(rule: Rule, { events }: Log): { readonly from: number; readonly to: number } {
  let [first, last] = [Infinity, -Infinity];
  for (const { time } of events) [first, last] = [Math.min(first, time), Math.max(last, time)];
  const [size, every] = rule.kind === 'match' ? [0, 0] : [rule.window.size, rule.window.every];
  return { from: first - 1, to: last + 1 + size + every };
}
