import type { Rule } from '../../src/ir/rule.js';
import type { FindingLine } from '../oracle/found.js';
import type { Row } from './row.js';

/**
 * A finding of the reference as a row.
 * @param lineOf the line of an event by its id, where a source counts by ids
 */
export function toRow(rule: Rule, finding: FindingLine, lineOf: (id: string) => number | undefined): Row {
  const group = rule.by.map(({ name, type }) => {
    const value = finding.group[name] ?? null;
    return type === 'timestamp' && typeof value === 'string' ? Date.parse(value) : value;
  });
  const at = Date.parse(finding.window_end ?? finding.time ?? '');
  if (rule.kind !== 'match') return { group, at, values: finding.values ?? {} };
  const line = finding.line ?? lineOf(finding.id ?? '');
  return { group, at, values: {}, ...(line === undefined ? {} : { line }) };
}

/** Between which instants a scheduled query looks. */
export interface Reach {
  readonly after: number;
  readonly upTo: number;
}

/** The last three ends that a query scheduled at `now` looks at: those in `(after, upTo]`; of single events, those in `[after, upTo)`. */
export function liveReach(rule: Rule, now: number, delay: number): Reach {
  const every = rule.kind === 'match' ? 300_000 : rule.window.every;
  const upTo = Math.floor((now - delay) / every) * every;
  return { after: upTo - 3 * every, upTo };
}

/** The rows that lie within what a query looks at. */
export function within(rule: Rule, rows: readonly Row[], after: number, upTo: number): readonly Row[] {
  return rows.filter(({ at }) =>
    rule.kind === 'match' ? at >= after && at < upTo : at > after && at <= upTo,
  );
}
