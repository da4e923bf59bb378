import type { Bound } from '../../ir/measure.js';

/** A correlation's condition. The number is whole: pySigma 1.5 cuts any other one, `gt: 0.8` to `gt: 0`. */
export interface Comparison {
  readonly op: 'gt' | 'gte' | 'lt' | 'lte';
  readonly than: number;
}

/** One end of a bound. */
export interface Side {
  readonly end: 'low' | 'high';
  readonly isOpen: boolean;
  readonly value: number;
}

/** The lower and the upper end of a bound, as far as it has them. */
export function sidesOf(bound: Bound): readonly Side[] {
  switch (bound.kind) {
    case 'above':
    case 'at_least':
      return [{ end: 'low', isOpen: bound.kind === 'above', value: bound.value }];
    case 'below':
    case 'at_most':
      return [{ end: 'high', isOpen: bound.kind === 'below', value: bound.value }];
    case 'between':
      return [
        { end: 'low', isOpen: false, value: bound.low },
        { end: 'high', isOpen: false, value: bound.high },
      ];
  }
}

/** A bound in words: `above 0.8`. */
export function writeBound(bound: Bound): string {
  if (bound.kind === 'between') return `between ${bound.low} and ${bound.high}`;
  return `${bound.kind.replace('_', ' ')} ${bound.value}`;
}

/** The lower end of a bound that has one. */
export function lowOf(bound: Bound): Side | undefined {
  return sidesOf(bound).find(({ end }) => end === 'low');
}

/** Whether a value lies within an end. */
export function meetsSide({ end, isOpen, value }: Side, x: number): boolean {
  if (x === value) return !isOpen;
  return end === 'low' ? x > value : x < value;
}

/** The narrowest comparison with a whole number that every value within the end passes. */
export function wholeComparison({ end, isOpen, value }: Side): Comparison {
  const isWhole = Number.isInteger(value);
  if (end === 'low') return { op: isWhole && !isOpen ? 'gte' : 'gt', than: Math.floor(value) };
  return { op: isWhole && !isOpen ? 'lte' : 'lt', than: Math.ceil(value) };
}

/** More than any log holds, and the last whole number that a double counts on from. */
const most = Number.MAX_SAFE_INTEGER;

/**
 * The smallest whole number that lies within a lower end when divided by the divisor, with the rule's own arithmetic: one division of
 * doubles. A greater divisor never needs a smaller one.
 */
export function leastWithin(divisor: number, low: Side): number {
  let least = Math.min(most, Math.max(0, Math.floor(low.value * divisor) - 1));
  while (least < most && !meetsSide(low, least / divisor)) least++;
  return least;
}

/**
 * How many of a number of things must fail where the part that passes lies within an upper end, under the same arithmetic. Of more things
 * never fewer.
 */
export function leastOutside(things: number, high: Side): number {
  let passing = Math.min(things, Math.max(-1, Math.ceil(high.value * things) + 1));
  while (passing >= 0 && !meetsSide(high, passing / things)) passing--;
  return things - passing;
}

/**
 * The whole percentile that a reader is to be asked for in place of one by nearest rank, so that of so many values or more it lies no lower
 * (for a lower end; for an upper end no higher), whether the reader takes the nearest rank too or reads between two values:
 * its place is then (m − 1)·percent + 1 of m.
 * @param p in thousandths of a per cent
 */
export function percentFor(p: number, fewest: number, end: Side['end']): number {
  const whole = 100_000;
  const first = Math.max(2, fewest);
  let percent = end === 'low' ? Math.ceil(p / 1000) : Math.floor(p / 1000);
  // What the place of the nearest rank exceeds p by shrinks with m and repeats with this period, so that one period decides.
  for (let m = first; m < first + whole / greatestDivisor(p, whole); m++) {
    const before = Math.ceil((p * m) / whole) - 1;
    const needed = (100 * before) / (m - 1);
    percent = end === 'low' ? Math.max(percent, Math.ceil(needed)) : Math.min(percent, Math.floor(needed));
  }
  return percent;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
