import type { BoundSequenceRule } from '../../../bind/bound-rule.js';
import type { SequenceRule, Step } from '../../../ir/rule.js';
import type { Range, Shape } from '../../backend.js';
import { blur, chain, combine, deviationsOf, type Lowering, map, pair } from '../../lowering.js';
import { lowerSampling } from '../../sampling.js';
import { lowerPredicate } from '../../tables.js';
import type { Aggregate } from './aggregate.js';
import { type FieldColumns, type Namer, writeTime } from './columns.js';
import { anyOf, type Expression } from './expression.js';
import { writeName } from './literal.js';
import { type Definition, writeEval, writeStats } from './pipeline.js';
import { predicates } from './predicates.js';
import { documentIdentity } from './row-columns.js';
import { planWindowQuery } from './window-query.js';
import { writeWindows } from './windows.js';

/**
 * A sequence as one query: of each window the first step's earliest times and the later steps' sets of them; then, step by step, the
 * times that come after the step before. The work grows with the events that are in a step at all. A step's column holds its time.
 */
export function lowerSequenceRule(
  bound: BoundSequenceRule<'elastic'>,
  shape: Shape,
  range: Range | undefined,
): Lowering<string> {
  const { rule, target } = bound;
  const query = planWindowQuery(bound, shape, range, documentIdentity);
  if ('fidelity' in query) return query;
  const { name, columns, group, bounds, by } = query;
  const parts = chain(lowerSampling(bound), () => lowerParts(rule, columns));
  return map(parts, ({ filter, tests }) => {
    const instant = name('instant');
    const key = name('event_key');
    const stepped = rule.steps.map((step, i) => planStep(step, i === 0, tests[i], { instant, key, name }));
    const needsKey = stepped.some(({ isKeyed }) => isKeyed);
    const time = writeTime(target.time);
    const stages = [
      ...writeEval([[instant, time], ...(needsKey ? [[key, keyOf(time)] as const] : [])]),
      ...writeWindows(
        rule.window,
        bounds,
        target.time,
        group.columns,
        { aggregates: stepped.map(({ aggregate }) => aggregate) },
        name,
      ),
      ...followSteps(stepped, by, name),
    ];
    const metadata = needsKey ? documentIdentity : [];
    return query.write({ metadata, filter: [...filter, anyOf(tests)], stages }, deviationsOf(parts));
  });
}

/** Added to an instant, it makes its text one of 16 digits, which sorts as the instant does. */
const shift = 2_000_000_000_000_000;

/** A text for each event, no two alike, which sorts by time: a set of instants would lose all but one event of an instant. */
function keyOf(time: string): string {
  return `CONCAT(TO_STRING(TO_LONG(${time}) + ${shift}), " ", _index, " ", _id)`;
}

function lowerParts(
  rule: SequenceRule,
  columns: FieldColumns,
): Lowering<{ readonly filter: readonly Expression[]; readonly tests: readonly Expression[] }> {
  const asked = rule.where === undefined ? [] : [lowerPredicate(predicates, rule.where, columns)];
  const steps = rule.steps.map((step) => lowerPredicate(predicates, step.where, columns));
  return pair(blur(combine(asked)), blur(combine(steps)), (filter, tests) => ({ filter, tests }));
}

/** A step, and what of its events is kept until the step before is known. */
interface PlannedStep {
  /** Its column, as it is written: the time at which it is complete. */
  readonly column: string;
  readonly atLeast: number;
  readonly aggregate: Aggregate;
  readonly isKeyed: boolean;
}

interface Columns {
  readonly instant: string;
  readonly key: string;
  readonly name: Namer;
}

function planStep(
  { name: step, atLeast }: Step,
  isFirst: boolean,
  where: Expression | undefined,
  { instant, key, name }: Columns,
): PlannedStep {
  if (where === undefined) throw new Error(`the step ${step} has no test`);
  const column = writeName(step);
  const kept = writeName(name(`${step}_instants`));
  const plan = (aggregate: Omit<Aggregate, 'where'>, isKeyed = false): PlannedStep => ({
    column,
    atLeast,
    aggregate: { ...aggregate, where },
    isKeyed,
  });
  if (isFirst && atLeast === 1) return plan({ column, over: `MIN(${instant})`, again: 'MIN' });
  if (isFirst)
    return plan({ column: kept, over: `TOP(${instant}, ${atLeast}, "asc")`, again: `TOP ${atLeast}` });
  if (atLeast === 1) return plan({ column: kept, over: `VALUES(${instant})`, again: 'VALUES' });
  return plan({ column: kept, over: `VALUES(${key})`, again: 'VALUES' }, true);
}

/** Each step's time from the one before, and only windows in which it has one. */
function followSteps(steps: readonly PlannedStep[], by: readonly string[], name: Namer): readonly string[] {
  return steps.flatMap((step, i) => {
    const { column, atLeast, aggregate } = step;
    const complete = [
      ...(atLeast === 1 ? [] : [completeStep(column, aggregate.column, atLeast)]),
      `| WHERE ${column} IS NOT NULL`,
    ];
    const before = steps[i - 1];
    if (before === undefined) return complete;
    const candidate = name('candidate');
    const done = steps.slice(0, i).map((one): Definition => [one.column, `MAX(${one.column})`]);
    const waiting = steps
      .slice(i + 1)
      .map(({ aggregate: { column: kept } }): Definition => [kept, `VALUES(${kept})`]);
    const own: Definition =
      atLeast === 1
        ? [column, `MIN(${candidate})`]
        : [aggregate.column, `TOP(${candidate}, ${atLeast}, "asc")`];
    return [
      `| EVAL ${candidate} = ${aggregate.column}`,
      `| MV_EXPAND ${candidate}`,
      ...(step.isKeyed
        ? [`| EVAL ${candidate} = TO_DATETIME(TO_LONG(LEFT(${candidate}, 16)) - ${shift})`]
        : []),
      `| WHERE ${candidate} > ${before.column}`,
      writeStats([...done, own, ...waiting], by),
      ...complete,
    ];
  });
}

function completeStep(column: string, kept: string, atLeast: number): string {
  return `| EVAL ${column} = CASE(MV_COUNT(${kept}) == ${atLeast}, MV_MAX(${kept}))`;
}
