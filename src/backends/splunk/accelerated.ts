import type { BoundAggregateRule } from '../../bind/bound-rule.js';
import { chain, deviate, type Lowering, pair, refuse } from '../lowering.js';
import { type AggregatePlan, planAggregate } from './aggregate-rule.js';
import { refuseUncomputed } from './computed.js';
import { writeText } from './literal.js';
import { writeSearchText } from './pipeline.js';
import { boundsOf } from './range.js';
import { readDataset } from './reading.js';
import * as variable from './variable.js';
import { writeEvents } from './window-search.js';
import { foldPanes, writePanes } from './windows.js';

/** What `tstats` says of a field that an event does not have; without it, such an event is in no row. */
const absent = 'rulewright:absent';
const hour = 3_600_000;

/**
 * The accelerated form of a live rule: `tstats` counts the events of each pane by all fields that the rule reads, out of the summaries of
 * a data model and, where there are none yet, of its events; from there on a row stands for as many events.
 * It says what the data model keeps, which is not all that the rule means: hence a deviation, always.
 * https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.0/search-commands/tstats
 */
export function lowerAccelerated(bound: BoundAggregateRule<'splunk'>): Lowering<string> {
  const { rule, target } = bound;
  const { dataModel } = target;
  if (dataModel === undefined) throw new Error('a target without a data model has no accelerated form');
  const ofFields = { ...bound, target: { ...target, reading: 'fields' } } as const;
  const uncomputed = refuseUncomputed(ofFields);
  if (uncomputed !== undefined) return uncomputed;
  const { size, every } = rule.window;
  const name = `${dataModel.model}.${dataModel.dataset}`;
  const reading = readDataset(dataModel.dataset, absent);
  const bounds = boundsOf({ shape: 'live', range: undefined, size, every, delay: target.delay }, rule.span);
  const planned = planAggregate(ofFields, { reading, time: '_time * 1000' });
  return chain(
    pair(planned, bounds, (plan, looks) => ({ plan, looks })),
    ({ plan, looks }) => {
      if (asksForTimes(plan))
        return refuse({
          code: 'accelerated-times',
          reason: 'the rule asks for the times of events, and tstats has no more than the pane of each',
          hint: 'take the rule live as it is, and accept accelerated-times in the target',
          span: rule.span,
        });
      const odd = reading.places().find((place) => !/^[A-Za-z_]\w*$/.test(place));
      if (odd !== undefined)
        return refuse({
          code: 'field-name',
          reason: `a field of a data set cannot be called ${JSON.stringify(odd)}`,
          hint: 'name it in the data model with letters, digits and "_", and in the mapping likewise',
          span: target.span,
        });
      const by = reading.places().map((place) => `${dataModel.dataset}.${place}`);
      const text = writeSearchText([
        writeTstats(name, by, Math.min(every, hour) / 1000),
        ...writeEvents(plan),
        ...writePanes(plan.columns, plan.group, rule.window, variable.weight),
        ...foldPanes(plan.columns, plan.group, rule.window, looks),
        ...plan.judged,
      ]);
      return deviate(`| ${text}`, [
        {
          code: 'as-the-data-model-keeps',
          effect: 'both',
          reason: `events are counted as ${name} keeps them: by _time, by each of several values, and a JSON null as the text null`,
          span: rule.span,
        },
      ]);
    },
  );
}

function writeTstats(model: string, by: readonly string[], span: number): string {
  const fields = [...by, `_time span=${span}s`].join(', ');
  return `tstats summariesonly=false allow_old_summaries=false fillnull_value=${writeText(absent)} count AS ${variable.weight} FROM datamodel=${model} BY ${fields}`;
}

/** Whether anything but an event's pane hangs on its time. */
function asksForTimes({ group, columns, counted }: AggregatePlan): boolean {
  const expressions = [...group, ...columns.folds, ...columns.values].map(({ expression }) => expression);
  const present = `isnotnull(${variable.time})`;
  const tests = counted.filter((condition) => condition !== present);
  return (
    columns.gaps() !== undefined || [...expressions, ...tests].some((one) => one.includes(variable.time))
  );
}
