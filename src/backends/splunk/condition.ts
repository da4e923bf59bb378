import type { Condition } from '../../ir/condition.js';
import { combine, flip, type Lowering, map } from '../lowering.js';
import { join } from './predicates.js';

/**
 * A rule's condition over its rows, never null.
 * @param testOf the test of each signal, with its deviations: a signal that is not asked for adds none
 */
export function lowerCondition(
  condition: Condition,
  testOf: (signal: string) => Lowering<string>,
): Lowering<string> {
  const lowerParts = (of: readonly Condition[]) => combine(of.map((part) => lowerCondition(part, testOf)));
  switch (condition.kind) {
    case 'signal':
      return testOf(condition.name);
    case 'not':
      return flip(map(lowerCondition(condition.of, testOf), (part) => `NOT (${part})`));
    case 'and':
      return map(lowerParts(condition.of), (parts) => join(parts, 'AND'));
    case 'or':
      return map(lowerParts(condition.of), (parts) => join(parts, 'OR'));
    case 'at_least':
      return map(lowerParts(condition.of), (parts) => {
        const terms = parts.map((part) => `if(${part}, 1, 0)`);
        return `${terms.join(' + ')} >= ${condition.count}`;
      });
  }
}
