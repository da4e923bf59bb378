import { parseAddress, writeAddress } from './address.js';
import type { Format, Type } from './documents.js';
import { isNumberText, type Json } from './json.js';
import { readTime } from './time.js';

/** A coerced value: addresses as RFC 5952 text, timestamps as milliseconds UTC. */
export type Value = string | number | boolean;

export type Coerced =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unfit' }
  | { readonly kind: 'value'; readonly value: Value };

/** Coerces what a log holds to a field's type. `format` is the one in which the log writes times. */
export function coerce(json: Json | undefined, type: Type, format: Format): Coerced {
  if (json === undefined || json.kind === 'null') return { kind: 'absent' };
  if (json.kind !== 'array') return one(json, type, format);
  const values = new Set<Value>();
  for (const item of json.items) {
    if (item.kind === 'null') continue;
    if (item.kind === 'array') return { kind: 'unfit' };
    const coerced = one(item, type, format);
    if (coerced.kind === 'unfit') return coerced;
    if (coerced.kind === 'value') values.add(coerced.value);
  }
  const [first] = values;
  if (first === undefined) return { kind: 'absent' };
  return values.size === 1 ? { kind: 'value', value: first } : { kind: 'unfit' };
}

function one(json: Json, type: Type, format: Format): Coerced {
  const value = toType(json, type, format);
  return value === undefined ? { kind: 'unfit' } : { kind: 'value', value };
}

function toType(json: Json, type: Type, format: Format): Value | undefined {
  switch (type) {
    case 'keyword':
      return toKeyword(json);
    case 'number':
      if (json.kind === 'number') return toNumber(json.text);
      return json.kind === 'string' && isNumberText(json.text) ? toNumber(json.text) : undefined;
    case 'boolean':
      if (json.kind === 'boolean') return json.value;
      if (json.kind !== 'string') return undefined;
      return json.text === 'true' ? true : json.text === 'false' ? false : undefined;
    case 'timestamp':
      return readTime(json, format);
    case 'ip': {
      const bytes = json.kind === 'string' ? parseAddress(json.text) : undefined;
      return bytes === undefined ? undefined : writeAddress(bytes);
    }
  }
}

/** A number that no double holds (`1e999`) has no double to be written as, so it is unfit here too. */
function toKeyword(json: Json): string | undefined {
  switch (json.kind) {
    case 'string':
      return isWellFormed(json.text) ? json.text : undefined;
    case 'boolean':
      return String(json.value);
    case 'number': {
      if (/^-?[0-9]+$/.test(json.text)) return json.text === '-0' ? '0' : json.text;
      const number = Number(json.text);
      return Number.isFinite(number) ? String(number) : undefined;
    }
    default:
      return undefined;
  }
}

function toNumber(text: string): number | undefined {
  if (/^-?[0-9]+$/.test(text)) {
    const whole = BigInt(text);
    if (whole > 2n ** 53n || whole < -(2n ** 53n)) return undefined;
  }
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  return number === 0 ? 0 : number;
}

export function isWellFormed(text: string): boolean {
  return [...text].every((char) => !/^[\ud800-\udfff]$/.test(char));
}

/** By code point; UTF-16 units would order astral characters before U+E000. */
export function compareText(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Values of one field: text by code point, numbers by size, false before true. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return Number(a) - Number(b);
}
