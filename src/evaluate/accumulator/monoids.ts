import type { Monoid } from './fold.js';

/** Adds a number to a pair of doubles whose sum carries about 106 bits (Knuth's two-sum, Dekker 1971). */
function addTo(column: Float64Array, at: number, value: number): void {
  const high = column[at];
  const sum = high + value;
  const part = sum - high;
  const error = high - (sum - part) + (value - part) + column[at + 1];
  column[at] = sum + error;
  column[at + 1] = error - (column[at] - sum);
}

function addPair(column: Float64Array, at: number, other: Float64Array, otherAt: number): void {
  addTo(column, at, other[otherAt]);
  addTo(column, at, other[otherAt + 1]);
}

/** Values from here on are summed apart and scaled down, so that no sum of them overflows that a double could hold. */
const HUGE = 2 ** 960;
const SCALE = 2 ** 128;

/** How many, and their sum: a pair of doubles for the ordinary values, and one for the huge ones, over SCALE. */
export const sumOf: Monoid = {
  width: 5,
  add(column, at, value) {
    column[at]++;
    if (Math.abs(value) < HUGE) addTo(column, at + 1, value);
    else addTo(column, at + 3, value / SCALE);
  },
  join(column, at, later, laterAt) {
    column[at] += later[laterAt];
    addPair(column, at + 1, later, laterAt + 1);
    addPair(column, at + 3, later, laterAt + 3);
  },
};

/** The sum that a summary of `sumOf` holds, over some number of parts; not finite where no double holds it. */
export function readSum(summary: Float64Array, parts: number): number {
  const huge = (summary[3] + summary[4]) / parts;
  const ordinary = (summary[1] + summary[2]) / parts;
  return huge === 0 ? ordinary : (huge + ordinary / SCALE) * SCALE;
}

function extreme(isMoreExtreme: (value: number, than: number) => boolean): Monoid {
  function take(column: Float64Array, at: number, count: number, value: number): void {
    if (column[at] === 0 || isMoreExtreme(value, column[at + 1])) column[at + 1] = value;
    column[at] += count;
  }
  return {
    width: 2,
    add: (column, at, value) => take(column, at, 1, value),
    join(column, at, later, laterAt) {
      if (later[laterAt] > 0) take(column, at, later[laterAt], later[laterAt + 1]);
    },
  };
}

/** How many, and the smallest. */
export const smallestOf = extreme((value, than) => value < than);

/** How many, and the largest. */
export const largestOf = extreme((value, than) => value > than);

/** The squares of values within 2^±STEP neither overflow nor vanish; others are scaled by 2^±(2·STEP) first, by the largest of them. */
const STEP = 400;
const scales = [2 ** (2 * STEP), 1, 2 ** (-2 * STEP)];

/** Which scale a value needs: 0 tiny, 1 ordinary, 2 huge. */
function scaleFor(value: number): number {
  const size = Math.abs(value);
  return size >= 2 ** STEP ? 2 : size >= 2 ** -STEP ? 1 : 0;
}

/** Brings a summary of moments to a coarser scale. */
function rescale(column: Float64Array, at: number, scale: number): void {
  for (; column[at + 5] < scale; column[at + 5]++) {
    const down = scales[2];
    column[at + 1] *= down;
    column[at + 2] *= down;
    column[at + 3] *= down * down;
    column[at + 4] *= down * down;
  }
}

const other = new Float64Array(6);

/**
 * How many, their mean, and the sum of squared distances from it (Welford 1962; joined as by Chan, Golub and LeVeque 1979), so that a large
 * mean costs no digits. Mean and squares are pairs of doubles, of values under the scale that comes last.
 */
export const momentsOf: Monoid = {
  width: 6,
  add(column, at, value) {
    const scale = scaleFor(value);
    if (column[at] === 0) column[at + 5] = scale;
    else if (scale > column[at + 5]) rescale(column, at, scale);
    const scaled = value * scales[column[at + 5]];
    const count = ++column[at];
    const before = scaled - column[at + 1] - column[at + 2];
    addTo(column, at + 1, before / count);
    addTo(column, at + 3, before * (scaled - column[at + 1] - column[at + 2]));
  },
  join(column, at, later, laterAt) {
    const n = column[at];
    const m = later[laterAt];
    if (m === 0) return;
    for (let i = 0; i < 6; i++) other[i] = later[laterAt + i];
    if (n === 0) {
      column.set(other, at);
      return;
    }
    rescale(column, at, other[5]);
    rescale(other, 0, column[at + 5]);
    const total = n + m;
    const apart = other[1] - column[at + 1] + (other[2] - column[at + 2]);
    column[at] = total;
    addTo(column, at + 1, (apart * m) / total);
    addPair(column, at + 3, other, 3);
    addTo(column, at + 3, ((apart * apart * n) / total) * m);
  },
};

/** The population standard deviation that a summary of `momentsOf` holds. */
export function readDeviation(summary: Float64Array): number {
  return Math.sqrt(Math.max(0, summary[3] + summary[4]) / summary[0]) / scales[summary[5]];
}

/** Adds the square of a gap exactly: one of more than 26 hours has more bits than a double, so it is squared in halves. */
function addSquare(column: Float64Array, at: number, gap: number): void {
  if (gap <= 94_906_265) {
    addTo(column, at, gap * gap);
    return;
  }
  const high = Math.floor(gap / 65_536);
  const low = gap - high * 65_536;
  addTo(column, at, high * high * 4_294_967_296);
  addTo(column, at, 2 * high * low * 65_536);
  addTo(column, at, low * low);
}

/**
 * The gaps between successive times: how many events, the first and the last time, and the sum of the squared gaps as a pair of doubles.
 * Milliseconds.
 */
export const gapsOf: Monoid = {
  width: 5,
  add(column, at, time) {
    if (column[at]++ === 0) column[at + 1] = time;
    else addSquare(column, at + 3, time - column[at + 2]);
    column[at + 2] = time;
  },
  join(column, at, later, laterAt) {
    if (later[laterAt] === 0) return;
    if (column[at] === 0) column[at + 1] = later[laterAt + 1];
    else addSquare(column, at + 3, later[laterAt + 1] - column[at + 2]);
    column[at] += later[laterAt];
    column[at + 2] = later[laterAt + 2];
    addPair(column, at + 3, later, laterAt + 3);
  },
};
