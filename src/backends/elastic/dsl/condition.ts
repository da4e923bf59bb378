import type { ConditionForms } from '../../condition.js';
import type { JsonObject } from './json.js';

/** A condition as the scripts take it: a signal's name, or a map with one of `not`, `and`, `or`, or `at_least` beside `of`. */
export type WrittenCondition = string | JsonObject;

/** How the scripts are told what combines the signals. */
export const conditions: ConditionForms<WrittenCondition> = {
  not: (not) => ({ not }),
  and: (and) => ({ and }),
  or: (or) => ({ or }),
  atLeast: (count, of) => ({ at_least: count, of }),
};
