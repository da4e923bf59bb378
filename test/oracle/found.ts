import type { RuleDoc, SourceDoc } from './documents.js';
import type { Event, Place } from './reading.js';
import { writeTime } from './time.js';
import { compareText, compareValues, type Value } from './value.js';

/** A finding as section 11 of the contract writes it. */
export interface FindingLine {
  readonly rule: string;
  readonly rule_id: string;
  readonly group: { readonly [field: string]: Value };
  readonly window_end?: string;
  readonly values?: { readonly [signal: string]: number | null };
  readonly time?: string;
  readonly line?: number;
  readonly file?: string;
  readonly id?: string;
}

/** A finding, or a window that some engine may take for one, before it is written. */
export interface Found {
  readonly rule: RuleDoc;
  readonly group: readonly Value[];
  readonly at: number;
  readonly values: ReadonlyMap<string, number | null>;
  /** The events that it was computed from. */
  readonly events: readonly Event[];
  readonly place?: Place;
  readonly id?: string;
}

/** Section 11's order: time, rule, group, and then the place of the event. */
export function compareFound(a: Found, b: Found): number {
  return (
    a.at - b.at ||
    compareText(a.rule.name, b.rule.name) ||
    compareGroups(a.group, b.group) ||
    (a.place?.input ?? 0) - (b.place?.input ?? 0) ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0)
  );
}

/** Groups of one rule, in the order of its `by`. */
export function compareGroups(a: readonly Value[], b: readonly Value[]): number {
  for (const [i, value] of a.entries()) {
    const difference = compareValues(value, b[i] ?? value);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Writes a finding as a line of output. */
export function writeFinding(found: Found, names: readonly string[], source: SourceDoc): FindingLine {
  const { rule, at, place, id } = found;
  const head = { rule: rule.name, rule_id: rule.id, group: writeGroup(rule.by ?? [], found.group, source) };
  if (place === undefined)
    return { ...head, window_end: writeTime(at), values: Object.fromEntries(found.values) };
  if (id !== undefined) return { ...head, time: writeTime(at), id };
  const file = names.length > 1 ? names[place.input] : undefined;
  return { ...head, time: writeTime(at), line: place.line, ...(file === undefined ? {} : { file }) };
}

/** Group values under their fields' names, instants as RFC 3339. */
export function writeGroup(
  by: readonly string[],
  group: readonly Value[],
  source: SourceDoc,
): { [field: string]: Value } {
  return Object.fromEntries(
    by.map((field, i) => {
      const value = group[i] ?? '';
      return [field, source.fields[field]?.type === 'timestamp' ? writeTime(Number(value)) : value];
    }),
  );
}
