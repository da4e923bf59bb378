import type { FieldType, TimeFormat } from '../ir/source.js';
import { formatIp, parseIp } from '../text/ip.js';
import { byteOf, skipSpace, skipValue } from './json-token.js';
import { kindOf, leafKind } from './leaf.js';
import { isNumberText, numberAsKeyword, parseNumber } from './number.js';
import { createRow, type Row, setNumber, setText, textAt } from './row.js';
import { parseEpoch, parseRfc3339 } from './time.js';

/**
 * Puts the value of a leaf into a row's slot if it fits the field (contract, section 2).
 * `kind` is text, number, true or false; a text is followed by a quote.
 * @returns whether it fits
 */
type Coercion = (
  row: Row,
  slot: number,
  kind: number,
  bytes: Buffer,
  start: number,
  end: number,
  format: TimeFormat,
) => boolean;

const trueText = Buffer.from('true');
const falseText = Buffer.from('false');

function isSame(bytes: Buffer, start: number, end: number, word: Buffer): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}

function setCanonical(row: Row, slot: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  setText(row, slot, bytes, 0, bytes.length);
}

const coercions: { readonly [T in FieldType]: Coercion } = {
  keyword(row, slot, kind, bytes, start, end) {
    if (kind !== leafKind.number || isPlainDigits(bytes, start, end)) {
      setText(row, slot, bytes, start, end);
      return true;
    }
    const text = numberAsKeyword(bytes, start, end);
    if (text === undefined) return false;
    setCanonical(row, slot, text);
    return true;
  },
  number(row, slot, kind, bytes, start, end) {
    if (kind !== leafKind.number && (kind !== leafKind.text || !isNumberText(bytes, start, end)))
      return false;
    const value = parseNumber(bytes, start, end);
    if (Number.isNaN(value)) return false;
    setNumber(row, slot, value);
    return true;
  },
  boolean(row, slot, kind, bytes, start, end) {
    if (kind === leafKind.number) return false;
    const isTrue = isSame(bytes, start, end, trueText);
    if (!isTrue && !isSame(bytes, start, end, falseText)) return false;
    setNumber(row, slot, isTrue ? 1 : 0);
    return true;
  },
  timestamp(row, slot, kind, bytes, start, end, format) {
    const value = parseTime(kind, bytes, start, end, format);
    if (Number.isNaN(value)) return false;
    setNumber(row, slot, value);
    return true;
  },
  ip(row, slot, kind, bytes, start, end) {
    if (kind !== leafKind.text || end - start > 45) return false;
    if (isIpv4(bytes, start, end)) {
      setText(row, slot, bytes, start, end);
      return true;
    }
    const text = bytes.toString('latin1', start, end);
    const address = parseIp(text);
    if (!address) return false;
    const canonical = formatIp(address);
    if (canonical === text) setText(row, slot, bytes, start, end);
    else setCanonical(row, slot, canonical);
    return true;
  },
};

/** Whether a text is an IPv4 address in dotted decimal without leading zeros, which is its canonical form. */
function isIpv4(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  for (let part = 0; part < 4; part++) {
    const first = at;
    let value = 0;
    while (at < end && bytes[at] >= byteOf.zero && bytes[at] <= byteOf.nine)
      value = value * 10 + bytes[at++] - byteOf.zero;
    const digits = at - first;
    if (digits === 0 || digits > 3 || value > 255 || (digits > 1 && bytes[first] === byteOf.zero))
      return false;
    if (part < 3 && bytes[at++] !== byteOf.point) return false;
  }
  return at === end;
}

/** Digits alone are their own keyword. */
function isPlainDigits(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] < byteOf.zero || bytes[at] > byteOf.nine) return false;
  return true;
}

function parseTime(kind: number, bytes: Buffer, start: number, end: number, format: TimeFormat): number {
  if (format === 'rfc3339') return kind === leafKind.text ? parseRfc3339(bytes, start, end) : Number.NaN;
  if (kind === leafKind.number || (kind === leafKind.text && isNumberText(bytes, start, end)))
    return parseEpoch(bytes, start, end, format);
  return Number.NaN;
}

/** What became of a value: the field has it, has none (null, an empty array), or the value does not fit. */
export type Outcome = 'present' | 'absent' | 'unfit';

/** Coerces any leaf into a slot, which is left without a value unless the outcome is `present`. */
export function coerceLeaf(
  row: Row,
  slot: number,
  type: FieldType,
  format: TimeFormat,
  kind: number,
  bytes: Buffer,
  start: number,
  end: number,
): Outcome {
  row.present[slot] = 0;
  switch (kind) {
    case leafKind.none:
    case leafKind.null:
      return 'absent';
    case leafKind.object:
      return 'unfit';
    case leafKind.array:
      return coerceArray(row, slot, type, format, bytes, start);
    case leafKind.escaped: {
      const text: unknown = JSON.parse(bytes.toString('utf8', start - 1, end + 1));
      // A lone surrogate is no text: UTF-8 cannot say it.
      if (typeof text !== 'string' || /\p{Surrogate}/u.test(text)) return 'unfit';
      const plain = Buffer.from(`${text}"`, 'utf8');
      return coercions[type](row, slot, leafKind.text, plain, 0, plain.length - 1, format)
        ? 'present'
        : 'unfit';
    }
    default:
      return coercions[type](row, slot, kind, bytes, start, end, format) ? 'present' : 'unfit';
  }
}

const scratch = createRow(1);

function valueAt(row: Row, slot: number, type: FieldType): string | number {
  return type === 'keyword' || type === 'ip' ? textAt(row, slot) : row.numbers[slot];
}

/**
 * An array is the one value that is left once each element is coerced and nulls and repeats are dropped; more values, an element that
 * does not fit and a nested array make it unfit.
 */
function coerceArray(
  row: Row,
  slot: number,
  type: FieldType,
  format: TimeFormat,
  bytes: Buffer,
  start: number,
): Outcome {
  let found: string | number | undefined;
  let at = skipSpace(bytes, start + 1);
  while (bytes[at] !== byteOf.closeBracket) {
    // A string is taken as if it had escapes: arrays are rare, and the slower way is right for both.
    const kind = kindOf(bytes[at]);
    const close = skipValue(bytes, at);
    const inner = kind === leafKind.escaped ? 1 : 0;
    if (kind === leafKind.array) return unset(row, slot);
    const outcome = coerceLeaf(scratch, 0, type, format, kind, bytes, at + inner, close - inner);
    if (outcome === 'unfit') return unset(row, slot);
    if (outcome === 'present') {
      const value = valueAt(scratch, 0, type);
      if (found !== undefined && found !== value) return unset(row, slot);
      found = value;
      if (typeof value === 'string')
        setText(row, slot, scratch.buffers[0], scratch.starts[0], scratch.ends[0]);
      else setNumber(row, slot, value);
    }
    at = skipSpace(bytes, close);
    if (bytes[at] === byteOf.comma) at = skipSpace(bytes, at + 1);
  }
  return found === undefined ? 'absent' : 'present';
}

function unset(row: Row, slot: number): Outcome {
  row.present[slot] = 0;
  return 'unfit';
}
