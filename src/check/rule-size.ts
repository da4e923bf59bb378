import type { Condition } from '../ir/condition.js';
import type { Measure, Quantity } from '../ir/measure.js';
import type { Predicate } from '../ir/predicate.js';
import type { Rule } from '../ir/rule.js';

/** How many tests, values, measures and names a rule may stand for, all written out. */
export const mostParts = 50_000;

const sizes = new WeakMap<Predicate, number>();

/** How much a rule is with its definitions and ratios written out: what everything that walks a rule has to do. */
export function sizeOf(rule: Rule): number {
  const where = rule.where === undefined ? 0 : ofPredicate(rule.where);
  const reported = sum(rule.report.map((item) => (item.kind === 'values' ? 1 : ofQuantity(item.quantity))));
  return where + reported + rule.by.length + ofKind(rule);
}

function ofKind(rule: Rule): number {
  switch (rule.kind) {
    case 'match':
      return 0;
    case 'aggregate':
      return sum(rule.signals.map(ofQuantity)) + ofCondition(rule.condition);
    case 'sequence':
      return sum(rule.steps.map((step) => ofPredicate(step.where)));
  }
}

function ofQuantity({ measure }: Quantity): number {
  return ofMeasure(measure);
}

function ofMeasure(measure: Measure): number {
  switch (measure.kind) {
    case 'count':
      return 1 + (measure.of === undefined ? 0 : ofPredicate(measure.of));
    case 'share':
      return 1 + ofPredicate(measure.of) + (measure.among === undefined ? 0 : ofPredicate(measure.among));
    case 'ratio':
      return 1 + ofQuantity(measure.of) + ofQuantity(measure.to);
    default:
      return 1;
  }
}

function ofCondition(condition: Condition): number {
  switch (condition.kind) {
    case 'signal':
      return 1;
    case 'not':
      return ofCondition(condition.of);
    default:
      return sum(condition.of.map(ofCondition));
  }
}

/** Definitions are shared, not copied, so each is counted once and remembered. */
function ofPredicate(predicate: Predicate): number {
  const known = sizes.get(predicate);
  if (known !== undefined) return known;
  const size = countParts(predicate);
  sizes.set(predicate, size);
  return size;
}

function countParts(predicate: Predicate): number {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return sum(predicate.of.map(ofPredicate));
    case 'not':
      return ofPredicate(predicate.of);
    case 'equals':
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return predicate.values.length;
    case 'wildcard':
    case 'regex':
      return predicate.patterns.length;
    case 'cidr':
      return predicate.networks.length;
    case 'exists':
    case 'compare':
    // A list is shared by all who ask for it, and may be long.
    case 'in_list':
      return 1;
  }
}

function sum(parts: readonly number[]): number {
  return parts.reduce((total, part) => total + part, 0);
}
