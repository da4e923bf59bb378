import type { BoundAggregateRule } from '../../bind/bound-rule.js';
import type { Range, Shape } from '../backend.js';
import { lowerCondition } from '../condition.js';
import { blur, combine, exact, type Lowering, map, pair, told } from '../lowering.js';
import { lowerPredicate } from '../tables.js';
import { type Column, type Columns, makeColumns, readKey, writeKey } from './columns.js';
import { conditions } from './condition.js';
import { eventsOf, type Fields, makeFields } from './fields.js';
import { writeEval, writeRows, writeSearch, writeSearchText, writeWhere } from './pipeline.js';
import { predicates } from './predicates.js';
import { boundsOf } from './range.js';
import { lowerSignal } from './signal.js';
import * as variable from './variable.js';
import { writeColumn, writeWindowRows } from './windows.js';

/** An aggregate rule in parts: what every form of its search has, around the rows of panes and windows. */
export interface AggregatePlan {
  readonly fields: Fields;
  readonly columns: Columns;
  /** The keys of a group. */
  readonly group: readonly Column[];
  /** Which events count, none of the conditions ever null. */
  readonly counted: readonly string[];
  /** From the rows of windows to those of findings. */
  readonly judged: readonly string[];
}

/**
 * An aggregate rule as one search: coerce the fields, keep the events that count, fold them into a row of each window, hold the signals
 * against their bounds.
 */
export function lowerAggregateRule(
  bound: BoundAggregateRule<'splunk'>,
  shape: Shape,
  range: Range | undefined,
): Lowering<string> {
  const { rule, target } = bound;
  const { size, every } = rule.window;
  const bounds = boundsOf({ shape, range, size, every, delay: target.delay }, rule.span);
  return pair(planAggregate(bound), bounds, (plan, looks) =>
    writeSearchText([
      writeSearch(target, looks.search),
      ...writeEvents(plan),
      ...writeWindowRows(plan.columns, plan.group, rule.window, looks),
      ...plan.judged,
    ]),
  );
}

/** The events that count, with their fields coerced. */
export function writeEvents({ fields, counted }: AggregatePlan): readonly string[] {
  return [...writeEval(fields.assignments), ...writeWhere(counted)];
}

export function planAggregate(
  bound: BoundAggregateRule<'splunk'>,
  origin = eventsOf(bound),
): Lowering<AggregatePlan> {
  const { rule } = bound;
  const fields = makeFields(bound, origin);
  const columns = makeColumns();
  const groups = combine(rule.by.map((field) => fields.use(field, 'group', rule.span)));
  const where =
    rule.where === undefined
      ? exact([])
      : map(blur(lowerPredicate(predicates, rule.where, fields)), (one) => [one]);
  const signals = rule.signals.map((signal) => lowerSignal(signal, { fields, columns, window: rule.window }));
  const condition = lowerCondition(rule, signals, ({ holds }) => holds, conditions);

  const events = pair(groups, where, (names, wanted) => {
    const group = rule.by.map((field, i) => ({
      name: variable.group(i + 1),
      expression: writeKey(names[i] ?? '', field.type),
    }));
    const present = names.map((name) => `isnotnull(${name})`);
    return { group, counted: [`isnotnull(${variable.time})`, ...present, ...wanted] };
  });
  const judged = pair(told(combine(signals)), condition, (all, holds) => [
    ...writeEval(columns.parts.map(writeColumn)),
    ...writeWhere([holds]),
    ...writeEval([
      ...all.map(({ value }, i) => `${variable.signal(i + 1)} = ${value}`),
      ...rule.by.map(
        (field, i) => `${variable.group(i + 1)} = ${readKey(variable.group(i + 1), field.type)}`,
      ),
      `${variable.end} = ${variable.end} * ${rule.window.every / 1000}`,
      `_time = ${variable.end}`,
    ]),
    ...writeRows([
      ...rule.by.map((field, i) => [variable.group(i + 1), field.name] as const),
      [variable.end, 'window_end'],
      ...all.map(({ name }, i) => [variable.signal(i + 1), name] as const),
    ]),
  ]);
  return pair(events, judged, ({ group, counted }, stages) => ({
    fields,
    columns,
    group,
    counted,
    judged: stages,
  }));
}
