import type { ConditionForms } from '../../condition.js';
import { allOf, anyOf, atom, countTrue, type Expression, negate } from './expression.js';

/** How the signals' tests combine. */
export const conditions: ConditionForms<Expression> = {
  not: negate,
  and: allOf,
  or: anyOf,
  atLeast: (count, tests) => atom(`${countTrue(tests)} >= ${count}`, false),
};
