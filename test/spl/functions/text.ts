import { createHash } from 'node:crypto';
import { asNumber } from '../expression/arithmetic.js';
import { fail } from '../failure.js';
import { matchAll, matches } from '../pcre.js';
import { isNumber, isUnsure, number, textOf, unsure, type Value } from '../value.js';
import { asPattern, asText, type EvalFunction, type EvalFunctions, eager, textual } from './definition.js';
import { printf } from './printf.js';
import { isNumberLiteral, toNumber } from './to-number.js';

const ascii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/** lower() and upper(): of letters beyond ASCII no page says whether they are folded. */
function folding(name: string, fold: (text: string) => string): EvalFunction {
  return textual(1, 1, name, (text) => {
    const folded = fold(text);
    const plain = text.replace(/[A-Za-z]+/g, fold);
    return folded === plain ? folded : unsure(`whether ${name}() folds letters beyond ASCII`);
  });
}

/** substr(X, Y, Z): from place Y (the first is 1, -1 the last), Z characters or to the end. */
const substr = eager(2, 3, ([subject = null, from = null, length]) => {
  const text = asText(subject, 'substr');
  if (typeof text !== 'string') return text;
  const start = asNumber(from, 'substr()');
  const count = length === undefined ? undefined : asNumber(length, 'substr()');
  if (start === null || count === null) return null;
  if (isUnsure(start)) return start;
  if (isUnsure(count ?? null)) return unsure('the length of substr()');
  const wanted = count === undefined || isUnsure(count) ? Number.POSITIVE_INFINITY : count.value;
  const places = (length: number): [from: number, to: number] => {
    const first = start.value > 0 ? start.value - 1 : length + start.value;
    return [first, Math.min(length, first + wanted)];
  };
  const characters = [...text];
  const bytes = Buffer.from(text, 'utf8');
  const [first, end] = places(characters.length);
  if (start.value === 0 || !Number.isInteger(start.value) || first < 0 || wanted < 0)
    return unsure('what substr() makes of a place or a length out of range');
  const part = characters.slice(first, end).join('');
  return part === bytes.subarray(...places(bytes.length)).toString('utf8')
    ? part
    : unsure('whether substr() counts bytes or characters');
});

/** replace(X, Y, Z): each match of the regular expression Y becomes Z, where \1 is a group. */
const replace: EvalFunction = {
  least: 3,
  most: 3,
  evaluate([subject, pattern, replacement], scope, evaluate) {
    if (subject === undefined) return null;
    const text = asText(evaluate(subject, scope), 'replace');
    const expression = asPattern(pattern, scope, evaluate);
    const written = asPattern(replacement, scope, evaluate);
    if (typeof text !== 'string') return text;
    if (typeof expression !== 'string') return expression;
    if (typeof written !== 'string') return written;
    const matching = matches(expression, text);
    if (isUnsure(matching)) return matching;
    if (!ascii(text) && !ascii(expression)) return unsure('whether replace() reads bytes or characters');
    let result = '';
    let end = 0;
    for (const found of matchAll(expression, text)) {
      if (found.length === 0) return unsure('what replace() makes of an empty match');
      result += text.slice(end, found.index);
      result += written.replace(/\\(\d)/g, (_, group: string) => found.groups[Number(group) - 1] ?? '');
      end = found.index + found.length;
    }
    return result + text.slice(end);
  },
};

const trimming = (name: string, sides: 'l' | 'r' | 'both'): EvalFunction =>
  textual(1, 2, name, (text, characters = ' \t') => {
    if (!ascii(characters)) return unsure(`what ${name}() makes of characters beyond ASCII`);
    let [start, end] = [0, text.length];
    if (sides !== 'r') while (start < end && characters.includes(text[start] ?? '')) start++;
    if (sides !== 'l') while (end > start && characters.includes(text[end - 1] ?? '')) end--;
    return text.slice(start, end);
  });

const hashing = (algorithm: string): EvalFunction =>
  textual(1, 1, algorithm, (text) => createHash(algorithm).update(text, 'utf8').digest('hex'));

/** tostring(X, "hex" | "commas" | "duration"). */
const tostring = eager(1, 2, ([value = null, format]) => {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return unsure('what tostring() makes of null');
  if (format === undefined) return asText(value, 'tostring');
  const read = asNumber(value, 'tostring()');
  if (read === null || isUnsure(read)) return read;
  const whole = Math.trunc(read.value);
  if (format === 'hex' && whole === read.value && whole >= 0) return `0x${whole.toString(16).toUpperCase()}`;
  if (format === 'duration' && whole === read.value && whole >= 0 && whole < 86_400)
    return [whole / 3600, (whole / 60) % 60, whole % 60]
      .map((part) => String(Math.floor(part)).padStart(2, '0'))
      .join(':');
  return fail('refused', `tostring() with the format ${JSON.stringify(format)}`);
});

/** Conversion, text and cryptographic functions. */
export const textFunctions: EvalFunctions = {
  len: textual(1, 1, 'len', (text) => number([...text].length)),
  lower: folding('lower', (text) => text.toLowerCase()),
  upper: folding('upper', (text) => text.toUpperCase()),
  substr,
  replace,
  trim: trimming('trim', 'both'),
  ltrim: trimming('ltrim', 'l'),
  rtrim: trimming('rtrim', 'r'),
  urldecode: textual(1, 1, 'urldecode', (text) => {
    if (text.includes('+')) return unsure('whether urldecode() makes + a space');
    try {
      return decodeURIComponent(text);
    } catch {
      return unsure('what urldecode() makes of a broken escape');
    }
  }),
  tonumber: {
    least: 1,
    most: 2,
    evaluate([argument, base], scope, evaluate) {
      if (argument === undefined) return null;
      const value = evaluate(argument, scope);
      if (value === null || isUnsure(value) || (isNumber(value) && base === undefined)) return value;
      const text = asText(value, 'tonumber');
      if (typeof text !== 'string') return text;
      const digits = base === undefined ? undefined : asNumber(evaluate(base, scope), 'tonumber()');
      if (digits === null || isUnsure(digits ?? null)) return unsure('the base of tonumber()');
      const read = toNumber(text, digits === undefined || isUnsure(digits) ? 10 : digits.value);
      if (read === null && isNumberLiteral(argument)) return fail('error', `tonumber("${text}")`);
      return read;
    },
  },
  tostring,
  printf,
  md5: hashing('md5'),
  sha1: hashing('sha1'),
  sha256: hashing('sha256'),
  sha512: hashing('sha512'),
};

/** A value as the text of one field. */
export function singleText(value: Value): string {
  if (typeof value !== 'string' && !isNumber(value)) return fail('error', 'one text is expected');
  const text = textOf(value);
  return typeof text === 'string' ? text : fail('undocumented', text.reason);
}
