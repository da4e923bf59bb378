import { meets } from '../ir/bound.js';
import type { Condition } from '../ir/condition.js';
import type { Bound, Measure, Quantity } from '../ir/measure.js';
import type { Predicate } from '../ir/predicate.js';

/*
 * What can be said of a rule beforehand where a log never has some of its fields: a test of an absent field is false (contract,
 * section 3), and a measure of one has always the same value, or none (section 5).
 */

/** What a test says of every event that a log can hold; undefined where that hangs on the event. */
export type Truth = boolean | undefined;

export function truthOf(node: Predicate, isMissing: (field: string) => boolean): Truth {
  switch (node.kind) {
    case 'all':
      return join(node.of, false, isMissing);
    case 'any':
      return join(node.of, true, isMissing);
    case 'not': {
      const truth = truthOf(node.of, isMissing);
      return truth === undefined ? undefined : !truth;
    }
    default:
      return isMissing(node.field.name) ? false : undefined;
  }
}

/** All or any of several: one part that is `decisive` decides. */
function join(parts: readonly Predicate[], decisive: boolean, isMissing: (field: string) => boolean): Truth {
  const truths = parts.map((part) => truthOf(part, isMissing));
  if (truths.includes(decisive)) return decisive;
  return truths.every((truth) => truth === !decisive) ? !decisive : undefined;
}

/** A measure's value in every window: a number, null where it never has one, undefined where it hangs on the events. */
type Known = number | null | undefined;

function findValue({ measure }: Quantity, isMissing: (field: string) => boolean): Known {
  switch (measure.kind) {
    case 'count':
      return measure.of !== undefined && truthOf(measure.of, isMissing) === false ? 0 : undefined;
    case 'share': {
      const { of, among } = measure;
      if (among !== undefined && truthOf(among, isMissing) === false) return null;
      const truth = truthOf(of, isMissing);
      return truth === undefined ? undefined : Number(truth);
    }
    case 'distinct':
    case 'distinct_ratio':
      return isMissing(measure.field.name) ? 0 : undefined;
    case 'ratio': {
      const of = findValue(measure.of, isMissing);
      const to = findValue(measure.to, isMissing);
      if (of === null || to === null || to === 0) return null;
      if (of === undefined) return undefined;
      return to === undefined ? (of === 0 ? 0 : undefined) : of / to;
    }
    case 'active':
    case 'interval_avg':
    case 'interval_cv':
    case 'rate_cv':
      return undefined;
    default:
      return isMissing(measure.field.name) ? null : undefined;
  }
}

/** Whether a signal is met in every window, or in none; undefined where that hangs on the events. */
export function signalTruth(
  signal: Quantity & { readonly bound: Bound },
  isMissing: (field: string) => boolean,
): Truth {
  const value = findValue(signal, isMissing);
  if (value === undefined) return undefined;
  if (value === null) return false;
  // `n:` or an empty divisor can still take the value away, so that only "never" is sure of a share or ratio.
  const met = meets(signal.bound, value);
  return met && !isAlways(signal) ? undefined : met;
}

function isAlways({ measure, atLeast }: Quantity): boolean {
  if (atLeast !== undefined && atLeast > 1) return false;
  return measure.kind !== 'ratio' && !(measure.kind === 'share' && measure.among !== undefined);
}

/** A condition with what is known of its signals put in: what is left of it, or that it always or never holds. */
export function settleCondition(condition: Condition, truth: (signal: string) => Truth): Condition | boolean {
  switch (condition.kind) {
    case 'signal':
      return truth(condition.name) ?? condition;
    case 'not': {
      const of = settleCondition(condition.of, truth);
      return typeof of === 'boolean' ? !of : { kind: 'not', of };
    }
    case 'and':
    case 'or': {
      const decisive = condition.kind === 'or';
      const parts = condition.of.map((part) => settleCondition(part, truth));
      if (parts.includes(decisive)) return decisive;
      const of = parts.filter((part) => typeof part !== 'boolean');
      return of.length === 0 ? !decisive : of.length === 1 ? of[0] : { kind: condition.kind, of };
    }
    case 'at_least': {
      const parts = condition.of.map((part) => settleCondition(part, truth));
      const of = parts.filter((part) => typeof part !== 'boolean');
      const count = condition.count - parts.filter((part) => part === true).length;
      if (count <= 0) return true;
      if (count > of.length) return false;
      if (of.length === 1) return of[0];
      return count === of.length
        ? { kind: 'and', of }
        : count === 1
          ? { kind: 'or', of }
          : { kind: 'at_least', count, of };
    }
  }
}

/** The fields that a measure reads, its predicates and operands included. */
export function fieldsOfMeasure(measure: Measure): Set<string> {
  const fields = new Set<string>();
  const visit = (node: Predicate): void => {
    if (node.kind === 'all' || node.kind === 'any') node.of.forEach(visit);
    else if (node.kind === 'not') visit(node.of);
    else fields.add(node.field.name);
  };
  const visitMeasure = (one: Measure): void => {
    if (one.kind === 'ratio') {
      visitMeasure(one.of.measure);
      visitMeasure(one.to.measure);
    } else if ('field' in one) fields.add(one.field.name);
    else {
      if ('of' in one && one.of !== undefined) visit(one.of);
      if ('among' in one && one.among !== undefined) visit(one.among);
    }
  };
  visitMeasure(measure);
  return fields;
}
