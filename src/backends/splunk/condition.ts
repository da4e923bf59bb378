import type { ConditionForms } from '../condition.js';
import { join } from './predicates.js';

/** How tests over a row combine, none of which is ever null. */
export const conditions: ConditionForms<string> = {
  not: (part) => `NOT (${part})`,
  and: (parts) => join(parts, 'AND'),
  or: (parts) => join(parts, 'OR'),
  atLeast: (count, parts) => `${parts.map((part) => `if(${part}, 1, 0)`).join(' + ')} >= ${count}`,
};
