import type { BoundAggregateRule } from '../../bind/bound-rule.js';
import type { Range, Shape } from '../backend.js';
import { lowerCondition } from '../condition.js';
import { combine, type Lowering, pair, told } from '../lowering.js';
import { type Columns, makeColumns } from './columns.js';
import { conditions } from './condition.js';
import { eventsOf, makeFields } from './fields.js';
import { writeEval, writeSearch, writeSearchText, writeWhere } from './pipeline.js';
import { boundsOf } from './range.js';
import { lowerSignal } from './signal.js';
import * as variable from './variable.js';
import { type EventPlan, planEvents, writeEvents, writeFindings } from './window-search.js';
import { writeColumn, writeWindowRows } from './windows.js';

/** An aggregate rule in parts: what every form of its search has, around the rows of panes and windows. */
export interface AggregatePlan extends EventPlan {
  readonly columns: Columns;
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

export function planAggregate(
  bound: BoundAggregateRule<'splunk'>,
  origin = eventsOf(bound),
): Lowering<AggregatePlan> {
  const { rule } = bound;
  const fields = makeFields(bound, origin);
  const columns = makeColumns();
  const signals = rule.signals.map((signal) => lowerSignal(signal, { fields, columns, window: rule.window }));
  const condition = lowerCondition(rule, signals, ({ holds }) => holds, conditions);

  const judged = pair(told(combine(signals)), condition, (all, holds) => [
    ...writeEval(columns.parts.map(writeColumn)),
    ...writeWhere([holds]),
    ...writeEval(all.map(({ value }, i) => `${variable.signal(i + 1)} = ${value}`)),
    ...writeFindings(
      bound,
      all.map(({ name }, i) => [variable.signal(i + 1), name] as const),
    ),
  ]);
  return pair(planEvents(bound, fields), judged, (events, stages) => ({
    ...events,
    columns,
    judged: stages,
  }));
}
