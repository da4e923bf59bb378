import {
  isMulti,
  isNumber,
  isUnsure,
  type NumberValue,
  number,
  productPrecision,
  readNumber,
  sumPrecision,
  textOf,
  type Unsure,
  unsure,
  type Value,
} from '../value.js';
import type { Operator } from './tree.js';

/** A value as a number: what number-like text is; null for null; unsure for the rest. */
export function asNumber(value: Value, where: string): NumberValue | null | Unsure {
  if (value === null || isUnsure(value) || isNumber(value)) return value;
  if (typeof value === 'string')
    return readNumber(value) ?? unsure(`what ${where} makes of the text "${value}"`);
  return unsure(`what ${where} makes of a ${typeof value === 'boolean' ? 'Boolean' : 'multivalue field'}`);
}

/**
 * Computes in doubles (eval command, "Numeric calculations"); null where a side is null or the divisor is zero.
 * `.` joins texts; `+` joins two texts only where neither is a number.
 */
export function calculate(operator: Operator, left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  if (isUnsure(left)) return left;
  if (isUnsure(right)) return right;
  if (operator === '.') return join(left, right);
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    const numbers = [readNumber(left), readNumber(right)].filter((value) => value !== undefined).length;
    if (numbers === 0) return left + right;
    if (numbers === 1) return unsure('what + makes of a text and a number');
  }
  const a = asNumber(left, operator);
  const b = asNumber(right, operator);
  if (a === null || b === null) return null;
  if (isUnsure(a)) return a;
  return isUnsure(b) ? b : operations[operator](a, b);
}

const operations: Record<Exclude<Operator, '.'>, (a: NumberValue, b: NumberValue) => Value> = {
  '+': (a, b) => sum(a.value + b.value, a, b),
  '-': (a, b) => sum(a.value - b.value, a, b),
  '*': (a, b) => product(a.value * b.value, a, b),
  '/': (a, b) => (b.value === 0 ? null : product(a.value / b.value, a, b)),
  '%': (a, b) => {
    if (b.value === 0) return unsure('what % makes of zero');
    if (a.value < 0 || b.value < 0) return unsure('the sign of % with a negative operand');
    if (!Number.isInteger(a.value) || !Number.isInteger(b.value)) return unsure('what % makes of fractions');
    return number(a.value % b.value);
  },
};

const sum = (value: number, a: NumberValue, b: NumberValue): Value =>
  number(value, sumPrecision(value, a, b));
const product = (value: number, a: NumberValue, b: NumberValue): Value =>
  number(value, productPrecision(value, a, b));

function join(left: Exclude<Value, null | Unsure>, right: Exclude<Value, null | Unsure>): Value {
  if (isMulti(left) || isMulti(right)) return unsure('what . makes of a multivalue field');
  if (typeof left === 'boolean' || typeof right === 'boolean') return unsure('what . makes of a Boolean');
  const [a, b] = [textOf(left), textOf(right)];
  if (typeof a !== 'string') return a;
  return typeof b === 'string' ? a + b : b;
}

/** The number with the other sign. */
export function negate(value: Value): Value {
  const a = asNumber(value, 'the sign -');
  return a === null || isUnsure(a) ? a : number(a.value === 0 ? 0 : -a.value, a.precision);
}
