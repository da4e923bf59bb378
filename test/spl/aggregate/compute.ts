import { type Search, scopeOf } from '../commands/command.js';
import type { Row, Single, Value } from '../value.js';
import { type Aggregation, valuesIn } from './clause.js';

/** The statistics of some rows, by name. */
export type Compute = (rows: readonly Row[]) => [string, Value][];

/** Computes statistics; what a row adds to one is computed once, in however many groups the row may be. */
export function openCompute(aggregations: readonly Aggregation[], search: Search): Compute {
  const added = aggregations.map(() => new Map<Row, readonly Single[]>());
  return (members) =>
    aggregations.map(({ name, statistic, argument }, index) => {
      const values: Single[] = [];
      const rows: Row[] = [];
      for (const row of members) {
        let adds = added[index]?.get(row);
        if (adds === undefined) {
          adds = valuesIn(argument, scopeOf(row, search));
          added[index]?.set(row, adds);
        }
        for (const value of adds) {
          values.push(value);
          rows.push(row);
        }
      }
      return [name, statistic({ values, rows })];
    });
}

/** A row with some fields set, those without a value taken away. */
export function set(before: Row, entries: readonly (readonly [string, Value])[]): Row {
  const row = new Map(before);
  for (const [name, value] of entries)
    if (value === null) row.delete(name);
    else row.set(name, value);
  return row;
}
