import type { BoundAggregateRule, BoundSequenceRule } from '../../bind/bound-rule.js';
import { blur, combine, exact, type Lowering, map, pair } from '../lowering.js';
import { lowerPredicate } from '../tables.js';
import { type Column, readKey, writeKey } from './columns.js';
import type { Fields } from './fields.js';
import { writeEval, writeRows, writeWhere } from './pipeline.js';
import { predicates } from './predicates.js';
import * as variable from './variable.js';

type Bound = BoundAggregateRule<'splunk'> | BoundSequenceRule<'splunk'>;

/** What every search over windows makes of events. */
export interface EventPlan {
  readonly fields: Fields;
  /** The keys of a group. */
  readonly group: readonly Column[];
  /** Which events count, none of the conditions ever null. */
  readonly counted: readonly string[];
}

export function planEvents({ rule }: Bound, fields: Fields): Lowering<EventPlan> {
  const groups = combine(rule.by.map((field) => fields.use(field, 'group', rule.span)));
  const where =
    rule.where === undefined
      ? exact([])
      : map(blur(lowerPredicate(predicates, rule.where, fields)), (one) => [one]);
  return pair(groups, where, (names, wanted) => {
    const group = rule.by.map((field, i) => ({
      name: variable.group(i + 1),
      expression: writeKey(names[i] ?? '', field.type),
    }));
    const present = names.map((name) => `isnotnull(${name})`);
    return { fields, group, counted: [`isnotnull(${variable.time})`, ...present, ...wanted] };
  });
}

/** The events that count, with their fields coerced. */
export function writeEvents({ fields, counted }: EventPlan): readonly string[] {
  return [...writeEval(fields.assignments), ...writeWhere(counted)];
}

/** The rows of windows that are findings as they come out, with their values under their names. */
export function writeFindings(
  { rule }: Bound,
  values: readonly (readonly [inside: string, outside: string])[],
): readonly string[] {
  return [
    ...writeEval([
      ...rule.by.map(
        (field, i) => `${variable.group(i + 1)} = ${readKey(variable.group(i + 1), field.type)}`,
      ),
      `${variable.end} = ${variable.end} * ${rule.window.every / 1000}`,
      `_time = ${variable.end}`,
    ]),
    ...writeRows([
      ...rule.by.map((field, i) => [variable.group(i + 1), field.name] as const),
      [variable.end, 'window_end'],
      ...values,
    ]),
  ];
}
