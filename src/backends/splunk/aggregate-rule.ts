import type { BoundAggregateRule } from '../../bind/bound-rule.js';
import type { Range, Shape } from '../backend.js';
import { lowerCondition } from '../condition.js';
import { blur, combine, exact, type Lowering, map, pair, told } from '../lowering.js';
import { lowerPredicate } from '../tables.js';
import { absentKey, type Column, makeColumns, readKey, writeKey } from './columns.js';
import { conditions } from './condition.js';
import { writeEventTime } from './event-time.js';
import { makeFields } from './fields.js';
import { writeField } from './literal.js';
import { lowerSignal } from './measures.js';
import { writeEval, writeRows, writeSearch, writeSearchText, writeStats, writeWhere } from './pipeline.js';
import { predicates } from './predicates.js';
import { boundsOf } from './range.js';
import * as variable from './variable.js';

/**
 * An aggregate rule as one search: coerce the fields, keep the events that count, count them by group and step of the clock, give
 * each step to the window ends that hold it, count again, hold the signals against their bounds.
 *
 * - A step goes to its window ends through `stats … BY` a field of several values, which counts a row once under each of them
 *   (https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.0/search-commands/stats, `dedup_splitvals`).
 *   `stats` spills to disk and loses nothing, where `mvexpand` truncates at its memory limit and only warns.
 * - Distinct counts of steps do not add up. So the values to tell apart are part of the first grouping, and `dc`, which is exact,
 *   counts them under each window end.
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
  const signals = rule.signals.map((signal) => lowerSignal(signal, { fields, columns }));
  const condition = lowerCondition(rule, signals, ({ holds }) => holds, conditions);
  const { size, every } = rule.window;
  const bounds = boundsOf({ shape, range, size, every, delay: target.delay }, rule.span);

  const events = pair(groups, where, (names, conditions) => {
    const keys = rule.by.map(
      (field, i) => `${variable.group(i + 1)} = ${writeKey(names[i] ?? '', field.type)}`,
    );
    return { present: names.map((name) => `isnotnull(${name})`), conditions, keys };
  });
  const windows = pair(
    pair(told(combine(signals)), condition, (all, holds) => ({ all, holds })),
    bounds,
    (found, looks) => ({
      ...found,
      looks,
    }),
  );
  return pair(events, windows, ({ present, conditions, keys }, { all, holds, looks }) => {
    const by = rule.by.map((_, i) => variable.group(i + 1));
    const sums = columns.tests.map(({ name }) => `sum(${name}) AS ${name}`);
    const values = columns.values.map(({ name }) => name);
    const lastEnd = `min(${variable.pane} + ${size / every}, ${looks.last})`;
    const ends = `mvrange(max(${variable.pane} + 1, ${looks.first}), ${lastEnd} + 1)`;
    return writeSearchText([
      writeSearch(target, looks.search),
      ...writeEval([
        `${variable.time} = ${writeEventTime(bound.time.format, writeField(bound.time.name))}`,
        ...fields.assignments,
      ]),
      ...writeWhere([`isnotnull(${variable.time})`, ...present, ...conditions]),
      ...writeEval([
        `${variable.pane} = floor(${variable.time} / ${every})`,
        ...keys,
        ...[...columns.tests, ...columns.values].map(writeColumnValue),
      ]),
      writeStats([`count AS ${variable.events}`, ...sums], [...by, variable.pane, ...values]),
      ...(looks.addinfo ? ['addinfo'] : []),
      ...writeEval([
        ...looks.assignments,
        `${variable.end} = ${ends}`,
        ...values.map((name) => `${name} = if(${name} = "${absentKey}", null(), ${name})`),
      ]),
      ...writeWhere([`isnotnull(${variable.end})`]),
      writeStats(
        [
          `sum(${variable.events}) AS ${variable.events}`,
          ...sums,
          ...values.map((name) => `dc(${name}) AS ${name}`),
        ],
        [...by, variable.end],
      ),
      ...writeEval(columns.parts.map(writeColumnValue)),
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
    ]);
  });
}

function writeColumnValue({ name, expression }: Column): string {
  return `${name} = ${expression}`;
}
