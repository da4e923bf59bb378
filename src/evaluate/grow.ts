/*
 * Columns that grow. A column has one number a place; growing keeps what is there and doubles, so that appending is cheap on average.
 */

/** A copy with at least `size` places, the new ones 0. */
export function growFloats(column: Float64Array, size: number): Float64Array {
  const larger = new Float64Array(Math.max(size, column.length * 2));
  larger.set(column);
  return larger;
}

export function growInts(column: Int32Array, size: number): Int32Array {
  const larger = new Int32Array(Math.max(size, column.length * 2));
  larger.set(column);
  return larger;
}
