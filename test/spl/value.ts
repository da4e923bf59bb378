import { fail } from './failure.js';

/*
 * What a field or an expression may hold. Events hold text; `eval` and `stats` make numbers.
 * Where the documentation leaves the outcome of an operation open, its value is `unsure`: harmless where nothing
 * hangs on it (a branch not taken, `false AND unsure`), and the end of the search where something does.
 */
export type NumberValue = {
  readonly kind: 'number';
  readonly value: number;
  /** Significant digits and decimals as written; undefined for integers and for what `stats` computes. */
  readonly precision?: Precision;
};
export type Precision = { readonly digits: number; readonly decimals: number };
export type Unsure = { readonly kind: 'unsure'; readonly reason: string };
export type Single = string | NumberValue;
/** Two values or more: one is that value, none is null. */
export type Multi = { readonly kind: 'multi'; readonly values: readonly Single[] };
export type Value = null | boolean | Single | Multi | Unsure;

/** A row of results, which no command changes: each makes its own. */
export type Row = ReadonlyMap<string, Value>;

export const number = (value: number, precision?: Precision): NumberValue =>
  precision === undefined ? { kind: 'number', value } : { kind: 'number', value, precision };

export const unsure = (reason: string): Unsure => ({ kind: 'unsure', reason });

export const isNumber = (value: Value): value is NumberValue =>
  typeof value === 'object' && value !== null && value.kind === 'number';
export const isMulti = (value: Value): value is Multi =>
  typeof value === 'object' && value !== null && value.kind === 'multi';
export const isUnsure = (value: Value): value is Unsure =>
  typeof value === 'object' && value !== null && value.kind === 'unsure';

/** The values of a field, one by one: none for null. */
export function valuesOf(value: Value): readonly Single[] {
  if (value === null) return [];
  if (isUnsure(value)) return fail('undocumented', value.reason);
  if (typeof value === 'boolean') return fail('error', 'a Boolean is no field value');
  return isMulti(value) ? value.values : [value];
}

/** A field value of these values. */
export function fromValues(values: readonly Single[]): Value {
  const [first] = values;
  if (first === undefined) return null;
  return values.length === 1 ? first : { kind: 'multi', values };
}

const decimal = /^-?(?:0|[1-9]\d*)(?:\.(\d+))?(?:[eE][+-]?\d+)?$/;
/** Forms of which no page says whether they are numbers: hexadecimal, signs, bare points, leading zeros, inf, nan. */
const doubtful =
  /^\s*[+-]?(?:0x[0-9a-f]+|\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf(?:inity)?|nan)\s*$/i;

/** The number that a text is; undefined where it is none; `unsure` where the documentation does not say. */
export function readNumber(text: string): NumberValue | Unsure | undefined {
  const match = decimal.exec(text);
  if (match === null)
    return doubtful.test(text) ? unsure(`whether the text "${text}" is a number`) : undefined;
  // beyond the range of a double: infinity, "subject to all the usual behaviors of floating point numbers" (eval command)
  const value = Number(text);
  if (!Number.isFinite(value)) return number(value);
  if (match[1] === undefined && !/e/i.test(text)) return number(value);
  return number(value, precisionOf(text));
}

/** How precisely a decimal text is written: `0.20` has two digits and two decimals. */
function precisionOf(text: string): Precision {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '').length;
  return { digits: Math.max(1, digits), decimals: Math.max(0, fraction.length - Number(exponent)) };
}

/** The place of a number's first digit: 0 for 1 to 9.99, -1 for 0.1. */
const exponentOf = (value: number): number => Number(value.toExponential().split('e')[1]);

/** The precision of a product or a quotient: the digits of the least precise operand. */
export function productPrecision(value: number, a: NumberValue, b: NumberValue): Precision | undefined {
  if (a.precision === undefined && b.precision === undefined) return undefined;
  const digits = Math.min(a.precision?.digits ?? Infinity, b.precision?.digits ?? Infinity);
  return { digits, decimals: value === 0 ? 0 : Math.max(0, digits - 1 - exponentOf(value)) };
}

/** The precision of a sum or a difference: the decimals of the least precise operand. */
export function sumPrecision(value: number, a: NumberValue, b: NumberValue): Precision | undefined {
  if (a.precision === undefined && b.precision === undefined) return undefined;
  const decimals = Math.min(a.precision?.decimals ?? Infinity, b.precision?.decimals ?? Infinity);
  return { digits: value === 0 ? 1 : Math.max(1, decimals + 1 + exponentOf(value)), decimals };
}

/** A number rounded to its own precision; its integer part is never cut (`1.00 * 1111` is 1111). */
export function rounded(value: NumberValue): NumberValue {
  const { precision } = value;
  if (precision === undefined || precision.decimals > 100) return value;
  return number(Number(value.value.toFixed(precision.decimals)), precision);
}

/** A number as text; nothing where no page says how it is written. */
export function numberText({ value, precision }: NumberValue): string | Unsure {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER && precision === undefined)
    return String(value === 0 ? 0 : value);
  if (Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-6))
    return unsure(`how the number ${value} is written as text`);
  return precision === undefined || precision.decimals > 100
    ? String(value)
    : value.toFixed(precision.decimals);
}

/** A single value as text. */
export function textOf(value: Single): string | Unsure {
  return typeof value === 'string' ? value : numberText(value);
}

/** A single value as text, where a verdict hangs on it. */
export function sureText(value: Single): string {
  const text = textOf(value);
  return typeof text === 'string' ? text : fail('undocumented', text.reason);
}

/** Lexicographical order: by the bytes of UTF-8 (search command, "Lexicographical order"), which is by code point. */
export function compareText(a: string, b: string): number {
  const left = a[Symbol.iterator]();
  const right = b[Symbol.iterator]();
  for (;;) {
    const x = left.next();
    const y = right.next();
    if (x.done === true || y.done === true) return Number(y.done ?? false) - Number(x.done ?? false);
    const difference = (x.value.codePointAt(0) ?? 0) - (y.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
}
