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

/** How many, and their sum as a pair of doubles. */
export const sumOf: Monoid = {
  width: 3,
  add(column, at, value) {
    column[at]++;
    addTo(column, at + 1, value);
  },
  join(column, at, later, laterAt) {
    column[at] += later[laterAt];
    addPair(column, at + 1, later, laterAt + 1);
  },
};

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

/**
 * How many, their mean, and the sum of squared distances from it (Welford 1962; joined as by Chan, Golub and LeVeque 1979), so that a large
 * mean costs no digits. Mean and squares are pairs of doubles.
 */
export const momentsOf: Monoid = {
  width: 5,
  add(column, at, value) {
    const count = ++column[at];
    const before = value - column[at + 1] - column[at + 2];
    addTo(column, at + 1, before / count);
    addTo(column, at + 3, before * (value - column[at + 1] - column[at + 2]));
  },
  join(column, at, later, laterAt) {
    const n = column[at];
    const m = later[laterAt];
    if (m === 0) return;
    if (n === 0) {
      for (let i = 0; i < 5; i++) column[at + i] = later[laterAt + i];
      return;
    }
    const total = n + m;
    const apart = later[laterAt + 1] - column[at + 1] + (later[laterAt + 2] - column[at + 2]);
    column[at] = total;
    addTo(column, at + 1, (apart * m) / total);
    addPair(column, at + 3, later, laterAt + 3);
    addTo(column, at + 3, ((apart * apart * n) / total) * m);
  },
};

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
