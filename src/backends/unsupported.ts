import type { BoundRule } from '../bind/bound-rule.js';
import type { Measure } from '../ir/measure.js';
import type { Predicate } from '../ir/predicate.js';
import type { Rule } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import type { Span } from '../text/source-text.js';
import { type Refusal, type Refused, refuse } from './lowering.js';

/** The refusal of something that the IR can say and a backend does not write: `unsupported-<kind>`, the kind named in words. */
export function refuseKind(
  kind: Predicate['kind'] | Measure['kind'] | 'nocase' | 'sequence',
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

/** The refusal of fields that the target's log yields only by a computation, for a back end that writes none; undefined where there are none. */
export function refuseComputed(
  { fields, target }: Pick<BoundRule, 'fields'> & { readonly target: { readonly name: string } },
  title: string,
): Refused | undefined {
  const [first, ...rest] = [...fields.values()].flatMap(({ field, place, span }) =>
    place.kind === 'computed'
      ? [
          fieldDerived(
            field,
            `the log of ${target.name} yields ${field.name} only through ${place.from.kind}, which is not compiled to ${title}`,
            span,
          ),
        ]
      : [],
  );
  return first && refuse(first, ...rest);
}

/** The refusal of a field that a query would have to compute, and cannot. */
export function fieldDerived({ name }: Field, reason: string, span: Span): Refusal {
  return { code: 'field-derived', reason, hint: `write ${name} into the index, and map it as a path`, span };
}

/** The refusal of what a rule reads, where no back end can read it yet; undefined where it reads a plain log. */
export function refuseReading(rule: Rule, title: string): Refused | undefined {
  if (rule.reads)
    return refuse({
      code: 'unsupported-findings',
      reason: `a rule over the findings of others is not compiled to ${title}`,
      hint: 'leave the rule to rulewright replay and accept unsupported-findings in the target',
      span: rule.span,
    });
  if (rule.buildingBlock)
    return refuse({
      code: 'unsupported-building-block',
      reason: `a building block raises no alerts, and rules over its findings are not compiled to ${title}`,
      hint: 'leave it to rulewright replay and accept unsupported-building-block in the target',
      span: rule.span,
    });
  if (rule.source.dedupe)
    return refuse({
      code: 'unsupported-dedupe',
      reason: `the source ${rule.source.name} counts an id once, which is not compiled to ${title}`,
      hint: 'take dedupe out of the source, or take the rule out of this target',
      span: rule.span,
    });
  return undefined;
}
