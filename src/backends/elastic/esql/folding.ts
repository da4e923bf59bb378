import type { Aggregate, Aggregates, Pass } from './aggregates.js';
import type { Namer } from './columns.js';
import { type Definition, writeEval, writeStats } from './pipeline.js';
import type { Spectrum } from './spectra.js';

/** An aggregate over events, as a definition of STATS. */
export function overEvents({ column, over, where, again }: Aggregate, once: string | undefined): Definition {
  // Sets, least and greatest values do not mind an event that is there more than once.
  const tests = [
    ...(once !== undefined && again === 'SUM' ? [once] : []),
    ...(where === undefined
      ? []
      : [once !== undefined && where.binding === 'or' ? `(${where.text})` : where.text]),
  ];
  return [column, tests.length === 0 ? over : `${over} WHERE ${tests.join(' AND ')}`];
}

/** The same over parts of what it is wanted of. */
export function overParts({ column, again }: Aggregate): Definition {
  return [
    column,
    again.startsWith('TOP ') ? `TOP(${column}, ${again.slice(4)}, "asc")` : `${again}(${column})`,
  ];
}

/** One row a window from one a window and value. */
export function foldSpectrum(
  spectrum: Spectrum,
  aggregates: readonly Aggregate[],
  by: readonly string[],
): string {
  return writeStats([...aggregates.map(overParts), ...spectrum.answers], by);
}

/** The columns derived of a window, and each pass over a list, after which there is one row a window again. */
export function writePasses(
  aggregates: Aggregates,
  spectrum: Spectrum | undefined,
  by: readonly string[],
  name: Namer,
): readonly string[] {
  const passes = aggregates.passes();
  const derived = writeEval(aggregates.derived());
  if (passes.length === 0) return derived;
  const lists = new Set(passes.map(({ list }) => list));
  const kept: Definition[] = [
    ...aggregates.all().flatMap(({ column, again }): string[] => (again === 'VALUES' ? [] : [column])),
    ...(spectrum?.answers ?? []).flatMap(([column]) => (spectrum?.lists.has(column) ? [] : [column])),
    ...aggregates.derived().flatMap(([column]) => (lists.has(column) ? [] : [column])),
  ].map((column) => [column, `MAX(${column})`]);
  const stages = passes.flatMap((pass, i) => {
    const later = passes.slice(i + 1).map(({ list }): Definition => [list, `VALUES(${list})`]);
    const done = passes.slice(0, i).map(({ column }): Definition => [column, `MAX(${column})`]);
    return writePass(pass, [...kept, ...done, ...later], by, name);
  });
  return [...derived, ...stages];
}

function writePass(
  { column, list, sum }: Pass,
  carried: readonly Definition[],
  by: readonly string[],
  name: Namer,
): readonly string[] {
  const [point, first, second] = [name('point'), name('one'), name('other')];
  return [
    `| EVAL ${point} = ${list}`,
    `| MV_EXPAND ${point}`,
    `| DISSECT ${point} "%{${first}} %{${second}}"`,
    writeStats([...carried, [column, `SUM(${sum(`TO_DOUBLE(${first})`, `TO_DOUBLE(${second})`)})`]], by),
  ];
}
