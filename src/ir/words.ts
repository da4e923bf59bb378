import { durationInWords } from '../text/duration.js';
import { formatInstant } from '../text/instant.js';
import { printable } from '../text/printable.js';
import type { Condition } from './condition.js';
import type { Bound, Measure, Quantity } from './measure.js';
import type { Literal, Order, Predicate, WildcardToken } from './predicate.js';
import type { ReportItem } from './rule.js';
import type { Field } from './source.js';

/*
 * A rule's parts in words. A kind without words does not compile. Texts of the rule are shown printable, in quotes.
 */

const orders: { readonly [O in Order]: string } = {
  above: 'above',
  at_least: 'at least',
  below: 'below',
  at_most: 'at most',
};

/** What an event must be like: `margin is below 0.2`. */
export function describePredicate(node: Predicate): string {
  switch (node.kind) {
    case 'all':
      return node.of.map((part) => parenthesize(part, part.kind === 'any')).join(' and ');
    case 'any':
      return node.of.map((part) => parenthesize(part, part.kind === 'all')).join(' or ');
    case 'not':
      return node.of.kind === 'exists'
        ? `${node.of.field.name} is absent`
        : `not ${parenthesize(node.of, node.of.kind === 'all' || node.of.kind === 'any')}`;
    case 'exists':
      return `${node.field.name} is present`;
    case 'equals':
      return `${node.field.name} is ${oneOf(node.values.map((value) => describeLiteral(node.field, value)))}${fold(node.nocase)}`;
    case 'compare':
      return `${node.field.name} is ${orders[node.order]} ${describeLiteral(node.field, node.value)}`;
    case 'contains':
      return `${node.field.name} contains ${oneOf(node.values.map(quote))}${fold(node.nocase)}`;
    case 'starts_with':
      return `${node.field.name} starts with ${oneOf(node.values.map(quote))}${fold(node.nocase)}`;
    case 'ends_with':
      return `${node.field.name} ends with ${oneOf(node.values.map(quote))}${fold(node.nocase)}`;
    case 'wildcard': {
      const patterns = node.patterns.map((pattern) => quote(writeWildcard(pattern)));
      return `${node.field.name} is like ${oneOf(patterns)}${fold(node.nocase)}`;
    }
    case 'regex': {
      const patterns = node.patterns.map((pattern) => `/${printable(pattern)}/`);
      return `${node.field.name} matches ${oneOf(patterns)}${node.nocase ? ' (any case)' : ''}`;
    }
    case 'cidr':
      return `${node.field.name} lies in ${oneOf(node.networks.map(({ text }) => text))}`;
    case 'in_list':
      return `${node.field.name} is in the list ${node.list}`;
  }
}

function parenthesize(node: Predicate, needed: boolean): string {
  return needed ? `(${describePredicate(node)})` : describePredicate(node);
}

function fold(nocase: boolean): string {
  return nocase ? ' (any case of A to Z)' : '';
}

function oneOf(texts: readonly string[]): string {
  return texts.length === 1 ? texts.join() : `one of ${texts.join(', ')}`;
}

function quote(text: string): string {
  return `"${printable(text)}"`;
}

function describeLiteral(field: Field, value: Literal): string {
  if (field.type === 'timestamp' && typeof value === 'number') return formatInstant(value);
  return typeof value === 'string' && field.type !== 'ip' ? quote(value) : String(value);
}

function writeWildcard(pattern: readonly WildcardToken[]): string {
  return pattern
    .map((token) =>
      token === 'any_run' ? '*' : token === 'any_one' ? '?' : token.text.replace(/[*?\\]/g, '\\$&'),
    )
    .join('');
}

/** What a rule counts: requests of a log, or findings of other rules. */
export type Counted = 'event' | 'finding';

/** A measure's name in a sentence, and whether it is a number of things (`more than 5 …`) or a value (`… is above 5`). */
interface MeasureWords {
  readonly counts: boolean;
  readonly text: string;
}

const countOf = (text: string): MeasureWords => ({ counts: true, text });
const amountOf = (text: string): MeasureWords => ({ counts: false, text });

function describeMeasure(measure: Measure, counted: Counted): MeasureWords {
  switch (measure.kind) {
    case 'count':
      return countOf(
        measure.of === undefined ? `${counted}s` : `${counted}s where ${describePredicate(measure.of)}`,
      );
    case 'share': {
      const { among, of } = measure;
      const divisor = among === undefined ? '' : ` where ${describePredicate(among)}`;
      return countOf(`of the ${counted}s${divisor} are such that ${describePredicate(of)}`);
    }
    case 'distinct':
      return countOf(`distinct ${measure.field.name}`);
    case 'distinct_ratio':
      return countOf(`distinct ${measure.field.name} ${oneThing(counted)}`);
    case 'sum':
      return amountOf(`the sum of ${measure.field.name}`);
    case 'avg':
      return amountOf(`the mean of ${measure.field.name}`);
    case 'min':
      return amountOf(`the smallest ${measure.field.name}`);
    case 'max':
      return amountOf(`the largest ${measure.field.name}`);
    case 'stddev':
      return amountOf(`the standard deviation of ${measure.field.name}`);
    case 'cv':
      return amountOf(`the standard deviation of ${measure.field.name} over its mean`);
    case 'percentile':
      return amountOf(`the ${measure.p / 1000}th percentile of ${measure.field.name}`);
    case 'entropy':
      return amountOf(`the entropy of ${measure.field.name}, in bits,`);
    case 'top_share':
      return amountOf(`the share of the commonest ${measure.field.name}`);
    case 'active':
      return countOf(`clock steps of ${durationInWords(measure.step)} with ${oneThing(counted)}`);
    case 'interval_avg':
      return amountOf(`the mean gap between ${counted}s, in seconds,`);
    case 'interval_cv':
      return amountOf(`the standard deviation of the gaps between ${counted}s over their mean`);
    case 'rate_cv':
      return amountOf(
        `the standard deviation of the counts of each ${durationInWords(measure.step)} over their mean`,
      );
    case 'ratio':
      return amountOf(`${nameQuantity(measure.of, counted)} over ${nameQuantity(measure.to, counted)}`);
  }
}

