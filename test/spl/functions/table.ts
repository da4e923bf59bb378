import { conditionalFunctions } from './conditional.js';
import type { EvalFunctions } from './definition.js';
import { informationFunctions } from './information.js';
import { jsonFunctions } from './json.js';
import { mathematicalFunctions } from './mathematical.js';
import { multivalueFunctions } from './multivalue.js';
import { textFunctions } from './text.js';
import { timeFunctions } from './time.js';

/** Every function of `eval` that is known here; any other is refused by name. */
export const evalFunctions: EvalFunctions = Object.assign(
  Object.create(null),
  conditionalFunctions,
  informationFunctions,
  jsonFunctions,
  mathematicalFunctions,
  multivalueFunctions,
  textFunctions,
  timeFunctions,
);
