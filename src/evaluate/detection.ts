import { alertFields, type Rule } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import type { Alert, GroupValue } from './finding.js';

/*
 * Whom an alert names, and how much of what they did came before it. Queries to detect (contract, section 4) are the events of an
 * attack's principals before the first alert that names one of them.
 */

/** The values of these fields that an alert holds: of its group where that has them all; of one field also those of its report. */
export function groupsNamedBy(
  { rule, group, report }: Alert,
  by: readonly Field[],
): (readonly GroupValue[])[] {
  const fields = alertFields(rule).map(({ name }) => name);
  const places = by.map(({ name }) => fields.indexOf(name));
  const named = places.includes(-1) ? [] : [places.map((place) => group[place])];
  const reported = rule.report.flatMap((item, index) => {
    const values = report[index];
    const isAsked = item.kind === 'values' && by.length === 1 && item.field.name === by[0].name;
    return isAsked && Array.isArray(values) ? values : [];
  });
  return [...named, ...reported.map((value: GroupValue) => [value])];
}

/** Whether an event comes before its detection. A match rule sees the event itself, a window only what lies before its end. */
export function isCountedAt(rule: Rule, time: number, detectedAt: number): boolean {
  return rule.kind === 'match' ? time <= detectedAt : time < detectedAt;
}
