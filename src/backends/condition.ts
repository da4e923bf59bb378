import type { Condition } from '../ir/condition.js';
import type { AggregateRule } from '../ir/rule.js';
import { combine, flip, type Lowering, map } from './lowering.js';

/** How a backend writes what combines the signals of a rule: all that differs between them. */
export interface ConditionForms<Q> {
  readonly not: (part: Q) => Q;
  readonly and: (parts: readonly Q[]) => Q;
  readonly or: (parts: readonly Q[]) => Q;
  readonly atLeast: (count: number, parts: readonly Q[]) => Q;
}

/**
 * A rule's condition over its signals. Each signal's deviations come with its test, so that one that the condition does not name adds none.
 * @param signals as they were lowered, in the rule's order
 */
export function lowerCondition<S, Q>(
  { condition, signals: named }: AggregateRule,
  signals: readonly Lowering<S>[],
  testOf: (signal: S, name: string) => Q,
  forms: ConditionForms<Q>,
): Lowering<Q> {
  const byName = new Map(named.map(({ name }, i) => [name, signals[i]]));
  const lowerParts = (of: readonly Condition[]) => combine(of.map(lower));
  const lower = (one: Condition): Lowering<Q> => {
    switch (one.kind) {
      case 'signal': {
        const signal = byName.get(one.name);
        if (signal === undefined) throw new Error(`the condition names ${one.name}, which is not a signal`);
        return map(signal, (written) => testOf(written, one.name));
      }
      case 'not':
        return flip(map(lower(one.of), forms.not));
      case 'and':
        return map(lowerParts(one.of), forms.and);
      case 'or':
        return map(lowerParts(one.of), forms.or);
      case 'at_least':
        return map(lowerParts(one.of), (parts) => forms.atLeast(one.count, parts));
    }
  };
  return lower(condition);
}
