import type { Bound, MeasureOf } from '../../../ir/measure.js';
import type { Aggregates } from './aggregates.js';
import type { FieldColumns } from './columns.js';
import { allOf, atom, type Expression } from './expression.js';
import { writeName, writeNumber } from './literal.js';

/**
 * Whether the nearest rank is within its bound, by two counts: it is above T exactly where fewer values than its rank are T or less.
 * PERCENTILE interpolates between values that it keeps approximately, and so cannot decide (contract, section 5: the value may be left out).
 * @param atLeast how many values there must be
 */
export function testPercentile(
  { field, p }: MeasureOf<'percentile'>,
  name: string,
  bound: Bound,
  atLeast: number,
  { aggregates, columns }: { readonly aggregates: Aggregates; readonly columns: FieldColumns },
): Expression {
  const column = columns.of(field);
  const present = aggregates.present(column);
  const [part, whole] = reduce(p, 100_000);
  // The rank, rounded up by whole numbers.
  const rank = aggregates.derive(
    `${name}_rank`,
    whole === 1 ? present : `(${part} * ${present} + ${whole - 1}) / ${whole}`,
  );
  const below = (order: '<' | '<=', value: number) =>
    aggregates.count(
      atom(`${writeName(column)} ${order} ${writeNumber(value)}`, true),
      `${name}_${order === '<' ? 'below' : 'up_to'}`,
    );
  const enough = atom(`${present} >= ${writeNumber(Math.max(1, atLeast))}`, false);
  const tests = ((): readonly string[] => {
    switch (bound.kind) {
      case 'above':
        return [`${below('<=', bound.value)} < ${rank}`];
      case 'at_least':
        return [`${below('<', bound.value)} < ${rank}`];
      case 'below':
        return [`${below('<', bound.value)} >= ${rank}`];
      case 'at_most':
        return [`${below('<=', bound.value)} >= ${rank}`];
      case 'between':
        return [`${below('<', bound.low)} < ${rank}`, `${below('<=', bound.high)} >= ${rank}`];
    }
  })();
  return allOf([enough, ...tests.map((text) => atom(text, false))]);
}

function reduce(part: number, whole: number): readonly [number, number] {
  let [a, b] = [part, whole];
  while (b > 0) [a, b] = [b, a % b];
  return [part / a, whole / a];
}
