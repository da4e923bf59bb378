import type { Measure, Quantity } from '../ir/measure.js';
import type { Literal, Predicate, PredicateOf } from '../ir/predicate.js';
import type { Rule } from '../ir/rule.js';
import type { Field, Source } from '../ir/source.js';

/** So many values of one list are written into a query, and no more. */
export const mostInlined = 2_000;

/**
 * The rule with the values of its lists in place of their names, so that no back end needs to know of lists: those that always count
 * as an equality, those that count until a day as one beside a test of the event's time.
 * @param onLong is told of each list that is too long for that
 */
export function inlineLists(rule: Rule, onLong: (list: PredicateOf<'in_list'>) => void): Rule {
  const writeList = (list: PredicateOf<'in_list'>) => {
    if (list.entries.length > mostInlined) onLong(list);
    return writeOut(list, rule.source);
  };
  const change = (predicate: Predicate) => inline(predicate, writeList);
  if (rule.kind === 'match') return { ...rule, where: change(rule.where) };
  const where = rule.where === undefined ? {} : { where: change(rule.where) };
  switch (rule.kind) {
    case 'aggregate':
      return { ...rule, ...where, signals: rule.signals.map((signal) => changeQuantity(signal, change)) };
    case 'sequence':
      return { ...rule, ...where, steps: rule.steps.map((step) => ({ ...step, where: change(step.where) })) };
  }
}

function inline(node: Predicate, writeList: (list: PredicateOf<'in_list'>) => Predicate): Predicate {
  switch (node.kind) {
    case 'all':
    case 'any':
      return { ...node, of: node.of.map((part) => inline(part, writeList)) };
    case 'not':
      return { ...node, of: inline(node.of, writeList) };
    case 'in_list':
      return writeList(node);
    default:
      return node;
  }
}

function writeOut({ field, entries, span }: PredicateOf<'in_list'>, { fields, time }: Source): Predicate {
  const byUntil = new Map<number | undefined, Literal[]>();
  for (const { value, until } of entries) {
    const values = byUntil.get(until);
    if (values === undefined) byUntil.set(until, [value]);
    else values.push(value);
  }
  const clock: Field | undefined = fields.get(time.field);
  const of = [...byUntil].map(([until, values]): Predicate => {
    const equals: Predicate = { kind: 'equals', field, values, nocase: false, span };
    if (until === undefined || clock === undefined) return equals;
    return {
      kind: 'all',
      span,
      of: [equals, { kind: 'compare', field: clock, order: 'below', value: until, span }],
    };
  });
  const [first] = of;
  return of.length === 1 && first !== undefined ? first : { kind: 'any', span, of };
}

function changeQuantity<Q extends Quantity>(quantity: Q, change: (predicate: Predicate) => Predicate): Q {
  return { ...quantity, measure: changeMeasure(quantity.measure, change) };
}

function changeMeasure(measure: Measure, change: (predicate: Predicate) => Predicate): Measure {
  switch (measure.kind) {
    case 'count':
      return measure.of === undefined ? measure : { ...measure, of: change(measure.of) };
    case 'share': {
      const { among } = measure;
      return { ...measure, of: change(measure.of), ...(among === undefined ? {} : { among: change(among) }) };
    }
    case 'ratio':
      return {
        ...measure,
        of: changeQuantity(measure.of, change),
        to: changeQuantity(measure.to, change),
      };
    default:
      return measure;
  }
}
