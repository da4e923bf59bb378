import { asNumber } from '../expression/arithmetic.js';
import type { Evaluate, Scope } from '../expression/scope.js';
import type { Expression } from '../expression/tree.js';
import { patternText } from '../quoting.js';
import { isMulti, isUnsure, type NumberValue, textOf, type Unsure, unsure, type Value } from '../value.js';

/** A function of `eval`: how many arguments it takes, and what it is. Arguments come unevaluated. */
export type EvalFunction = {
  readonly least: number;
  readonly most: number;
  readonly evaluate: (list: readonly Expression[], scope: Scope, evaluate: Evaluate) => Value;
};
export type EvalFunctions = Readonly<Record<string, EvalFunction>>;

/** A function whose arguments are all computed; an unsure argument makes its result unsure. */
export function eager(
  least: number,
  most: number,
  compute: (values: readonly Exclude<Value, Unsure>[], scope: Scope) => Value,
): EvalFunction {
  return {
    least,
    most,
    evaluate(list, scope, evaluate) {
      const values: Exclude<Value, Unsure>[] = [];
      for (const argument of list) {
        const value = evaluate(argument, scope);
        if (isUnsure(value)) return value;
        values.push(value);
      }
      return compute(values, scope);
    },
  };
}

/** A function of numbers; null where one of them is. */
export function numeric(
  least: number,
  most: number,
  name: string,
  compute: (...values: [NumberValue, ...NumberValue[]]) => Value,
): EvalFunction {
  return eager(least, most, (values) => {
    const numbers: NumberValue[] = [];
    for (const value of values) {
      const one = asNumber(value, `${name}()`);
      if (one === null || isUnsure(one)) return one;
      numbers.push(one);
    }
    const [first, ...others] = numbers;
    return first === undefined ? null : compute(first, ...others);
  });
}

/** A function of texts; numbers are taken as their text; null where one of them is null. */
export function textual(
  least: number,
  most: number,
  name: string,
  compute: (...values: [string, ...string[]]) => Value,
): EvalFunction {
  return eager(least, most, (values) => {
    const texts: string[] = [];
    for (const value of values) {
      const text = asText(value, name);
      if (typeof text !== 'string') return text;
      texts.push(text);
    }
    const [first, ...others] = texts;
    return first === undefined ? null : compute(first, ...others);
  });
}

/** A value as text; null for null; unsure for a Boolean or several values. */
export function asText(value: Value, name: string): string | null | Unsure {
  if (value === null || isUnsure(value)) return value;
  if (typeof value === 'boolean') return unsure(`what ${name}() makes of a Boolean`);
  return isMulti(value) ? unsure(`what ${name}() makes of a multivalue field`) : textOf(value);
}

/** A regular expression given as an argument: a literal's escapes are the expression's, but for `\"` and `\\`: `\t` and `\n` say the same in either reading. */
export function asPattern(
  argument: Expression | undefined,
  scope: Scope,
  evaluate: Evaluate,
): string | null | Unsure {
  if (argument === undefined) return null;
  if (argument.kind !== 'string') return asText(evaluate(argument, scope), 'match');
  return patternText(argument.raw);
}
