import { type Rule, valueNames } from '../../../src/ir/rule.js';
import type { FindingLine } from '../../oracle/found.js';
import { isClose, isRough } from '../../oracle/measure.js';
import type { ResultRow } from '../interpret.js';

/** A finding, from either side: who and when as one text, and what was measured. */
type Found = { readonly key: string; readonly values: ReadonlyMap<string, number | null> };

const keyOf = (group: readonly (readonly [string, string])[], at: number): string =>
  JSON.stringify([...group, at]);

/** A group's value as text: a number as its double writes it. */
function groupText(value: string | number | boolean, isNumber: boolean): string {
  return isNumber ? String(Number(value)) : String(value);
}

function ofFinding(rule: Rule, { group, window_end, time, values = {} }: FindingLine): Found {
  const at = Date.parse(window_end ?? time ?? '');
  const by = rule.by.map(
    ({ name, type }) => [name, groupText(group[name] ?? '', type === 'number')] as const,
  );
  return { key: keyOf(by, at), values: new Map(Object.entries(values)) };
}

function ofRow(rule: Rule, row: ResultRow): Found {
  const one = (name: string): string => {
    const value = row[name];
    if (typeof value !== 'string') throw new Error(`the column ${name} holds ${JSON.stringify(value)}`);
    return value;
  };
  const at = Math.round(Number(one(rule.kind === 'match' ? 'time' : 'window_end')) * 1000);
  const by = rule.by.map(({ name, type }) => [name, groupText(one(name), type === 'number')] as const);
  const values = valueNames(rule).map(
    (name) => [name, row[name] === undefined ? null : Number(one(name))] as const,
  );
  return { key: keyOf(by, at), values: new Map(values) };
}

/** What tells a comparison apart from plain equality. */
export type Leeway = {
  /** Signals that are sums of doubles, and may differ in their last bits. */
  readonly rough?: ReadonlySet<string>;
  /** Findings whose verdict hangs on such bits: left out on both sides. */
  readonly onEdge?: readonly FindingLine[];
  /** Signals whose value is not compared: those that are only shown and deviate. */
  readonly valueless?: ReadonlySet<string>;
};

/**
 * In words, how the rows of a search, under each reading of it, differ from the findings of its rule; empty where they agree, values
 * included.
 */
export function compareRows(
  rule: Rule,
  findings: readonly FindingLine[],
  readings: readonly (readonly ResultRow[])[],
  leeway: Leeway = {},
): string[] {
  return [...new Set(readings.flatMap((rows) => compareReading(rule, findings, rows, leeway)))];
}

function compareReading(
  rule: Rule,
  findings: readonly FindingLine[],
  rows: readonly ResultRow[],
  { rough = new Set(), onEdge = [], valueless = new Set() }: Leeway,
): string[] {
  const edges = new Set(onEdge.map((finding) => ofFinding(rule, finding).key));
  const sorted = (list: readonly Found[]): Found[] =>
    list.filter(({ key }) => !edges.has(key)).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const wanted = sorted(findings.map((finding) => ofFinding(rule, finding)));
  const got = sorted(rows.map((row) => ofRow(rule, row)));
  const differences: string[] = [];
  for (let at = 0; at < Math.max(wanted.length, got.length); at++) {
    const [a, b] = [wanted[at], got[at]];
    if (a === undefined || b === undefined || a.key !== b.key)
      return [...differences, `the rule finds ${a?.key ?? 'no more'}, the search ${b?.key ?? 'no more'}`];
    for (const [name, value] of a.values) {
      const other = b.values.get(name);
      if (valueless.has(name) || (rough.has(name) ? isClose(value, other) : value === other)) continue;
      differences.push(`${a.key}: ${name} is ${value}, and in the search ${other}`);
    }
  }
  return differences;
}

/** The signals of a rule made by hand that are sums of doubles. */
export function roughSignals(rule: Rule): ReadonlySet<string> {
  if (rule.kind !== 'aggregate') return new Set();
  const rough = rule.signals.filter(({ measure }) => isRough({ [measure.kind]: true }, {}));
  return new Set(rough.map(({ name }) => name));
}

/** The findings that a hunt over a range is to find: windows that end in `(from, to]`, events in `[from, to)`; milliseconds. */
export function within(
  findings: readonly FindingLine[],
  { from, to }: { readonly from: number; readonly to: number },
): FindingLine[] {
  return findings.filter(({ window_end, time }) => {
    const at = Date.parse(window_end ?? time ?? '');
    return window_end === undefined ? from <= at && at < to : from < at && at <= to;
  });
}
