import { readFileSync } from 'node:fs';
import type { Alert } from '../evaluate/finding.js';
import { alertFields, severities } from '../ir/rule.js';
import { CommandError } from './command-error.js';

/** What the makers of a labelled log say of a principal. */
export interface Label {
  readonly label: 'attack' | 'benign';
  /** Which attack, or which sort of client. */
  readonly kind: string;
}

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
    if (!isLabel(value))
      throw new CommandError(`${path}: ${principal} has no label of attack or benign, and kind`);
    labels.set(principal, value);
  }
  return labels;
}

function isLabel(value: unknown): value is Label {
  if (typeof value !== 'object' || value === null || !('label' in value) || !('kind' in value)) return false;
  return (value.label === 'attack' || value.label === 'benign') && typeof value.kind === 'string';
}

/** All alerts of one rule about one principal. */
export interface AlertRow {
  readonly first: Alert;
  /** Undefined where the alert's group has no principal. */
  readonly principal: string | undefined;
  readonly alerts: number;
}

/** Folds the alerts of one rule and group into a row; the most severe first, then the earliest. */
export function foldAlerts(alerts: readonly Alert[]): AlertRow[] {
  const rows = new Map<string, AlertRow>();
  for (const alert of alerts) {
    const key = JSON.stringify([alert.rule.name, alert.group]);
    const row = rows.get(key);
    rows.set(key, {
      first: row?.first ?? alert,
      principal: principalOf(alert),
      alerts: (row?.alerts ?? 0) + 1,
    });
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
  const isMatch = alert.rule.kind === 'match';
  return times.filter((time) => (isMatch ? time <= alert.firstAt : time < alert.firstAt)).length;
}

/** How the pack did on a labelled log. */
export interface Score {
  readonly attacks: number;
  /** The principals of attacks that no alert names, with what they were. */
  readonly missed: readonly { readonly principal: string; readonly kind: string }[];
  readonly benign: number;
  /** The benign principals that an alert names. */
  readonly alerted: readonly { readonly principal: string; readonly kind: string }[];
  readonly people: number;
  readonly peopleAlerted: number;
}

/** The kind of the labelled clients that are people rather than services. */
const peopleKind = 'interactive';

export function scoreAlerts(rows: readonly AlertRow[], labels: ReadonlyMap<string, Label>): Score {
  const named = new Set(rows.map(({ principal }) => principal));
  const all = [...labels].map(([principal, { label, kind }]) => ({ principal, label, kind }));
  const attacks = all.filter(({ label }) => label === 'attack');
  const benign = all.filter(({ label }) => label === 'benign');
  const alerted = benign.filter(({ principal }) => named.has(principal));
  const arePeople = (of: typeof all) => of.filter(({ kind }) => kind === peopleKind).length;
  return {
    attacks: attacks.length,
    missed: attacks.filter(({ principal }) => !named.has(principal)),
    benign: benign.length,
    alerted,
    people: arePeople(benign),
    peopleAlerted: arePeople(alerted),
  };
}
