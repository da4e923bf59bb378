import type { AggregateRule } from '../../ir/rule.js';
import type { Field } from '../../ir/source.js';
import type { Deviation, Effect } from '../lowering.js';
import { writeTimespan } from './timespan.js';

/** Sigma leaves it to the reader where a timespan begins, so no claim holds for every reader. */
export function anchor({ window, span }: AggregateRule): Deviation {
  return {
    code: 'window-anchor',
    effect: 'both',
    reason: `Sigma does not say where a timespan of ${writeTimespan(window.size)} begins: a reader that slides it finds all that the rule finds and more, one that cuts time into blocks loses what lies across two`,
    span,
  };
}

/** Sigma says nothing of how the values of a group or a `value_count` are compared. */
export function spellValues(
  { name, type }: Field,
  effect: Effect,
  { span }: AggregateRule,
): readonly Deviation[] {
  switch (type) {
    case 'keyword':
      return [
        {
          code: 'case-of-values',
          effect,
          reason: `Sigma does not say whether values of ${name} that differ in case are one, and some readers take them for one`,
          span,
        },
      ];
    case 'ip':
      return [
        {
          code: 'address-as-text',
          effect: effect === 'under' ? 'over' : effect,
          reason: `${name} is compared as it is written, so that an IPv6 address in another spelling is another one`,
          span,
        },
      ];
    default:
      return [];
  }
}

/** What a condition denies is left out. */
export function dropNegation({ span }: AggregateRule): Deviation {
  return {
    code: 'negation-dropped',
    effect: 'over',
    reason: 'what the condition wants to be false is not asked for: Sigma cannot deny a correlation',
    span,
  };
}

/** Several correlations under a `temporal` one. */
export function joinWindows({ span }: AggregateRule): Deviation {
  return {
    code: 'joint-windows',
    effect: 'over',
    reason: 'each signal is held in a timespan of its own, which need not be that of the others',
    span,
  };
}
