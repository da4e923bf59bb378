/*
 * Exact arithmetic on doubles: each is a whole number times a power of two. Only the last step rounds.
 */

/** A fraction of two whole numbers, the lower above zero. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** A double as a fraction, exactly. */
export function exactly(value: number): Fraction {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const field = (bits >> 52n) & 0x7ffn;
  const low = bits & 0xfffffffffffffn;
  const mantissa = field === 0n ? low : low | (1n << 52n);
  const exponent = (field === 0n ? 1n : field) - 1075n;
  const signed = bits >> 63n === 1n ? -mantissa : mantissa;
  return exponent >= 0n ? { over: signed << exponent, under: 1n } : { over: signed, under: 1n << -exponent };
}

export function add(a: Fraction, b: Fraction): Fraction {
  // Doubles have powers of two below, so that the larger is a multiple of the smaller.
  if (a.under === b.under) return { over: a.over + b.over, under: a.under };
  if (a.under > b.under) return { over: a.over + b.over * (a.under / b.under), under: a.under };
  return add(b, a);
}

/** Zeros add nothing, and a rate has many. */
function exactlyAll(values: readonly number[]): Fraction[] {
  return values.filter((value) => value !== 0).map(exactly);
}

export function sumOf(values: readonly number[]): Fraction {
  return exactlyAll(values).reduce(add, { over: 0n, under: 1n });
}

export function sumOfSquares(values: readonly number[]): Fraction {
  return exactlyAll(values)
    .map(({ over, under }) => ({ over: over * over, under: under * under }))
    .reduce(add, { over: 0n, under: 1n });
}

/** The nearest double; an infinity where the fraction is beyond all. */
export function round({ over, under }: Fraction): number {
  if (over === 0n) return 0;
  const size = over < 0n ? -over : over;
  // Scaled by a power of two so that the quotient has 70 or 71 bits, more than a double keeps.
  const shift = 70 - (size.toString(2).length - under.toString(2).length);
  const top = shift > 0 ? size << BigInt(shift) : size;
  const bottom = shift < 0 ? under << BigInt(-shift) : under;
  // The lowest bit says that something was cut off, so that the rounding never takes it for a tie.
  const quotient = ((top / bottom) << 1n) | (top % bottom === 0n ? 0n : 1n);
  let result = Number(quotient);
  for (let left = shift + 1; left !== 0; ) {
    const step = Math.max(-1000, Math.min(1000, left));
    result /= 2 ** step;
    left -= step;
  }
  return over < 0n ? -result : result;
}

/** The population variance, exactly. */
export function varianceOf(values: readonly number[]): Fraction {
  const m = BigInt(values.length);
  const squares = sumOfSquares(values);
  const sum = sumOf(values);
  const square = { over: -sum.over * sum.over, under: sum.under * sum.under };
  const { over, under } = add({ over: m * squares.over, under: squares.under }, square);
  return { over, under: under * m * m };
}
