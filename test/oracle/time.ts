import type { Format } from './documents.js';
import { isNumberText, type Json } from './json.js';

const DAY = 86_400_000;
/** 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z, between which a time can be written by RFC 3339. */
const FIRST = -62_167_219_200_000n;
const LAST = 253_402_300_799_999n;

/** What power of ten turns a unit of the format into milliseconds, and what is added then. */
const scales: { readonly [format in Exclude<Format, 'rfc3339'>]: readonly [shift: number, offset: bigint] } =
  {
    epoch_seconds: [3, 0n],
    epoch_millis: [0, 0n],
    epoch_micros: [-3, 0n],
    epoch_nanos: [-6, 0n],
    // Ticks of 100 ns since 0001-01-01T00:00:00Z.
    dotnet_ticks: [-4, -62_135_596_800_000n],
  };

/** Reads an instant in a format as milliseconds UTC, a finer fraction floored on the decimal text; undefined where it cannot. */
export function readTime(json: Json, format: Format): number | undefined {
  if (format === 'rfc3339') return json.kind === 'string' ? inRange(readRfc3339(json.text)) : undefined;
  if (json.kind !== 'number' && json.kind !== 'string') return undefined;
  if (!isNumberText(json.text)) return undefined;
  const [shift, offset] = scales[format];
  const units = floorDecimal(json.text, shift);
  return units === undefined ? undefined : inRange(units + offset);
}

function inRange(ms: bigint | undefined): number | undefined {
  return ms !== undefined && ms >= FIRST && ms <= LAST ? Number(ms) : undefined;
}

/** The floor of a decimal text times a power of ten; undefined where it is far beyond any time. */
export function floorDecimal(text: string, shift: number): bigint | undefined {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text);
  if (parts === null) throw new Error(`not a decimal: ${text}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  if (digits === 0n) return 0n;
  const scale = Number(exponent) - fraction.length + shift;
  if (scale > 100) return undefined;
  if (scale >= 0) return digits * 10n ** BigInt(scale);
  if (-scale > whole.length + fraction.length) return digits < 0n ? -1n : 0n;
  const divisor = 10n ** BigInt(-scale);
  const quotient = digits / divisor;
  return digits % divisor < 0n ? quotient - 1n : quotient;
}

/** RFC 3339, section 5.6, without leap seconds: `t` and `z` may be lower case, nothing else may stand in for `T`. */
function readRfc3339(text: string): bigint | undefined {
  const parts =
    /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const [offsetHour, offsetMinute] = [Number(parts[9] ?? 0), Number(parts[10] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  let days = 0;
  for (let y = 0; y < year; y++) days += isLeap(y) ? 366 : 365;
  for (let m = 1; m < month; m++) days += daysIn(year, m);
  const offset = (offsetHour * 60 + offsetMinute) * (parts[8] === '-' ? -1 : 1);
  const ms = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  return FIRST + BigInt((days + day - 1) * DAY + (hour * 60 + minute - offset) * 60_000 + second * 1000 + ms);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** An instant as RFC 3339 with milliseconds and Z. */
export function writeTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** A duration such as `90m` in milliseconds. */
export function readDuration(text: string): number {
  const parts = /^([1-9][0-9]*)([smhd])$/.exec(text);
  if (parts === null) throw new Error(`not a duration: ${text}`);
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: DAY }[parts[2] ?? ''];
  if (unit === undefined) throw new Error(`not a duration: ${text}`);
  return Number(parts[1]) * unit;
}

export interface Span {
  readonly size: number;
  readonly every: number;
}

/**
 * A window's size and step. Left out, the step is the longest that divides an hour or a day, divides the size, and is at most a
 * twelfth of it and a quarter of an hour; one minute where there is none.
 */
export function readWindow(window: { readonly size: string; readonly every?: string }): Span {
  const size = readDuration(window.size);
  if (window.every !== undefined) return { size, every: readDuration(window.every) };
  const minute = 60_000;
  const steps = [1, 2, 3, 4, 5, 6, 10, 12, 15].map((minutes) => minutes * minute);
  const fitting = steps.filter((step) => size % step === 0 && step * 12 <= size);
  return { size, every: Math.max(minute, ...fitting) };
}

/** The windows of an aggregate rule or of a sequence. */
export function spanOf(rule: {
  readonly name: string;
  readonly window?: { readonly size: string; readonly every?: string };
  readonly within?: string;
  readonly every?: string;
}): Span {
  if (rule.window !== undefined) return readWindow(rule.window);
  if (rule.within === undefined) throw new Error(`${rule.name} has no window`);
  return readWindow(
    rule.every === undefined ? { size: rule.within } : { size: rule.within, every: rule.every },
  );
}

/** The ends of the windows `[end − size, end)` that hold an instant, of those ends that can be written. */
export function endsAround(time: number, { size, every }: Span): number[] {
  const ends: number[] = [];
  for (let end = (Math.floor(time / every) + 1) * every; end - size <= time && end <= LAST; end += every)
    ends.push(end);
  return ends;
}
