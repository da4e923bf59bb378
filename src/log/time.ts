import type { TimeFormat } from '../ir/source.js';
import { firstInstant, lastInstant } from '../text/instant.js';
import { byteOf } from './json-token.js';

/** Milliseconds from 0001-01-01 to 1970-01-01, where .NET's ticks begin. */
const DOTNET_EPOCH = 62_135_596_800_000;

/** The power of ten that takes each numeric format to milliseconds. */
const shifts: { readonly [F in Exclude<TimeFormat, 'rfc3339'>]: number } = {
  epoch_seconds: 3,
  epoch_millis: 0,
  epoch_micros: -3,
  epoch_nanos: -6,
  dotnet_ticks: -4,
};

/** Results are written in RFC 3339: a time that it cannot write is not readable. */
function within(milliseconds: number): number {
  return milliseconds >= firstInstant && milliseconds <= lastInstant ? milliseconds : Number.NaN;
}

/**
 * Milliseconds UTC of a time written as the JSON number `[from, end)`, floored on its decimal text.
 * @returns NaN where the time is not readable.
 */
export function parseEpoch(
  bytes: Buffer,
  from: number,
  end: number,
  format: Exclude<TimeFormat, 'rfc3339'>,
): number {
  const shift = shifts[format];
  const value = scaleDown(bytes, from, end, shift);
  return within(format === 'dotnet_ticks' ? value - DOTNET_EPOCH : value);
}

/** floor(number · 10^shift), exactly. */
function scaleDown(bytes: Buffer, from: number, end: number, shift: number): number {
  let at = from;
  const negative = bytes[at] === byteOf.minus;
  if (negative) at++;
  let whole = 0;
  const digits = at;
  while (at < end && bytes[at] >= byteOf.zero && bytes[at] <= byteOf.nine)
    whole = whole * 10 + (bytes[at++] - byteOf.zero);
  if (shift < 0 || at - digits > 12) return scaleSlowly(bytes, from, end, shift);
  let missing = shift;
  let rest = false;
  if (at < end && bytes[at] === byteOf.point) {
    for (at++; at < end && bytes[at] >= byteOf.zero && bytes[at] <= byteOf.nine; at++) {
      if (missing > 0) {
        whole = whole * 10 + (bytes[at] - byteOf.zero);
        missing--;
      } else if (bytes[at] !== byteOf.zero) rest = true;
    }
  }
  if (at < end) return scaleSlowly(bytes, from, end, shift);
  whole *= exactTens[missing];
  if (!negative) return whole;
  return rest ? -whole - 1 : 0 - whole;
}

const exactTens = [1, 10, 100, 1000];

/** 17 digits of milliseconds lie far beyond the year 9999. */
const MOST_DIGITS = 17;

/**
 * The same for any JSON number, however long: only the digits before the decimal point of the result are kept, so that nothing is rounded;
 * of the others it matters whether one is not zero. Loops, not regular expressions, since those need memory for each digit.
 */
function scaleSlowly(bytes: Buffer, from: number, end: number, shift: number): number {
  const negative = bytes[from] === byteOf.minus;
  const start = negative ? from + 1 : from;
  const wholeEnd = skipDigits(bytes, start, end);
  const hasFraction = bytes[wholeEnd] === byteOf.point && wholeEnd < end;
  const digitsEnd = hasFraction ? skipDigits(bytes, wholeEnd + 1, end) : wholeEnd;
  // What is left is an exponent, perhaps one that no double holds: infinite is right too.
  const exponent = digitsEnd === end ? 0 : Number(bytes.toString('latin1', digitsEnd + 1, end));
  let point = wholeEnd - start + exponent + shift; // how many of the digits lie before the decimal point
  let kept = '';
  let rest = false;
  for (let at = start; at < digitsEnd; at++) {
    if (at === wholeEnd) continue;
    const isZero = bytes[at] === byteOf.zero;
    if (point <= 0) rest ||= !isZero;
    else if (kept !== '' || !isZero) {
      if (kept.length === MOST_DIGITS) return Number.NaN;
      kept += String.fromCharCode(bytes[at]);
    }
    point--;
  }
  if (kept.length + Math.max(0, point) > MOST_DIGITS && kept !== '') return Number.NaN;
  const value = kept === '' ? 0 : Number(kept.padEnd(kept.length + Math.max(0, point), '0'));
  if (!negative) return value;
  return rest ? -value - 1 : 0 - value;
}

function skipDigits(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] >= byteOf.zero && bytes[at] <= byteOf.nine) at++;
  return at;
}

/** Two digits as a number, or NaN. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] - byteOf.zero;
  const ones = bytes[at + 1] - byteOf.zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days from the epoch to a date of the proleptic Gregorian calendar. */
function daysFromEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The last date that was read: the next line nearly always has the same. */
let lastDate = '';
let lastDays = 0;

/**
 * Milliseconds UTC of a time written in RFC 3339, floored: a date, `T`, a time with or without a fraction, and `Z` or an offset.
 * A leap second (`:60`) and hour 24 are not readable, since no engine downstream reads them alike.
 * @returns NaN where the time is not readable.
 */
export function parseRfc3339(bytes: Buffer, from: number, end: number): number {
  if (end - from < 20) return Number.NaN;
  const date = bytes.toString('latin1', from, from + 10);
  if (date !== lastDate) {
    const days = parseDate(bytes, from);
    if (Number.isNaN(days)) return Number.NaN;
    lastDate = date;
    lastDays = days;
  }
  if (
    (bytes[from + 10] | 0x20) !== 0x74 ||
    bytes[from + 13] !== byteOf.colon ||
    bytes[from + 16] !== byteOf.colon
  )
    return Number.NaN;
  const hour = pair(bytes, from + 11);
  const minute = pair(bytes, from + 14);
  const second = pair(bytes, from + 17);
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
  let at = from + 19;
  let fraction = 0;
  if (bytes[at] === byteOf.point) {
    const first = ++at;
    for (; at < end && bytes[at] >= byteOf.zero && bytes[at] <= byteOf.nine; at++)
      if (at - first < 3) fraction = fraction * 10 + (bytes[at] - byteOf.zero);
    if (at === first) return Number.NaN;
    for (let i = at - first; i < 3; i++) fraction *= 10;
  }
  let offset = 0;
  const zone = at;
  if ((bytes[at] | 0x20) === 0x7a) at++;
  else if (bytes[at] === 0x2b || bytes[at] === byteOf.minus) {
    const hours = pair(bytes, at + 1);
    const minutes = pair(bytes, at + 4);
    if (!(hours <= 23 && minutes <= 59) || bytes[at + 3] !== byteOf.colon) return Number.NaN;
    offset = (hours * 60 + minutes) * (bytes[at] === byteOf.minus ? -60_000 : 60_000);
    at += 6;
  }
  if (at !== end || at === zone) return Number.NaN;
  return within(lastDays * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - offset);
}

function parseDate(bytes: Buffer, from: number): number {
  const year = pair(bytes, from) * 100 + pair(bytes, from + 2);
  const month = pair(bytes, from + 5);
  const day = pair(bytes, from + 8);
  if (bytes[from + 4] !== byteOf.minus || bytes[from + 7] !== byteOf.minus) return Number.NaN;
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  const days = month === 2 && isLeap(year) ? 29 : monthDays[month - 1];
  return day <= days ? daysFromEpoch(year, month, day) : Number.NaN;
}
