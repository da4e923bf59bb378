import type { Field, FieldType } from '../../../ir/source.js';
import { writeDouble, writeInstant, writeName, writeString } from './literal.js';

/**
 * How a field of the index is read as each type: its one value, or null. Keywords and addresses are indexed as sets, so that a repeated
 * value is one; numbers, booleans and dates keep repetitions, so there the least must equal the greatest. Adding 0.0 turns every number
 * into a double and minus zero into zero. CASE stands outside: of another function that is asked for IS NOT NULL within an OR, 8.19 infers
 * the same of the field beneath, and fails where both have one name.
 */
const readers: { readonly [T in FieldType]: (column: string) => string } = {
  keyword: (column) => `CASE(MV_COUNT(${column}) == 1, ${column})`,
  ip: (column) => `CASE(MV_COUNT(${column}) == 1, TO_IP(${column}))`,
  boolean: (column) => leastIfAlone(column, ''),
  timestamp: (column) => leastIfAlone(column, ''),
  number: (column) => leastIfAlone(column, ' + 0.0'),
};

function leastIfAlone(column: string, change: string): string {
  return `CASE(MV_MIN(${column}) == MV_MAX(${column}), MV_MIN(${column})${change})`;
}

/**
 * The one value of a field of the index, or null where it has none or several.
 * @param name the index's field, unquoted
 */
export function readField(name: string, type: FieldType): string {
  return readers[type](writeName(name));
}

/** The one value of a field of the index as text: that of a keyword, a text, a whole number or a boolean. Only keywords are sets. */
export function readText(name: string): string {
  return `TO_STRING(${leastIfAlone(writeName(name), '')})`;
}

/** A value that every event has. */
export function writeConstant(field: Field, value: string | number | boolean): string {
  switch (field.type) {
    case 'keyword':
      return writeString(String(value));
    case 'number':
      return writeDouble(Number(value));
    case 'boolean':
      return String(value) === 'true' ? 'true' : 'false';
    case 'ip':
      return `TO_IP(${writeString(String(value))})`;
    case 'timestamp':
      return writeInstant(Number(value));
  }
}
