import { fail } from '../failure.js';
import {
  compareText,
  fromValues,
  isNumber,
  isUnsure,
  number,
  readNumber,
  type Single,
  sureText,
  unsure,
  type Value,
} from '../value.js';
import type { Gathering } from './gathering.js';
import { percentile } from './percentile.js';
import { timeOf } from './time-of.js';

/** The values that are numbers; texts that are none are left out; doubtful ones end the search. */
export function numbersOf(values: readonly Single[]): number[] {
  const numbers: number[] = [];
  for (const value of values) {
    const read = isNumber(value) ? value : readNumber(value);
    if (read === undefined) continue;
    if (isUnsure(read)) return fail('undocumented', read.reason);
    numbers.push(read.value);
  }
  return numbers;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

function overNumbers(compute: (numbers: readonly number[]) => number): Statistic {
  return ({ values }) => {
    const numbers = numbersOf(values);
    return numbers.length === 0 ? null : number(compute(numbers));
  };
}

/** Sum of squared deviations from the mean over a divisor. */
function variance(numbers: readonly number[], divisor: number): number {
  const mean = total(numbers) / numbers.length;
  return divisor === 0 ? 0 : total(numbers.map((one) => (one - mean) ** 2)) / divisor;
}

/** min and max: as numbers where they are, else as texts; numbers come before texts (max function, "Usage"). */
function extreme(sign: 1 | -1): Statistic {
  return ({ values }) => {
    let best: { single: Single; read: number | string } | undefined;
    for (const single of values) {
      const read = isNumber(single) ? single : readNumber(single);
      if (isUnsure(read ?? null)) return unsure(`whether ${sureText(single)} is a number for min or max`);
      const key = read === undefined || isUnsure(read) ? sureText(single) : read.value;
      if (best === undefined || orderOf(key, best.read) * sign > 0) best = { single, read: key };
    }
    if (best === undefined) return null;
    return typeof best.read === 'number' && !isNumber(best.single)
      ? (readNumber(best.single) ?? null)
      : best.single;
  };
}

function orderOf(a: number | string, b: number | string): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  return typeof b === 'number' ? 1 : compareText(a, b);
}

const distinct = (values: readonly Single[]): string[] => [...new Set(values.map(sureText))];

/** earliest and latest: by _time, whatever the order of the rows; of equal times no page says which. */
function byTime(sign: 1 | -1): Statistic {
  return ({ values, rows }) => {
    let best: { value: Single; time: number } | undefined;
    let tie = false;
    for (const [index, value] of values.entries()) {
      const time = timeOf(rows[index])?.value ?? fail('undocumented', 'earliest and latest without _time');
      if (best === undefined || (time - best.time) * sign > 0) {
        best = { value, time };
        tie = false;
      } else if (time === best.time && sureText(value) !== sureText(best.value)) tie = true;
    }
    if (best === undefined) return null;
    return tie ? unsure('which of several values at one time is the earliest or the latest') : best.value;
  };
}

export type Statistic = (gathering: Gathering) => Value;

/** Statistical functions of `stats`, `eventstats` and `streamstats`, but for percentiles. */
const statistics: Record<string, Statistic> = {
  count: ({ values }) => number(values.length),
  dc: ({ values }) => number(distinct(values).length),
  /** Exact below a thousand distinct values (limits.conf, approx_dc_threshold); an estimate above. */
  estdc: ({ values }) => {
    const count = distinct(values).length;
    return count < 1000 ? number(count) : unsure('what estdc estimates beyond 1,000 distinct values');
  },
  sum: overNumbers(total),
  sumsq: overNumbers((numbers) => total(numbers.map((one) => one * one))),
  avg: overNumbers((numbers) => total(numbers) / numbers.length),
  /** Of a single value the sample deviation is 0 (stats command, extended example 3). */
  stdev: overNumbers((numbers) => Math.sqrt(variance(numbers, numbers.length - 1))),
  stdevp: overNumbers((numbers) => Math.sqrt(variance(numbers, numbers.length))),
  var: overNumbers((numbers) => variance(numbers, numbers.length - 1)),
  varp: overNumbers((numbers) => variance(numbers, numbers.length)),
  range: overNumbers(
    (numbers) => numbers.reduce((a, b) => Math.max(a, b)) - numbers.reduce((a, b) => Math.min(a, b)),
  ),
  min: extreme(-1),
  max: extreme(1),
  first: ({ values }) => values[0] ?? null,
  last: ({ values }) => values.at(-1) ?? null,
  earliest: byTime(-1),
  latest: byTime(1),
  /** Distinct values in lexicographic order. */
  values: ({ values }) => fromValues(distinct(values).sort(compareText)),
  /** At most a hundred values come back; beyond, they would be cut. */
  list: ({ values }) =>
    values.length > 100 ? fail('limit', 'list() returns the first 100 values only') : fromValues(values),
  mode: ({ values }) => {
    const counts = new Map<string, number>();
    for (const value of values) counts.set(sureText(value), (counts.get(sureText(value)) ?? 0) + 1);
    const most = Math.max(0, ...counts.values());
    const [best, ...others] = [...counts].filter(([, count]) => count === most);
    if (best === undefined) return null;
    return others.length > 0 ? unsure('which of the commonest values mode() returns') : best[0];
  },
  median: ({ values }) => percentile(values, 50, 'median'),
};
const aliases: Record<string, string> = { c: 'count', distinct_count: 'dc', mean: 'avg' };

/** The statistical function of a name, such as `dc`, `p95` or `exactperc99.9`; any other is refused. */
export function statisticOf(name: string): Statistic {
  const lower = name.toLowerCase();
  const [, kind, rank] = /^(perc|p|exactperc|upperperc)(\d+(?:\.\d+)?)$/.exec(lower) ?? [];
  if (kind !== undefined)
    return ({ values }) => percentile(values, Number(rank), kind === 'exactperc' ? 'exactperc' : 'perc');
  const known = aliases[lower] ?? lower;
  const statistic = Object.hasOwn(statistics, known) ? statistics[known] : undefined;
  return statistic ?? fail('refused', `the statistical function ${name}()`);
}
