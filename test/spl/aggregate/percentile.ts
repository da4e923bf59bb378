import { number, type Single, unsure, type Value } from '../value.js';
import { numbersOf } from './functions.js';

/**
 * Percentiles. The page of the aggregate functions says nearest rank, and its examples interpolate (5.5 for the median of
 * 1 to 10, 9.55 for p95 of them); median is "the higher of the two". A value is given where all readings agree; beyond
 * 1,000 distinct values only exactperc is no estimate.
 */
export function percentile(
  values: readonly Single[],
  rank: number,
  kind: 'perc' | 'exactperc' | 'median',
): Value {
  const sorted = numbersOf(values).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  if (kind !== 'exactperc' && new Set(sorted).size > 1000)
    return unsure(`what ${kind} estimates beyond 1,000 distinct values`);
  const readings = new Set([nearestRank(sorted, rank), interpolated(sorted, rank)]);
  if (kind === 'median') readings.add(sorted[Math.floor(sorted.length / 2)] ?? 0);
  const [only, ...others] = readings;
  return only === undefined || others.length > 0
    ? unsure(`which percentile ${kind} returns: ${[...readings].join(' or ')}`)
    : number(only);
}

function nearestRank(sorted: readonly number[], rank: number): number {
  return sorted[Math.max(0, Math.ceil((rank * sorted.length) / 100) - 1)] ?? Number.NaN;
}

/** Between the two values round place rank · (n - 1) / 100. */
export function interpolated(sorted: readonly number[], rank: number): number {
  const place = (rank * (sorted.length - 1)) / 100;
  const [below = 0, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}
