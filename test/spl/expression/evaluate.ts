import { compare } from '../comparison.js';
import { fail } from '../failure.js';
import { evalFunctions } from '../functions/table.js';
import { evalText } from '../quoting.js';
import { isNumber, isUnsure, rounded, unsure, type Value } from '../value.js';
import { calculate, negate } from './arithmetic.js';
import type { Scope } from './scope.js';
import type { Expression } from './tree.js';
import { truth } from './truth.js';

/** Computes an expression over a row. Null stands for a missing field; logic has three values. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'string':
      return evalText(expression.raw);
    case 'field':
      return scope.bound?.field === expression.name
        ? scope.bound.value
        : (scope.row.get(expression.name) ?? null);
    case 'call': {
      const definition =
        evalFunctions[expression.name] ?? fail('refused', `the function ${expression.name}()`);
      const { arguments: list } = expression;
      if (list.length < definition.least || list.length > definition.most)
        fail('error', `${expression.name}() does not take ${list.length} arguments`);
      return definition.evaluate(list, scope, evaluate);
    }
    case 'minus':
      return negate(evaluate(expression.operand, scope));
    case 'not': {
      const value = truth(evaluate(expression.operand, scope), 'NOT');
      return typeof value === 'boolean' ? !value : value;
    }
    case 'and':
    case 'or': {
      const decisive = expression.kind === 'or';
      const left = truth(evaluate(expression.left, scope), expression.kind);
      if (left === decisive) return decisive;
      const right = truth(evaluate(expression.right, scope), expression.kind);
      if (right === decisive) return decisive;
      if (isUnsure(left) || isUnsure(right)) return isUnsure(left) ? left : right;
      return left === null || right === null ? null : !decisive;
    }
    case 'xor': {
      const left = truth(evaluate(expression.left, scope), 'XOR');
      const right = truth(evaluate(expression.right, scope), 'XOR');
      if (typeof left === 'boolean' && typeof right === 'boolean') return left !== right;
      return isUnsure(left) ? left : isUnsure(right) ? right : unsure('what XOR makes of null');
    }
    case 'compare':
      return compare(
        expression.comparator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
    case 'arithmetic': {
      const value = calculate(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
      return scope.rounding === 'operation' && isNumber(value) ? rounded(value) : value;
    }
  }
}

/** Whether a row stays: a condition that is null drops it. */
export function holds(expression: Expression, scope: Scope): boolean {
  const value = truth(evaluate(expression, scope), 'a condition');
  if (isUnsure(value)) return fail('undocumented', value.reason);
  return value === true;
}
