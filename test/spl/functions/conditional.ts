import { compare } from '../comparison.js';
import { truth } from '../expression/truth.js';
import { fail } from '../failure.js';
import { isIpInNetwork } from '../network.js';
import { matches } from '../pcre.js';
import { isUnsure, unsure, type Value } from '../value.js';
import { asPattern, asText, type EvalFunctions, eager, textual } from './definition.js';

/** Comparison and conditional functions. Only what decides is computed. */
export const conditionalFunctions: EvalFunctions = {
  if: {
    least: 3,
    most: 3,
    evaluate([condition, yes, no], scope, evaluate) {
      if (condition === undefined || yes === undefined || no === undefined) return null;
      const verdict = truth(evaluate(condition, scope), 'if()');
      if (isUnsure(verdict)) return verdict;
      return evaluate(verdict === true ? yes : no, scope);
    },
  },
  case: {
    least: 2,
    most: Infinity,
    evaluate(list, scope, evaluate) {
      if (list.length % 2 === 1) return fail('error', 'case() takes pairs');
      for (let at = 0; at < list.length; at += 2) {
        const [condition, value] = [list[at], list[at + 1]];
        if (condition === undefined || value === undefined) break;
        const verdict = truth(evaluate(condition, scope), 'case()');
        if (isUnsure(verdict)) return verdict;
        if (verdict === true) return evaluate(value, scope);
      }
      return null;
    },
  },
  coalesce: {
    least: 1,
    most: Infinity,
    evaluate(list, scope, evaluate) {
      for (const argument of list) {
        const value = evaluate(argument, scope);
        if (value !== null) return value;
      }
      return null;
    },
  },
  /** The opposite of case(): the value of the first condition that is false, null where all are true. */
  validate: {
    least: 2,
    most: Infinity,
    evaluate(list, scope, evaluate) {
      if (list.length % 2 === 1) return fail('error', 'validate() takes pairs');
      for (let at = 0; at < list.length; at += 2) {
        const [condition, value] = [list[at], list[at + 1]];
        if (condition === undefined || value === undefined) break;
        const verdict = truth(evaluate(condition, scope), 'validate()');
        if (isUnsure(verdict)) return verdict;
        if (verdict === null) return unsure('whether validate() takes null for false');
        if (!verdict) return evaluate(value, scope);
      }
      return null;
    },
  },
  nullif: eager(2, 2, ([left = null, right = null]) => {
    const equal = compare('=', left, right);
    if (isUnsure(equal)) return equal;
    return equal === true ? null : left;
  }),
  in: eager(2, Infinity, ([subject = null, ...values]) => {
    if (subject === null) return null;
    let doubt: Value = false;
    for (const value of values) {
      const equal = compare('=', subject, value);
      if (equal === true) return true;
      if (isUnsure(equal)) doubt = equal;
    }
    return doubt;
  }),
  match: {
    least: 2,
    most: 2,
    evaluate([subject, pattern], scope, evaluate) {
      if (subject === undefined) return null;
      const text = asText(evaluate(subject, scope), 'match');
      if (typeof text !== 'string') return text;
      const expression = asPattern(pattern, scope, evaluate);
      return typeof expression === 'string' ? matches(expression, text) : expression;
    },
  },
  /** `%` stands for any run of characters, `_` for one; case counts. Of an escape no page speaks. */
  like: textual(2, 2, 'like', (text, pattern = '') => {
    if (pattern.includes('\\')) return unsure('what a backslash means in a pattern of like()');
    if (/[^\0-\x7f]/.test(text) && pattern.includes('_')) return unsure('whether _ is a byte or a character');
    const source = pattern
      .replace(/[$()*+./?[\\\]^{|}-]/g, '\\$&')
      .replaceAll('%', '[\\s\\S]*')
      .replaceAll('_', '[\\s\\S]');
    return new RegExp(`^${source.replaceAll('\\-', '-')}$`, 'u').test(text);
  }),
  /** True where the address belongs to the network. */
  cidrmatch: textual(2, 2, 'cidrmatch', (network, address = '') => isIpInNetwork(network, address)),
  true: eager(0, 0, () => true),
  false: eager(0, 0, () => false),
  null: eager(0, 0, () => null),
};
