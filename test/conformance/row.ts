import type { Measure } from '../../src/ir/measure.js';
import { type Rule, valueNames } from '../../src/ir/rule.js';
import { isClose } from '../oracle/measure.js';

/** A finding as an engine's row has it: instants in milliseconds. */
export interface Row {
  readonly group: readonly (string | number | boolean | null)[];
  /** The window's end, or the event's time. */
  readonly at: number;
  /** The event's line, of a match rule. */
  readonly line?: number;
  readonly values: { readonly [name: string]: number | null };
}

/** What tells findings of one rule apart. */
export function identify({ group, at, line }: Row): string {
  return JSON.stringify([at, group, line ?? null]);
}

/**
 * Where an engine's rows differ from the reference's, in words; undefined where they do not.
 * @param edge the windows whose verdict hangs on the last bits of a double: neither looked for nor minded
 */
export function findDifference(
  rule: Rule,
  wanted: readonly Row[],
  got: readonly Row[],
  edge: ReadonlySet<string>,
): string | undefined {
  const left = new Map(got.map((row) => [identify(row), row]));
  if (left.size < got.length) return 'a finding is there twice';
  const rough = namesWhere(rule, isRough);
  const ranks = namesWhere(rule, ({ kind }) => kind === 'percentile');
  for (const row of wanted) {
    const key = identify(row);
    if (edge.has(key)) continue;
    const other = left.get(key);
    if (other === undefined) return `missing: ${show(row)}`;
    for (const name of valueNames(rule)) {
      const [a, b] = [row.values[name] ?? null, other.values[name] ?? null];
      // A percentile may be judged by counting, without being computed.
      if (b === null && ranks.has(name)) continue;
      if (!(rough.has(name) ? isClose(a, b) : a === b)) return `${name} of ${show(row)} is ${b} there`;
    }
    left.delete(key);
  }
  const [extra] = [...left].filter(([key]) => !edge.has(key));
  return extra === undefined ? undefined : `too much: ${show(extra[1])}`;
}

function show(row: Row): string {
  return JSON.stringify({ ...row, at: new Date(row.at).toISOString() });
}

function namesWhere(rule: Rule, holds: (measure: Measure) => boolean): ReadonlySet<string> {
  if (rule.kind !== 'aggregate') return new Set();
  return new Set(rule.signals.filter(({ measure }) => holds(measure)).map(({ name }) => name));
}

/** Whether a measure is a sum of doubles, where engines may differ in the last bits. */
function isRough(measure: Measure): boolean {
  switch (measure.kind) {
    case 'sum':
    case 'avg':
    case 'stddev':
    case 'cv':
    case 'entropy':
    case 'interval_cv':
    case 'rate_cv':
      return true;
    case 'ratio':
      return isRough(measure.of.measure) || isRough(measure.to.measure);
    default:
      return false;
  }
}
