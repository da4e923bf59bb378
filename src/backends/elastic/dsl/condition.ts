import type { Condition } from '../../../ir/condition.js';
import { combine, flip, type Lowering, map } from '../../lowering.js';
import type { JsonObject } from './json.js';

/** A condition as the scripts take it: a signal's name, or a map with one of `not`, `and`, `or`, or `at_least` beside `of`. */
export type WrittenCondition = string | JsonObject;

/** Each signal's deviations come with its name, so that one that is not asked for adds none. */
export function lowerCondition(
  condition: Condition,
  signalOf: (name: string) => Lowering<unknown>,
): Lowering<WrittenCondition> {
  const parts = (of: readonly Condition[]) => combine(of.map((part) => lowerCondition(part, signalOf)));
  switch (condition.kind) {
    case 'signal':
      return map(signalOf(condition.name), () => condition.name);
    case 'not':
      return flip(map(lowerCondition(condition.of, signalOf), (not) => ({ not })));
    case 'and':
      return map(parts(condition.of), (and) => ({ and }));
    case 'or':
      return map(parts(condition.of), (or) => ({ or }));
    case 'at_least':
      return map(parts(condition.of), (of) => ({ at_least: condition.count, of }));
  }
}
