import type { BoundSequenceRule } from '../../bind/bound-rule.js';
import type { Window } from '../../ir/rule.js';
import type { Range, Shape } from '../backend.js';
import { blur, combine, type Lowering, pair } from '../lowering.js';
import { lowerPredicate } from '../tables.js';
import type { Column } from './columns.js';
import { makeFields } from './fields.js';
import { writeEval, writeSearch, writeSearchText, writeStats, writeWhere } from './pipeline.js';
import { join, predicates } from './predicates.js';
import { type Bounds, boundsOf } from './range.js';
import * as variable from './variable.js';
import { planEvents, writeEvents, writeFindings } from './window-search.js';
import { writeEnds, writeGroups } from './windows.js';

/** After every time that can be read: the year 10,000. */
const never = Date.UTC(10_000, 0, 1);

/**
 * A sequence: the instants of each window in order and, step by step, when each step is reached. Counts run on through `accum`, less
 * what they were where the window begins; when a step is reached is carried to the later instants by `filldown`. Neither has a limit.
 */
export function lowerSequenceRule(
  bound: BoundSequenceRule<'splunk'>,
  shape: Shape,
  range: Range | undefined,
): Lowering<string> {
  const { rule, target } = bound;
  const { size, every } = rule.window;
  const fields = makeFields(bound);
  const steps = combine(rule.steps.map((step) => lowerPredicate(predicates, step.where, fields)));
  const bounds = boundsOf({ shape, range, size, every, delay: target.delay }, rule.span);
  const events = pair(planEvents(bound, fields), blur(steps), (plan, tests) => ({ plan, tests }));
  return pair(events, bounds, ({ plan, tests }, looks) => {
    const reached = tests.map((_, i) => variable.reached(i + 1));
    return writeSearchText([
      writeSearch(target, looks.search),
      ...writeEvents(plan),
      ...writeInstants(tests, plan.group, rule.window, looks),
      ...rule.steps.flatMap(({ atLeast }, i) => writeStep(i + 1, atLeast)),
      writeStats(
        reached.map((name) => `min(${name}) AS ${name}`),
        [...plan.group.map(({ name }) => name), variable.end],
      ),
      ...writeWhere([`${reached.at(-1)} < ${never}`]),
      ...writeFindings(
        bound,
        rule.steps.map(({ name }, i) => [variable.reached(i + 1), name] as const),
      ),
    ]);
  });
}

/** A row for each instant of each window that has events of the steps, in order, and whether it is the first of its window. */
function writeInstants(
  tests: readonly string[],
  group: readonly Column[],
  window: Window,
  bounds: Bounds,
): readonly string[] {
  const by = group.map(({ name }) => name);
  const names = tests.map((_, i) => variable.test(i + 1));
  const sums = names.map((name) => `sum(${name}) AS ${name}`);
  const block = [...by, variable.end];
  const isSame = block.map((name) => `${name} = ${variable.previous(name)}`).join(' AND ');
  return [
    ...writeGroups(group, window, false),
    ...writeEval(tests.map((test, i) => `${names[i]} = if(${test}, 1, 0)`)),
    ...writeWhere([
      join(
        names.map((name) => `${name} > 0`),
        'OR',
      ),
    ]),
    writeStats(sums, [...by, variable.pane, variable.time]),
    ...writeEnds(window, bounds),
    writeStats(sums, [...block, variable.time]),
    `sort 0 ${[...block, variable.time].join(', ')}`,
    `streamstats current=f window=1 ${block.map((name) => `last(${name}) AS ${variable.previous(name)}`).join(', ')}`,
    ...writeEval([`${variable.order} = if(${isSame}, 1, 0)`]),
  ];
}

/** When a step is reached: at the instant at which so many of its events, each later than the step before, have come. */
function writeStep(index: number, atLeast: number): readonly string[] {
  const [test, rank, head] = [variable.test(index), variable.rank(index), variable.head(index)];
  const reached = variable.reached(index);
  const isFirst = `${variable.order} = 0`;
  // None of its events comes before the first step, and so none at the first instant.
  const [later, before] =
    index === 1
      ? [[], `${rank} - ${test}`]
      : [[`${test} = if(${variable.time} > ${variable.reached(index - 1)}, ${test}, 0)`], rank];
  const count = `${rank} - ${head}`;
  return [
    ...writeEval([...later, `${rank} = ${test}`]),
    `accum ${rank}`,
    ...writeEval([`${head} = if(${isFirst}, ${before}, null())`]),
    `filldown ${head}`,
    ...writeEval([
      `${reached} = case(${count} >= ${atLeast} AND ${count} - ${test} < ${atLeast}, ${variable.time}, ${isFirst}, ${never})`,
    ]),
    `filldown ${reached}`,
  ];
}
