import type { Measure } from '../ir/measure.js';
import type { Predicate } from '../ir/predicate.js';
import type { Span } from '../text/source-text.js';
import { type Refused, refuse } from './lowering.js';

/** The refusal of something that the IR can say and a backend does not write: `unsupported-<kind>`, the kind named in words. */
export function refuseKind(
  kind: Predicate['kind'] | Measure['kind'] | 'nocase',
  title: string,
  span: Span,
): Refused {
  const name = kind.replaceAll('_', '-');
  return refuse({
    code: `unsupported-${name}`,
    reason: `${kind} is not compiled to ${title}`,
    hint: `say it without ${kind}, or leave the rule to rulewright replay and accept unsupported-${name} in the target`,
    span,
  });
}
