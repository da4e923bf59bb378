import type { BoundAggregateRule } from '../../bind/bound-rule.js';
import type { Range, Shape } from '../backend.js';
import { lowerCondition } from '../condition.js';
import { blur, combine, exact, type Lowering, map, pair, told } from '../lowering.js';
import { lowerPredicate } from '../tables.js';
import { makeColumns, readKey, writeKey } from './columns.js';
import { conditions } from './condition.js';
import { writeEventTime } from './event-time.js';
import { makeFields } from './fields.js';
import { writeField } from './literal.js';
import { writeEval, writeRows, writeSearch, writeSearchText, writeWhere } from './pipeline.js';
import { predicates } from './predicates.js';
import { boundsOf } from './range.js';
import { lowerSignal } from './signal.js';
import * as variable from './variable.js';
import { writeColumn, writeWindowRows } from './windows.js';

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
  const fields = makeFields(bound);
  const columns = makeColumns();
  const groups = combine(rule.by.map((field) => fields.use(field, 'group', rule.span)));
  const where =
    rule.where === undefined
      ? exact([])
      : map(blur(lowerPredicate(predicates, rule.where, fields)), (one) => [one]);
  const signals = rule.signals.map((signal) => lowerSignal(signal, { fields, columns, window: rule.window }));
  const condition = lowerCondition(rule, signals, ({ holds }) => holds, conditions);
  const { size, every } = rule.window;
  const bounds = boundsOf({ shape, range, size, every, delay: target.delay }, rule.span);

  const events = pair(groups, where, (names, conditions) => {
    const group = rule.by.map((field, i) => ({
      name: variable.group(i + 1),
      expression: writeKey(names[i] ?? '', field.type),
    }));
    return { present: names.map((name) => `isnotnull(${name})`), conditions, group };
  });
  const windows = pair(
    pair(told(combine(signals)), condition, (all, holds) => ({ all, holds })),
    bounds,
    (found, looks) => ({
      ...found,
      looks,
    }),
  );
  return pair(events, windows, ({ present, conditions, group }, { all, holds, looks }) =>
    writeSearchText([
      writeSearch(target, looks.search),
      ...writeEval([
        `${variable.time} = ${writeEventTime(bound.time.format, writeField(bound.time.name))}`,
        ...fields.assignments,
      ]),
      ...writeWhere([`isnotnull(${variable.time})`, ...present, ...conditions]),
      ...writeWindowRows(columns, group, rule.window, looks),
      ...writeEval(columns.parts.map(writeColumn)),
      ...writeWhere([holds]),
      ...writeEval([
        ...all.map(({ value }, i) => `${variable.signal(i + 1)} = ${value}`),
        ...rule.by.map(
          (field, i) => `${variable.group(i + 1)} = ${readKey(variable.group(i + 1), field.type)}`,
        ),
        `${variable.end} = ${variable.end} * ${every / 1000}`,
        `_time = ${variable.end}`,
      ]),
      ...writeRows([
        ...rule.by.map((field, i) => [variable.group(i + 1), field.name] as const),
        [variable.end, 'window_end'],
        ...all.map(({ name }, i) => [variable.signal(i + 1), name] as const),
      ]),
    ]),
  );
}
