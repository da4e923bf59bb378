import type { RuleDoc, SignalDoc, SourceDoc } from './documents.js';
import { compareFound, compareGroups, type Found, writeGroup } from './found.js';
import type { Place } from './reading.js';
import { readDuration, spanOf, writeTime } from './time.js';
import { compareText, type Value } from './value.js';

/** An alert as section 11 of the contract writes it, without its report and evidence, which no comparison looks at. */
export interface AlertLine {
  readonly rule: string;
  readonly rule_id: string;
  readonly group: { readonly [field: string]: Value };
  readonly first_window_end: string;
  readonly last_window_end: string;
  readonly findings: number;
  readonly values: { readonly [signal: string]: number | null };
  readonly extremes: { readonly [signal: string]: number | null };
  readonly severity: string;
  readonly atlas: readonly string[];
  readonly respond: readonly string[];
}

/** The time, half-open, and the events from which a finding was computed. */
export interface Evidence {
  readonly from: number;
  readonly to: number;
  readonly places: readonly Place[];
  readonly ids: readonly string[];
}

export interface Alert {
  readonly opening: Found;
  /** The values of the suppression group. */
  readonly group: readonly Value[];
  readonly line: AlertLine;
}

/** What of a rule's findings, in section 11's order, a person is told. */
export function raiseAlerts(rule: RuleDoc, findings: readonly Found[], source: SourceDoc): Alert[] {
  const { length, by } = suppressionOf(rule);
  const alerts: { readonly group: readonly Value[]; readonly members: Found[] }[] = [];
  for (const finding of findings) {
    if (finding.rule !== rule) continue;
    const group = by.map((field) => finding.group[(rule.by ?? []).indexOf(field)] ?? '');
    const open = alerts.find((alert) => {
      const opened = alert.members[0]?.at ?? 0;
      const isSame = alert.group.every((value, i) => value === group[i]);
      return isSame && opened > finding.at - length && opened <= finding.at;
    });
    if (open === undefined) alerts.push({ group, members: [finding] });
    else open.members.push(finding);
  }
  return alerts.flatMap(({ group, members }) => {
    const [opening, last] = [members[0], members.at(-1)];
    if (opening === undefined || last === undefined) return [];
    const line = {
      rule: rule.name,
      rule_id: rule.id,
      group: writeGroup(by, group, source),
      first_window_end: writeTime(opening.at),
      last_window_end: writeTime(last.at),
      findings: members.length,
      values: Object.fromEntries(opening.values),
      extremes: extremesOf(rule.signals ?? {}, members),
      severity: rule.severity,
      atlas: rule.atlas,
      respond: rule.respond ?? [],
    };
    return [{ opening, group, line }];
  });
}

/** Where the events of a finding lie, and what they are called. */
export function findEvidence({ rule, at, place, events }: Found, source: SourceDoc): Evidence {
  const { id } = source;
  return {
    from: place === undefined ? at - spanOf(rule).size : at,
    to: place === undefined ? at : at + 1,
    places: events.map((event) => event.place),
    ids: id === undefined ? [] : events.flatMap((event) => event.fields.get(id) ?? []).map(String),
  };
}

/** A length of zero suppresses nothing: no alert opened in (e − 0, e]. */
function suppressionOf(rule: RuleDoc): { length: number; by: readonly string[] } {
  const { suppress, by = [] } = rule;
  const isMatch = rule.window === undefined && rule.within === undefined;
  const length = isMatch ? 0 : spanOf(rule).size;
  if (suppress === undefined) return { length, by };
  if (suppress === 'none') return { length: 0, by };
  if (typeof suppress === 'string') return { length: readDuration(suppress), by };
  return {
    length: suppress.for === undefined ? length : readDuration(suppress.for),
    by: suppress.by ?? by,
  };
}

/** The smallest of a signal's values under an upper bound, else the largest; null where it never had one. */
function extremesOf(
  signals: { readonly [name: string]: SignalDoc },
  members: readonly Found[],
): { [signal: string]: number | null } {
  return Object.fromEntries(
    Object.entries(signals).map(([name, signal]) => {
      const values = members.flatMap((member) => member.values.get(name) ?? []);
      if (values.length === 0) return [name, null];
      const isUpper = signal.below !== undefined || signal.at_most !== undefined;
      return [name, isUpper ? Math.min(...values) : Math.max(...values)];
    }),
  );
}

/** By first window end, rule, and group. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    a.opening.at - b.opening.at ||
    compareText(a.opening.rule.name, b.opening.rule.name) ||
    compareGroups(a.group, b.group) ||
    compareFound(a.opening, b.opening)
  );
}
