import type { Condition } from '../../../ir/condition.js';
import { combine, flip, type Lowering, map } from '../../lowering.js';
import { allOf, anyOf, atom, countTrue, type Expression, negate } from './expression.js';

/** How the signals' tests combine. Each signal's deviations come with its test, so that one not asked for adds none. */
export function lowerCondition(
  condition: Condition,
  testOf: (signal: string) => Lowering<Expression>,
): Lowering<Expression> {
  const parts = (of: readonly Condition[]) => combine(of.map((part) => lowerCondition(part, testOf)));
  switch (condition.kind) {
    case 'signal':
      return testOf(condition.name);
    case 'not':
      return flip(map(lowerCondition(condition.of, testOf), negate));
    case 'and':
      return map(parts(condition.of), allOf);
    case 'or':
      return map(parts(condition.of), anyOf);
    case 'at_least':
      return map(parts(condition.of), (tests) => atom(`${countTrue(tests)} >= ${condition.count}`, false));
  }
}
