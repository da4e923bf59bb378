import type { Window } from '../../../ir/rule.js';
import { type Aggregate, overEvents, overParts } from './aggregate.js';
import { type Namer, writeTime } from './columns.js';
import { atom, type Expression } from './expression.js';
import { writeDuration, writeName } from './literal.js';
import { writeStats, writeWhere } from './pipeline.js';
import type { Bounds } from './range.js';
import { countRecurrences, type Distinct } from './recurrences.js';
import type { Spectrum } from './spectra.js';

/** The events of a range; an event without a time, or with several, is not one of them. */
export function inRange(time: string, { eventsFrom, upTo }: Bounds): readonly Expression[] {
  const column = writeName(time);
  return [atom(`${column} >= ${eventsFrom}`, true), atom(`${column} < ${upTo}`, true)];
}

/** What is asked of the windows. */
export interface Wanted {
  readonly aggregates: readonly Aggregate[];
  /** Counted where windows overlap, by where values recur. */
  readonly recurring?: readonly Distinct[];
  readonly spectrum?: Spectrum | undefined;
}

/** From events to one row a group and window end, or where there is a spectrum, one for each of its values too. */
export function writeWindows(
  window: Window,
  bounds: Bounds,
  time: string,
  groups: readonly string[],
  { aggregates, recurring = [], spectrum }: Wanted,
  name: Namer,
): readonly string[] {
  const by = [...groups.map(writeName), ...(spectrum?.keys ?? [])];
  const pane = name('pane');
  const start = `DATE_TRUNC(${writeDuration(window.every)}, ${writeTime(time)})`;
  const ofEvents = aggregates.map((one) => overEvents(one, spectrum?.once));
  const counted = [...aggregates];
  if (spectrum !== undefined) {
    ofEvents.push([spectrum.times, 'COUNT(*)']);
    counted.push({ column: spectrum.times, over: 'COUNT(*)', again: 'SUM' });
  }
  const inBounds = [atom(`window_end > ${bounds.after}`, false), atom(`window_end <= ${bounds.upTo}`, false)];
  if (window.size === window.every)
    return [
      `| EVAL window_end = ${start} + ${writeDuration(window.every)}`,
      ...writeWhere(inBounds),
      writeStats(ofEvents, [...by, 'window_end']),
    ];
  const panes = { size: window.size / window.every, every: window.every };
  const recurrences =
    recurring.length === 0 ? undefined : countRecurrences(recurring, aggregates, by, pane, panes, name);
  return [
    `| EVAL ${pane} = ${start}`,
    ...(recurrences === undefined ? [writeStats(ofEvents, [...by, pane])] : recurrences.stages),
    ...(bounds.ends === undefined
      ? [...expandPanes(window, pane, recurrences?.lasts, name), ...writeWhere(inBounds)]
      : expandEnds(window, bounds.upTo, bounds.ends, pane, recurrences?.lasts, name)),
    writeStats([...counted, ...(recurrences?.counts ?? [])].map(overParts), [...by, 'window_end']),
  ];
}

/** Each pane once for each of the window ends that it lies before: the next one and those after it. */
function expandPanes(
  { size, every }: Window,
  pane: string,
  lasts: string | undefined,
  name: Namer,
): readonly string[] {
  const count = size / every;
  const fine = name('step');
  if (count <= perExpansion)
    return [
      `| EVAL ${fine} = [${countFrom(1, count, 1)}]`,
      `| MV_EXPAND ${fine}`,
      ...(lasts === undefined ? [] : [`| WHERE ${fine} <= ${lasts}`]),
      `| EVAL window_end = TO_DATETIME((TO_LONG(${pane}) / ${every} + ${fine}) * ${every})`,
    ];
  const coarse = name('leap');
  const most = lasts ?? (count % perExpansion === 0 ? undefined : String(count));
  const last = most === undefined ? [] : [`| WHERE ${coarse} + ${fine} <= ${most}`];
  return [
    `| EVAL ${coarse} = [${countFrom(0, Math.ceil(count / perExpansion), perExpansion)}], ${fine} = [${countFrom(1, perExpansion, 1)}]`,
    `| MV_EXPAND ${coarse}`,
    ...(lasts === undefined ? [] : [`| WHERE ${coarse} < ${lasts}`]),
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
  lasts: string | undefined,
  name: Namer,
): readonly string[] {
  const back = name('back');
  return [
    `| EVAL ${back} = [${countFrom(0, ends, 1)}]`,
    `| MV_EXPAND ${back}`,
    `| EVAL window_end = TO_DATETIME(TO_LONG(${last}) - ${back} * ${every})`,
    lasts === undefined
      ? `| WHERE ${pane} >= window_end - ${writeDuration(size)}\n    AND ${pane} < window_end`
      : `| WHERE ${pane} < window_end\n    AND TO_LONG(window_end) - TO_LONG(${pane}) <= ${lasts} * ${every}`,
  ];
}

function countFrom(first: number, count: number, step: number): string {
  return Array.from({ length: count }, (_, i) => first + i * step).join(', ');
}
