import type { Expression } from '../expression/tree.js';
import { number, readNumber, unsure, type Value } from '../value.js';

/** Whether an argument is a string literal, which tonumber() must be able to read. */
export const isNumberLiteral = (argument: Expression): boolean => argument.kind === 'string';

/**
 * tonumber(X, base): null for a text that is no number, such as one with a space before or after it (Conversion
 * functions). Which forms beside plain decimals are numbers (`+5`, `.5`, `0x1f`) no page says.
 */
export function toNumber(text: string, base: number): Value {
  if (text.trim() !== text) return null;
  // the page's example, tonumber("0A4",16), begins with a zero
  if (base === 10) return readNumber(text.replace(/^(-?)0+(?=\d)/, '$1')) ?? null;
  if (!Number.isInteger(base) || base < 2 || base > 36) return unsure(`tonumber() to the base ${base}`);
  const digits = text.toLowerCase();
  const valid = [...digits].every((digit) => Number.parseInt(digit, base) >= 0);
  if (digits === '' || !valid) return /^[-+]?0[xb]/.test(digits) ? unsure('a prefix in tonumber()') : null;
  const value = Number.parseInt(digits, base);
  return Number.isSafeInteger(value) ? number(value) : unsure('tonumber() beyond 53 bits');
}
