import type { Alert, EventPlace, Finding, GroupValue, ReportValue } from '../evaluate/finding.js';
import { alertFields, type Rule, valueNames } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import { formatInstant } from '../text/instant.js';
import { printableJson } from '../text/printable.js';

/** The names of the inputs, where there are several: only then does a line need its file. */
export type InputNames = readonly string[] | undefined;

/** A finding as one line of JSON, its keys in the order of the contract (section 11). */
export function writeFinding(finding: Finding, inputs: InputNames): string {
  const { rule, group, at, values, report, place, id } = finding;
  const head = { rule: rule.name, rule_id: rule.id, group: recordGroup(rule.by, group) };
  const record =
    rule.kind === 'match'
      ? { ...head, time: formatInstant(at), ...recordEvent(place, id, inputs) }
      : {
          ...head,
          window_end: formatInstant(at),
          values: recordValues(rule, values),
          ...recordReport(rule, report),
        };
  return `${printableJson(record)}\n`;
}

/** An alert as one line of JSON. */
export function writeAlert(alert: Alert, inputs: InputNames): string {
  return `${printableJson(recordAlert(alert, inputs))}\n`;
}

/** An alert for machines, its keys in the order of the contract (section 11). */
export function recordAlert(alert: Alert, inputs: InputNames) {
  const { rule, evidence } = alert;
  const { ids, places } = evidence;
  return {
    rule: rule.name,
    rule_id: rule.id,
    group: recordGroup(alertFields(rule), alert.group),
    first_window_end: formatInstant(alert.firstAt),
    last_window_end: formatInstant(alert.lastAt),
    findings: alert.findings,
    values: recordValues(rule, alert.values),
    extremes: rule.kind === 'sequence' ? {} : recordValues(rule, alert.extremes),
    severity: rule.severity,
    atlas: rule.atlas,
    respond: rule.respond,
    ...recordReport(rule, alert.report),
    evidence: {
      from: formatInstant(evidence.from),
      to: formatInstant(evidence.to),
      ...(ids.length > 0
        ? { ids }
        : {
            lines: places.map(({ input, line }) =>
              inputs === undefined ? line : { file: inputs[input], line },
            ),
          }),
    },
  };
}

function recordGroup(fields: readonly Field[], group: readonly GroupValue[]): Record<string, GroupValue> {
  return Object.fromEntries(
    fields.flatMap(({ name }, index) => {
      const value = group[index];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The values of a rule's signals, or the times of its steps, by name; a match rule has none. */
function recordValues(rule: Rule, values: readonly (number | null)[]): Record<string, number | null> {
  return Object.fromEntries(valueNames(rule).map((name, index) => [name, values[index] ?? null]));
}

/** What a rule reports, where it reports anything. */
function recordReport(rule: Rule, report: readonly ReportValue[]): { report?: Record<string, ReportValue> } {
  if (rule.report.length === 0) return {};
  return { report: Object.fromEntries(rule.report.map(({ name }, index) => [name, report[index] ?? null])) };
}

function recordEvent(place: EventPlace | undefined, id: string | undefined, inputs: InputNames) {
  if (id !== undefined) return { id };
  if (place === undefined) return {};
  return { line: place.line, ...(inputs === undefined ? {} : { file: inputs[place.input] }) };
}
