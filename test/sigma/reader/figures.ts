import type { Value } from './event.js';

/** What a correlation computes of what lies in a stretch, kept up as the stretch moves on. */
export interface Figure {
  readonly add: (value: Value | undefined) => void;
  readonly remove: (value: Value | undefined) => void;
  /** Undefined where there is nothing to compute it of. */
  readonly read: () => number | undefined;
}

/** A figure by the type of its correlation. */
export function makeFigure(type: string, percent: number): Figure {
  switch (type) {
    case 'event_count':
      return counting();
    case 'value_count':
      return countingValues();
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
      return ofNumbers(type, percent);
    default:
      throw new Error(`this reader does not know ${type}`);
  }
}

function counting(): Figure {
  let count = 0;
  return { add: () => count++, remove: () => count--, read: () => count };
}

function countingValues(): Figure {
  const counts = new Map<Value, number>();
  const change = (value: Value | undefined, by: number) => {
    if (value === undefined || value === null) return;
    const count = (counts.get(value) ?? 0) + by;
    if (count === 0) counts.delete(value);
    else counts.set(value, count);
  };
  return { add: (value) => change(value, 1), remove: (value) => change(value, -1), read: () => counts.size };
}

/** Computed anew at each stretch, so that sums do not drift. */
function ofNumbers(type: string, percent: number): Figure {
  const numbers: number[] = [];
  return {
    add: (value) => {
      if (typeof value === 'number') numbers.push(value);
    },
    // What came first leaves first.
    remove: (value) => {
      if (typeof value === 'number') numbers.shift();
    },
    read: () => {
      if (numbers.length === 0) return undefined;
      if (type === 'value_percentile') return percentileOf(numbers, percent);
      const sum = numbers.reduce((all, one) => all + one, 0);
      return type === 'value_sum' ? sum : sum / numbers.length;
    },
  };
}

/** Between the two values that its place lies between, as most readers have it. */
function percentileOf(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const [below = 0, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}
