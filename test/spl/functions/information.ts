import type { Evaluate, Scope } from '../expression/scope.js';
import type { Expression } from '../expression/tree.js';
import { isMulti, isNumber, isUnsure, readNumber, type Unsure, unsure, type Value } from '../value.js';
import type { EvalFunction, EvalFunctions } from './definition.js';

function informational(decide: (value: Value, argument: Expression) => Value): EvalFunction {
  return {
    least: 1,
    most: 1,
    evaluate([argument], scope: Scope, evaluate: Evaluate) {
      return argument === undefined ? null : decide(evaluate(argument, scope), argument);
    },
  };
}

/**
 * Whether a value is a number: a field's text that is one counts as a number (isnum() of an extracted field), a string
 * literal does not.
 */
function isNumeric(value: Value, argument: Expression): boolean | Unsure {
  if (value === null || typeof value === 'boolean') return false;
  if (isUnsure(value) || isNumber(value)) return isUnsure(value) ? value : true;
  if (isMulti(value)) return unsure('what isnum() makes of a multivalue field');
  if (argument.kind === 'string') return false;
  const read = readNumber(value);
  if (read === undefined) return false;
  if (argument.kind !== 'field') return unsure(`whether the computed text "${value}" is a number`);
  return isUnsure(read) ? read : true;
}

/** Informational functions. An unsure value is a value: it is not null. */
export const informationFunctions: EvalFunctions = {
  isnull: informational((value) => value === null),
  isnotnull: informational((value) => value !== null),
  isnum: informational(isNumeric),
  isstr: informational((value, argument) => {
    if (value === null || typeof value === 'boolean') return false;
    const numeric = isNumeric(value, argument);
    return typeof numeric === 'boolean' ? !numeric : numeric;
  }),
  isint: informational((value, argument) => {
    const numeric = isNumeric(value, argument);
    if (numeric !== true) return numeric;
    const read = typeof value === 'string' ? readNumber(value) : value;
    if (read === undefined || !isNumber(read)) return unsure('whether isint() is true of this text');
    return read.precision === undefined
      ? Number.isInteger(read.value)
      : Number.isInteger(read.value)
        ? unsure('whether isint() is true of 1.0')
        : false;
  }),
  isbool: informational((value) => (isUnsure(value) ? value : typeof value === 'boolean')),
  typeof: informational((value, argument) => {
    if (value === null) return 'Invalid';
    if (typeof value === 'boolean') return 'Boolean';
    const numeric = isNumeric(value, argument);
    return typeof numeric === 'boolean' ? (numeric ? 'Number' : 'String') : numeric;
  }),
};
