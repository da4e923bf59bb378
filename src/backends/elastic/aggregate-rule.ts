import type { BoundAggregateRule } from '../../bind/bound-rule.js';
import type { Window } from '../../ir/rule.js';
import type { Range, Shape } from '../backend.js';
import { chain, combine, deviationsOf, exact, type Lowering, map, pair } from '../lowering.js';
import { lowerSampling } from '../sampling.js';
import { lowerPredicate } from '../tables.js';
import { type Aggregate, makeAggregates } from './aggregates.js';
import { defineFields, makeNamer, type Namer, writeTime } from './columns.js';
import { lowerCondition } from './condition.js';
import { atom, type Expression } from './expression.js';
import { writeHeader } from './header.js';
import { writeDuration, writeIndex, writeName } from './literal.js';
import { lowerSignal } from './measures.js';
import { writeEval, writeResult, writeStats, writeWhere } from './pipeline.js';
import { predicates } from './predicates.js';
import { type Bounds, boundsOf, liveProviso } from './range.js';
import { refuseClash } from './row-columns.js';

/**
 * An aggregate rule as one query: fields with one value or none; the events that count; their panes, each `every` long; the panes
 * of each window end; the signals; the condition. Expanding panes rather than events keeps the work apart from the log's volume.
 */
export function lowerAggregateRule(
  bound: BoundAggregateRule<'elastic'>,
  shape: Shape,
  range: Range | undefined,
): Lowering<string> {
  const { rule, target } = bound;
  const clash = refuseClash(rule, ['window_end', ...rule.signals.map((signal) => signal.name)]);
  if (clash !== undefined) return clash;
  const places = [...bound.fields.values()].map(({ place }) => (place.kind === 'field' ? place.name : ''));
  const name = makeNamer([
    'window_end',
    target.time,
    ...bound.fields.keys(),
    ...places,
    ...rule.signals.map((signal) => signal.name),
  ]);
  const columns = defineFields(bound, name);
  const aggregates = makeAggregates(name);
  const groups = rule.by.map((field) => columns.of(field));

  const where =
    rule.where === undefined
      ? combine<Expression>([])
      : combine([lowerPredicate(predicates, rule.where, columns)]);
  const signals = rule.signals.map((signal) => lowerSignal(signal, { columns, aggregates }));
  const tests = new Map(rule.signals.map((signal, i) => [signal.name, signals[i]]));
  const condition = lowerCondition(rule.condition, (signal) => {
    const lowered = tests.get(signal);
    if (lowered === undefined) throw new Error(`the condition names ${signal}, which is not a signal`);
    return map(lowered, ({ test }) => test);
  });

  const found = pair(where, pair(combine(signals), condition, join), (filter, rest) => ({ filter, ...rest }));
  const parts = chain(lowerSampling(bound), () => found);
  const bounds = boundsOf(shape, range, rule.window.size, rule.window.every, target.delay);
  return chain(parts, ({ filter, values, holds }) => {
    const present = groups.map((group) => atom(`${writeName(group)} IS NOT NULL`, false));
    const stages = [
      `FROM ${writeIndex(target.index)}`,
      ...writeWhere(inRange(target.time, bounds)),
      ...writeEval(columns.definitions.map(([column, value]) => [writeName(column), value])),
      ...writeWhere([...filter, ...present]),
      ...writeWindows(rule.window, bounds, target.time, groups, aggregates.all(), name),
      ...writeEval(values.map((signal) => [writeName(signal.name), signal.value])),
      ...writeWhere([holds]),
      ...writeResult(
        [...rule.by.map((field) => field.name), 'window_end', ...rule.signals.map((signal) => signal.name)],
        rule.by.flatMap((field, i) =>
          groups[i] === field.name ? [] : [[groups[i] ?? '', field.name] as const],
        ),
        ['window_end', ...rule.by.map((field) => field.name)],
      ),
    ];
    const { size, every } = rule.window;
    const header = writeHeader({
      rule,
      scope: `${shape}: windows of ${writeDuration(size)}, an end every ${writeDuration(every)}; ends: ${bounds.words}`,
      identity: [...rule.by.map((field) => field.name), 'window_end'],
      deviations: deviationsOf(parts),
      ...(shape === 'live' ? { proviso: liveProviso(target.delay) } : {}),
    });
    return exact(`${header}\n${stages.join('\n')}\n`);
  });
}

