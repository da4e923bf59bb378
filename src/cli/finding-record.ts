import type { Alert, EventPlace, Finding, GroupValue } from '../evaluate/finding.js';
import { type AggregateRule, alertFields } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import { formatInstant } from '../text/instant.js';

/** The names of the inputs, where there are several: only then does a line need its file. */
export type InputNames = readonly string[] | undefined;

/** A finding as one line of JSON, its keys in the order of the contract (section 11). */
export function writeFinding(finding: Finding, inputs: InputNames): string {
  const { rule, group, at, values, place, id } = finding;
  const head = { rule: rule.name, rule_id: rule.id, group: recordGroup(rule.by, group) };
  const record =
    rule.kind === 'aggregate'
      ? { ...head, window_end: formatInstant(at), values: recordValues(rule, values) }
      : { ...head, time: formatInstant(at), ...recordEvent(place, id, inputs) };
  return `${JSON.stringify(record)}\n`;
}

/** An alert as one line of JSON. */
export function writeAlert(alert: Alert, inputs: InputNames): string {
  return `${JSON.stringify(recordAlert(alert, inputs))}\n`;
}

/** An alert for machines, its keys in the order of the contract (section 11). */
export function recordAlert(alert: Alert, inputs: InputNames) {
  const { rule, evidence } = alert;
  const values = (of: readonly (number | null)[]) =>
    rule.kind === 'aggregate' ? recordValues(rule, of) : {};
  const { ids, places } = evidence;
  return {
    rule: rule.name,
    rule_id: rule.id,
    group: recordGroup(alertFields(rule), alert.group),
    first_window_end: formatInstant(alert.firstAt),
    last_window_end: formatInstant(alert.lastAt),
    findings: alert.findings,
    values: values(alert.values),
    extremes: values(alert.extremes),
    severity: rule.severity,
    atlas: rule.atlas,
    respond: rule.respond,
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

function recordValues(
  rule: AggregateRule,
  values: readonly (number | null)[],
): Record<string, number | null> {
  return Object.fromEntries(rule.signals.map(({ name }, index) => [name, values[index] ?? null]));
}

function recordEvent(place: EventPlace | undefined, id: string | undefined, inputs: InputNames) {
  if (id !== undefined) return { id };
  if (place === undefined) return {};
  return { line: place.line, ...(inputs === undefined ? {} : { file: inputs[place.input] }) };
}
