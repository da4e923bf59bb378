import type { Window } from '../../../ir/rule.js';
import type { Aggregate } from './aggregates.js';
import { type Namer, writeTime } from './columns.js';
import { atom, type Expression } from './expression.js';
import { overEvents, overParts } from './folding.js';
import { writeDuration, writeName } from './literal.js';
import { writeStats, writeWhere } from './pipeline.js';
import type { Bounds } from './range.js';
import type { Spectrum } from './spectra.js';

/** The events of a range; an event without a time, or with several, is not one of them. */
export function inRange(time: string, { eventsFrom, upTo }: Bounds): readonly Expression[] {
  const column = writeName(time);
  return [atom(`${column} >= ${eventsFrom}`, true), atom(`${column} < ${upTo}`, true)];
}

/** From events to one row a group and window end, or where there is a spectrum, one for each of its values too. */
export function writeWindows(
  window: Window,
  bounds: Bounds,
  time: string,
  groups: readonly string[],
  aggregates: readonly Aggregate[],
  name: Namer,
  spectrum?: Spectrum,
): readonly string[] {
  const by = [...groups.map(writeName), ...(spectrum?.keys ?? [])];
  const pane = name('pane');
  const start = `DATE_TRUNC(${writeDuration(window.every)}, ${writeTime(time)})`;
  const counted: readonly Aggregate[] =
    spectrum === undefined
      ? aggregates
      : [...aggregates, { column: spectrum.times, over: 'COUNT(*)', again: 'SUM' }];
  const times = spectrum?.times;
  const ofEvents = counted.map((one) => overEvents(one, one.column === times ? undefined : spectrum?.once));
  const ofPanes = counted.map(overParts);
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
