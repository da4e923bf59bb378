import type { Measure } from '../ir/measure.js';
import type { Predicate } from '../ir/predicate.js';
import type { Rule } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import type { Span } from '../text/source-text.js';

/** A field that a rule uses, and the first place of the rule that does. */
export interface UsedField {
  readonly field: Field;
  readonly span: Span;
}

/** Each field that a rule needs from a log, besides the time: of its group, its predicates and its measures, each once. */
export function usedFields(rule: Rule): readonly UsedField[] {
  const used = new Map<string, UsedField>();
  const use = (field: Field, span: Span) => {
    if (!used.has(field.name)) used.set(field.name, { field, span });
  };
  for (const field of rule.by) use(field, rule.span);
  if (rule.where !== undefined) visitPredicate(rule.where, use);
  if (rule.kind === 'sequence') for (const step of rule.steps) visitPredicate(step.where, use);
  if (rule.kind === 'aggregate')
    for (const signal of rule.signals) visitMeasure(signal.measure, signal.span, use);
  return [...used.values()];
}

type Use = (field: Field, span: Span) => void;

function visitPredicate(node: Predicate, use: Use): void {
  switch (node.kind) {
    case 'all':
    case 'any':
      for (const part of node.of) visitPredicate(part, use);
      return;
    case 'not':
      visitPredicate(node.of, use);
      return;
    default:
      use(node.field, node.span);
  }
}

function visitMeasure(measure: Measure, span: Span, use: Use): void {
  switch (measure.kind) {
    case 'count':
      if (measure.of !== undefined) visitPredicate(measure.of, use);
      return;
    case 'share':
      visitPredicate(measure.of, use);
      if (measure.among !== undefined) visitPredicate(measure.among, use);
      return;
    case 'active':
    case 'interval_avg':
    case 'interval_cv':
    case 'rate_cv':
      return;
    case 'ratio':
      visitMeasure(measure.of.measure, span, use);
      visitMeasure(measure.to.measure, span, use);
      return;
    default:
      use(measure.field, span);
  }
}