function nameQuantity({ measure }: Quantity, counted: Counted): string {
  switch (measure.kind) {
    case 'count':
    case 'distinct':
      return `the number of ${describeMeasure(measure, counted).text}`;
    case 'share':
      return `the share of ${counted}s where ${describePredicate(measure.of)}`;
    default: {
      const { text } = describeMeasure(measure, counted);
      return measure.kind === 'ratio' ? `(${text})` : text.replace(/,$/, '');
    }
  }
}

/** A quantity held against a bound: `more than 100 events`, `the mean of margin is below 0.2`. */
export function describeQuantity(quantity: Quantity, bound: Bound, counted: Counted): string {
  const { counts, text } = describeMeasure(quantity.measure, counted);
  const said = counts ? `${describeAmount(bound)} ${text}` : `${text} is ${describeBound(bound)}`;
  return quantity.atLeast === undefined ? said : `${said} (of ${quantity.atLeast} or more)`;
}

/** What an alert reports: `the largest margin`, `the first 10 values of src_ip`. */
export function describeReportItem(item: ReportItem, counted: Counted): string {
  if (item.kind === 'values')
    return `the first ${item.limit} ${item.limit === 1 ? 'value' : 'values'} of ${item.field.name}`;
  const { quantity } = item;
  const said = nameQuantity(quantity, counted);
  return quantity.atLeast === undefined ? said : `${said} (of ${quantity.atLeast} or more)`;
}

/** `an event`, `a finding`. */
export function oneThing(counted: Counted): string {
  return counted === 'event' ? 'an event' : 'a finding';
}

function describeBound(bound: Bound): string {
  return bound.kind === 'between'
    ? `between ${bound.low} and ${bound.high}`
    : `${orders[bound.kind]} ${bound.value}`;
}

function describeAmount(bound: Bound): string {
  switch (bound.kind) {
    case 'above':
      return `more than ${bound.value}`;
    case 'below':
      return `fewer than ${bound.value}`;
    default:
      return describeBound(bound);
  }
}

const opposites: { readonly [O in Order]: Order } = {
  above: 'at_most',
  at_least: 'below',
  below: 'at_least',
  at_most: 'above',
};

/** The same quantity on the other side of its bound, where there is one other side. */
export function describeOpposite(quantity: Quantity, bound: Bound, counted: Counted): string | undefined {
  return bound.kind === 'between'
    ? undefined
    : describeQuantity(quantity, { kind: opposites[bound.kind], value: bound.value }, counted);
}

const signs: { readonly [O in Order]: string } = { above: '>', at_least: '≥', below: '<', at_most: '≤' };

/** A bound in signs, to stand after a value: `> 100`, `in 2…5`. */
export function writeBound(bound: Bound): string {
  return bound.kind === 'between' ? `in ${bound.low}…${bound.high}` : `${signs[bound.kind]} ${bound.value}`;
}

/** A condition over signals' names: `volume and (novelty or not content)`, `2 of a, b, c`. */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'signal':
      return condition.name;
    case 'not':
      return `not ${groupCondition(condition.of)}`;
    case 'and':
      return condition.of.map(groupCondition).join(' and ');
    case 'or':
      return condition.of.map(groupCondition).join(' or ');
    case 'at_least':
      return `at least ${condition.count} of ${condition.of.map(groupCondition).join(', ')}`;
  }
}

function groupCondition(condition: Condition): string {
  const text = describeCondition(condition);
  return condition.kind === 'signal' || condition.kind === 'not' ? text : `(${text})`;
}

/** A value to stand before its bound in signs: a whole one beside whole bounds as it is, else two decimals, or as many more as show on which side of the bound it lies. */
export function writeValue(value: number | null, bound: Bound): string {
  if (value === null) return 'no value';
  const limits = bound.kind === 'between' ? [bound.low, bound.high] : [bound.value];
  if ([value, ...limits].every(Number.isInteger)) return String(value);
  for (let digits = 2; digits <= 12; digits++) {
    const text = value.toFixed(digits);
    if (limits.every((limit) => Math.sign(Number(text) - limit) === Math.sign(value - limit))) return text;
  }
  return String(value);
}