function join<V, T>(values: V, holds: T): { readonly values: V; readonly holds: T } {
  return { values, holds };
}

/** The events of a range; an event without a time, or with several, is not one of them. */
export function inRange(time: string, { eventsFrom, upTo }: Bounds): readonly Expression[] {
  const column = writeName(time);
  return [atom(`${column} >= ${eventsFrom}`, true), atom(`${column} < ${upTo}`, true)];
}

/** From events to one row a group and window end. */
function writeWindows(
  window: Window,
  bounds: Bounds,
  time: string,
  groups: readonly string[],
  aggregates: readonly Aggregate[],
  name: Namer,
): readonly string[] {
  const by = groups.map(writeName);
  const pane = name('pane');
  const start = `DATE_TRUNC(${writeDuration(window.every)}, ${writeTime(time)})`;
  const ofEvents = aggregates.map(({ column, pane: expression }) => [column, expression] as const);
  const ofPanes = aggregates.map(({ column, window: expression }) => [column, expression] as const);
  const inBounds = [atom(`window_end > ${bounds.after}`, false), atom(`window_end <= ${bounds.upTo}`, false)];
  if (window.size === window.every)
    return [
      `| EVAL window_end = ${start} + ${writeDuration(window.every)}`,
      ...writeWhere(inBounds),
      writeStats(ofEvents, [...by, 'window_end']),
    ];
  const panes = [`| EVAL ${pane} = ${start}`, writeStats(ofEvents, [...by, pane])];
  return [
    ...panes,
    ...(bounds.ends === undefined
      ? [...expandPanes(window, pane, name), ...writeWhere(inBounds)]
      : expandEnds(window, bounds.upTo, bounds.ends, pane, name)),
    writeStats(ofPanes, [...by, 'window_end']),
  ];
}

/** Each pane once for each of the window ends that it lies before: the next one and those after it. */
function expandPanes({ size, every }: Window, pane: string, name: Namer): readonly string[] {
  const count = size / every;
  const fine = name('step');
  if (count <= perExpansion)
    return [
      `| EVAL ${fine} = [${countFrom(1, count, 1)}]`,
      `| MV_EXPAND ${fine}`,
      `| EVAL window_end = TO_DATETIME((TO_LONG(${pane}) / ${every} + ${fine}) * ${every})`,
    ];
  const coarse = name('leap');
  const last = count % perExpansion === 0 ? [] : [`| WHERE ${coarse} + ${fine} <= ${count}`];
  return [
    `| EVAL ${coarse} = [${countFrom(0, Math.ceil(count / perExpansion), perExpansion)}], ${fine} = [${countFrom(1, perExpansion, 1)}]`,
    `| MV_EXPAND ${coarse}`,
    `| MV_EXPAND ${fine}`,
    ...last,
    `| EVAL window_end = TO_DATETIME((TO_LONG(${pane}) / ${every} + ${coarse} + ${fine}) * ${every})`,
  ];
}

/** How many values one expansion has at most; longer ones are two, so that the query stays short. */
const perExpansion = 96;

/** Each pane once for each of a few ends, and of these the ends whose window holds it. */
function expandEnds(
  { size, every }: Window,
  last: string,
  ends: number,
  pane: string,
  name: Namer,
): readonly string[] {
  const back = name('back');
  return [
    `| EVAL ${back} = [${countFrom(0, ends, 1)}]`,
    `| MV_EXPAND ${back}`,
    `| EVAL window_end = TO_DATETIME(TO_LONG(${last}) - ${back} * ${every})`,
    `| WHERE ${pane} >= window_end - ${writeDuration(size)}\n    AND ${pane} < window_end`,
  ];
}

function countFrom(first: number, count: number, step: number): string {
  return Array.from({ length: count }, (_, i) => first + i * step).join(', ');
}
