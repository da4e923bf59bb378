import type { Telemetry } from '../bind/telemetry.js';
import { printable } from '../text/printable.js';
import { pad, wrap } from './layout.js';
import type { Output, Verdict } from './output.js';

/** What a rule can see in a log, under a label: the rule's name or the mapping's. */
export interface TelemetryRow {
  readonly label: string;
  readonly telemetry: Telemetry;
}

const verdicts: { readonly [V in Telemetry['verdict']]: Verdict } = {
  works: 'good',
  degraded: 'doubtful',
  impossible: 'bad',
};
const verdictColumns = 'impossible'.length;

/** One row each: the verdict and what it rests on; with `inFull` also what would mend each field, and which settings it takes. */
export function writeTelemetry(rows: readonly TelemetryRow[], inFull: boolean, out: Output): string {
  const labelColumns = Math.max(0, ...rows.map(({ label }) => label.length));
  const indent = ' '.repeat(labelColumns + verdictColumns + 4);
  const room = Math.max(30, out.columns - indent.length);
  return rows
    .map(({ label, telemetry }) => {
      const { verdict } = telemetry;
      const lines = (inFull ? detailsOf(telemetry) : [summaryOf(telemetry)]).filter((line) => line !== '');
      const text = lines.map((line) => wrap(line, room, indent)).join(`\n${indent}`);
      const head = `${pad(label, labelColumns)}  ${out.mark(verdicts[verdict], verdict)}`;
      return text === '' ? `${head}\n` : `${head}${' '.repeat(verdictColumns - verdict.length + 2)}${text}\n`;
    })
    .join('');
}

function summaryOf({ verdict, reasons, missing, needs, unreported }: Telemetry): string {
  const names = (fields: readonly { readonly field: string }[]) =>
    fields.map(({ field }) => field).join(', ');
  const lack = missing.length === 0 ? [] : [`no ${names(missing)}`];
  const setting = needs.length === 0 ? [] : [`${names(needs)} under a setting`];
  return [
    ...lack,
    ...reasons,
    ...lostFromReport(unreported),
    ...(verdict === 'impossible' ? [] : setting),
  ].join('; ');
}

function lostFromReport(fields: readonly string[]): string[] {
  return fields.length === 0 ? [] : [`its alerts do not report ${fields.join(', ')}`];
}

function detailsOf({ reasons, missing, needs, unreported }: Telemetry): string[] {
  return [
    ...reasons,
    ...lostFromReport(unreported),
    ...missing.map(({ field, mend }) => `no ${field}: ${printable(mend)}`),
    ...needs.map(({ field, setting }) => `${field} needs: ${printable(setting)}`),
  ];
}

/** The same for machines. */
export function recordTelemetry(rule: string, mapping: string, telemetry: Telemetry): object {
  return { rule, mapping, ...telemetry };
}
