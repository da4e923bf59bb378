import type { BoundMatchRule } from '../../bind/bound-rule.js';
import type { Range, Shape } from '../backend.js';
import { combine, exact, type Lowering, pair } from '../lowering.js';
import { matchEvery } from '../schedule.js';
import { lowerPredicate } from '../tables.js';
import { makeFields } from './fields.js';
import { writeEval, writeRows, writeSearch, writeSearchText, writeWhere } from './pipeline.js';
import { predicates } from './predicates.js';
import { type Bounds, boundsOf, writeEarliest } from './range.js';
import * as variable from './variable.js';

/** The column that tells one event from all others: where it lies in the index, and its text, hashed. */
export const eventColumn = 'event';

/** An event's address: the indexer, the index, the bucket, and the place in it. */
const place = ['splunk_server', 'index', '_bkt', '_cd'];

/**
 * A match rule as one search: a row is an event, with its group, its time in epoch seconds and the hash of its place in the index.
 * Live, it looks at the last three steps of five minutes, so that an event is seen by three runs, and throttles by the event.
 */
export function lowerMatchRule(
  bound: BoundMatchRule<'splunk'>,
  shape: Shape,
  range: Range | undefined,
): Lowering<string> {
  const { rule, target } = bound;
  const fields = makeFields(bound);
  const groups = combine(rule.by.map((field) => fields.use(field, 'group', rule.span)));
  const where = lowerPredicate(predicates, rule.where, fields);
  const bounds =
    range === undefined
      ? boundsOf({ shape, range, size: matchEvery, every: matchEvery, delay: target.delay }, rule.span)
      : exact(undefined);
  return pair(
    pair(groups, where, (names, condition) => ({ names, condition })),
    bounds,
    ({ names, condition }, looks) => {
      const event = `${variable.reserved}event`;
      return writeSearchText([
        writeSearch(
          target,
          range === undefined ? '' : writeEarliest(Math.floor(range.from / 1000), Math.ceil(range.to / 1000)),
        ),
        ...writeEval(fields.assignments),
        ...writeWhere([
          `isnotnull(${variable.time})`,
          ...(range === undefined
            ? []
            : [`${variable.time} >= ${range.from} AND ${variable.time} < ${range.to}`]),
          ...names.map((name) => `isnotnull(${name})`),
          condition,
        ]),
        ...(looks === undefined || shape === 'hunt' ? [] : writeLiveSteps(looks)),
        ...writeEval([
          `${variable.time} = ${variable.time} / 1000`,
          `_time = ${variable.time}`,
          `${event} = md5(${place.map((name) => `coalesce(${name}, "")`).join(' . " " . ')} . " " . _raw)`,
        ]),
        ...writeRows([
          ...names.map((name, i) => [name, rule.by[i]?.name ?? ''] as const),
          [variable.time, 'time'],
          [event, eventColumn],
        ]),
      ]);
    },
  );
}

/** Keeps the events of the last steps. */
function writeLiveSteps({ assignments, first, last }: Bounds): readonly string[] {
  const step = `floor(${variable.time} / ${matchEvery}) + 1`;
  return ['addinfo', ...writeEval(assignments), ...writeWhere([`${step} >= ${first}`, `${step} <= ${last}`])];
}
