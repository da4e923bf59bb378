import { byteOf, skipNumber } from './json-token.js';

/** Powers of ten that a double holds exactly. */
const exactPowers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** Text of at most this many digits is below 2^53 and so exact as a double. */
const SAFE_DIGITS = 15;

const LARGEST_WHOLE = 9007199254740992n;

/** Whether a number is written without fraction and exponent. */
export function isWhole(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte !== byteOf.minus && (byte < byteOf.zero || byte > byteOf.nine)) return false;
  }
  return true;
}

/**
 * The double that a JSON number `[from, end)` denotes, the nearest one where there is a choice; `-0` is 0.
 * @returns NaN where none will do: digits beyond ±2^53, which a double would change, and what it cannot hold (`1e999`).
 */
export function parseNumber(bytes: Buffer, from: number, end: number): number {
  let at = from;
  const negative = bytes[at] === byteOf.minus;
  if (negative) at++;
  if (end - at <= SAFE_DIGITS + 1) {
    // Clinger's fast path: digits below 2^53, divided once by an exact power of ten, round correctly.
    let digits = 0;
    let fraction = 0;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte >= byteOf.zero && byte <= byteOf.nine) {
        digits = digits * 10 + (byte - byteOf.zero);
        if (fraction > 0) fraction++;
      } else if (byte === byteOf.point) fraction = 1;
      else break;
    }
    if (at === end && digits <= Number.MAX_SAFE_INTEGER) {
      const value = fraction > 1 ? digits / exactPowers[fraction - 1] : digits;
      return negative && value !== 0 ? -value : value;
    }
  }
  const text = bytes.toString('latin1', from, end);
  if (isWhole(bytes, from, end)) {
    if (end - from > 17) return Number.NaN;
    const whole = BigInt(text);
    if (whole > LARGEST_WHOLE || whole < -LARGEST_WHOLE) return Number.NaN;
  }
  const value = Number(text);
  if (!Number.isFinite(value)) return Number.NaN;
  return value === 0 ? 0 : value;
}

/** Whether the text `[from, end)`, followed by a quote, is as a whole a number by JSON's grammar. */
export function isNumberText(bytes: Buffer, from: number, end: number): boolean {
  return skipNumber(bytes, from) === end;
}

/**
 * How a number is written as a keyword: its digits where it has neither fraction nor exponent (however many, `-0` being `0`), else as
 * ECMAScript writes its double.
 * @returns undefined where no double holds it.
 */
export function numberAsKeyword(bytes: Buffer, from: number, end: number): string | undefined {
  const text = bytes.toString('latin1', from, end);
  if (isWhole(bytes, from, end)) return text === '-0' ? '0' : text;
  const value = Number(text);
  return Number.isFinite(value) ? String(value === 0 ? 0 : value) : undefined;
}
