import { readFileSync } from 'node:fs';
import { isCountedAt } from '../evaluate/detection.js';
import type { Alert } from '../evaluate/finding.js';
import { alertFields, severities } from '../ir/rule.js';
import { type Label, parseLabel } from '../score/labels.js';
import { CommandError } from './command-error.js';

/**
 * Reads the labels that lie beside a log: an object of principals.
 * @throws CommandError where the file cannot be read or is no such object
 */
export function readLabels(path: string): ReadonlyMap<string, Label> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
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

/** How many of its events a principal had before an alert: a window sees what lies before its end, a match its own event too. */
export function countQueriesUntil(alert: Alert, times: readonly number[]): number {
  return times.filter((time) => isCountedAt(alert.rule, time, alert.firstAt)).length;
}

/** How the pack did on a labelled log. An attack is a kind: several principals of one kind are one attack. */
export interface Score {
  readonly attacks: number;
  /** Those of which an alert names a principal before half of its queries had passed. */
  readonly early: number;
  /** Those of which no alert names a principal. */
  readonly missed: readonly string[];
  /** The principals of attacks, and how many of them alerts name. */
  readonly principals: number;
  readonly named: number;
  readonly benign: number;
  /** The kind of each benign principal that an alert names. */
  readonly alerted: readonly string[];
  readonly people: number;
  readonly peopleAlerted: number;
}

export function scoreAlerts(
  rows: readonly AlertRow[],
  labels: ReadonlyMap<string, Label>,
  times: ReadonlyMap<string, readonly number[]>,
): Score {
  const named = new Set(rows.flatMap(({ principals }) => [...principals]));
  const all = [...labels].map(([principal, label]) => ({ principal, ...label }));
  const attackers = all.filter(({ label }) => label === 'attack');
  const benign = all.filter(({ label }) => label === 'benign');
  const alerted = benign.filter(({ principal }) => named.has(principal));
  const kinds = new Set(attackers.map(({ kind }) => kind));
  const caught = new Set(attackers.filter(({ principal }) => named.has(principal)).map(({ kind }) => kind));
  const early = new Set(
    rows.flatMap(({ first }) => {
      const principal = principalOf(first);
      const label = principal === undefined ? undefined : labels.get(principal);
      const own = times.get(principal ?? '') ?? [];
      const isEarly = label?.label === 'attack' && countQueriesUntil(first, own) < own.length / 2;
      return isEarly ? [label.kind] : [];
    }),
  );
  const countPeople = (of: typeof all) => of.filter(({ isPerson }) => isPerson).length;
  return {
    attacks: kinds.size,
    early: early.size,
    missed: [...kinds].filter((kind) => !caught.has(kind)),
    principals: attackers.length,
    named: attackers.filter(({ principal }) => named.has(principal)).length,
    benign: benign.length,
    alerted: alerted.map(({ kind }) => kind),
    people: countPeople(benign),
    peopleAlerted: countPeople(alerted),
  };
}
