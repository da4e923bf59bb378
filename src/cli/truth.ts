import type { Alert } from '../evaluate/finding.js';
import { alertFields, severities } from '../ir/rule.js';
import { type Label, parseLabel } from '../score/labels.js';
import { CommandError } from './command-error.js';
import { readJsonFile } from './json-file.js';

/**
 * Reads the labels that lie beside a log: an object of principals.
 * @throws CommandError where the file cannot be read or is no such object
 */
export function readLabels(path: string): ReadonlyMap<string, Label> {
  const content = readJsonFile(path);
  const labels = new Map<string, Label>();
  for (const [principal, value] of Object.entries(content ?? {})) {
    const label = parseLabel(value);
    if (label === undefined)
      throw new CommandError(`${path}: ${principal} has no label of attack or benign, and kind`);
    labels.set(principal, label);
  }
  return labels;
}

/** All alerts of one rule about one principal, or about principals of one kind. */
export interface AlertRow {
  /** The earliest. */
  readonly first: Alert;
  readonly alerts: number;
  /** Those that the alerts' groups name. */
  readonly principals: ReadonlySet<string>;
}

/**
 * Folds the alerts of one rule about one principal into a row and, where labels tell their kind, those about its like: twenty keys of one
 * thief are one row. The most severe come first, then the earliest.
 */
export function foldAlerts(alerts: readonly Alert[], labels: ReadonlyMap<string, Label>): AlertRow[] {
  const rows = new Map<string, { first: Alert; alerts: number; principals: Set<string> }>();
  for (const alert of alerts) {
    const principal = principalOf(alert);
    const kind = principal === undefined ? undefined : labels.get(principal)?.kind;
    const key = JSON.stringify([alert.rule.name, kind ?? alert.group]);
    const row = rows.get(key) ?? { first: alert, alerts: 0, principals: new Set() };
    row.alerts++;
    if (principal !== undefined) row.principals.add(principal);
    rows.set(key, row);
  }
  const rank = (row: AlertRow) => severities.indexOf(row.first.rule.severity);
  return [...rows.values()].sort((a, b) => rank(b) - rank(a) || a.first.firstAt - b.first.firstAt);
}

/** The principal that an alert's group names. */
export function principalOf(alert: Alert): string | undefined {
  const at = alertFields(alert.rule).findIndex(({ name }) => name === 'principal');
  const value = alert.group[at];
  return value === undefined ? undefined : String(value);
}
