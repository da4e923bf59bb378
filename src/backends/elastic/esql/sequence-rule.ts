import type { BoundSequenceRule } from '../../../bind/bound-rule.js';
import type { SequenceRule, Step } from '../../../ir/rule.js';
import type { Range, Shape } from '../../backend.js';
import { blur, chain, combine, deviationsOf, type Lowering, map, pair } from '../../lowering.js';
import { lowerSampling } from '../../sampling.js';
import { lowerPredicate } from '../../tables.js';
import type { Aggregate } from './aggregate.js';
import { defineFields, type FieldColumns, makeNamer, type Namer, placeNames, writeTime } from './columns.js';
import { anyOf, type Expression } from './expression.js';
import { defineGroup } from './group.js';
import { writeHeader } from './header.js';
import { writeDuration, writeIndex, writeName } from './literal.js';
import { type Definition, writeEval, writeResult, writeStats, writeWhere } from './pipeline.js';
import { predicates } from './predicates.js';
import { boundsOf, liveProviso } from './range.js';
import { refuseClash } from './row-columns.js';
import { inRange, writeWindows } from './windows.js';

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
  const { size, every } = rule.window;
  const steps = rule.steps.map((step) => step.name);
  const clash = refuseClash(rule, ['window_end', ...steps]);
  if (clash !== undefined) return clash;
  const name = makeNamer([
    'window_end',
    target.time,
    ...identity,
    ...bound.fields.keys(),
    ...placeNames(bound),
    ...steps,
  ]);
  const columns = defineFields(bound, name);
  const group = defineGroup(rule.by, columns);
  const bounds = boundsOf(shape, range, size, every, target.delay);
  const by = [...group.columns.map(writeName), 'window_end'];
  const parts = chain(lowerSampling(bound), () => lowerParts(rule, columns));
  return map(parts, ({ filter, tests }) => {
    const header = writeHeader({
      rule,
      scope: `${shape}: windows of ${writeDuration(size)}, an end every ${writeDuration(every)}; ends: ${bounds.words}`,
      identity: [...group.names, 'window_end'],
      deviations: deviationsOf(parts),
      ...(shape === 'live' ? { proviso: liveProviso(target.delay) } : {}),
    });
    const instant = name('instant');
    const key = name('event_key');
    const stepped = rule.steps.map((step, i) => planStep(step, i === 0, tests[i], { instant, key, name }));
    const needsKey = stepped.some(({ isKeyed }) => isKeyed);
    const time = writeTime(target.time);
    const stages = [
      `FROM ${writeIndex(target.index)}${needsKey ? ` METADATA ${identity.join(', ')}` : ''}`,
      ...writeWhere(inRange(target.time, bounds)),
      ...writeEval(columns.definitions.map(([column, value]) => [writeName(column), value])),
      ...writeWhere([...filter, anyOf(tests), ...group.present]),
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
      ...writeResult([...group.names, 'window_end', ...steps], group.renames, ['window_end', ...group.names]),
    ];
    return `${header}\n${stages.join('\n')}\n`;
  });
}

/** What tells one document from all others. */
const identity = ['_index', '_id'];

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
