import { type Aggregate, overParts } from './aggregate.js';
import type { Aggregates, Pass } from './aggregates.js';
import type { Namer } from './columns.js';
import { type Definition, writeEval, writeStats } from './pipeline.js';
import type { Spectrum } from './spectra.js';

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
    ...aggregates.recurring().map(({ column }) => column),
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
