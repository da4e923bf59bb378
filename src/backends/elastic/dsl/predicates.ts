import type { Literal, Network, Order, Predicate } from '../../../ir/predicate.js';
import type { Field } from '../../../ir/source.js';
import type { Span } from '../../../text/source-text.js';
import { combine, exact, flip, type Lowering, map, refuse } from '../../lowering.js';
import { lowerPredicate, type PredicateLowerers } from '../../tables.js';
import { isWritable, isWritablePattern, refuseUnwritable } from '../../unwritable.js';
import { lowerInstant } from '../instant.js';
import { anyOne, anyRun, translateRegex, writeFolded } from '../lucene.js';
import { escapeWildcard, joinTokens } from '../text.js';
import { testConstant } from './constant.js';
import { type Fields, present } from './fields.js';
import { allOf, anyOf, everything, type Filter, negate, nothing } from './filter.js';
import { instantFormat } from './range.js';

/** How Query DSL asks an event. Every test is guarded: of a field with several values it is false. */
export const predicates: PredicateLowerers<Filter, Fields> = {
  all: (node, fields) => map(combine(node.of.map((part) => lower(part, fields))), allOf),
  any: (node, fields) => map(combine(node.of.map((part) => lower(part, fields))), anyOf),
  not: (node, fields) => flip(map(lower(node.of, fields), negate)),
  exists: (node, fields) => ask(node, fields, (name) => exact({ exists: { field: name } })),
  equals: (node, fields) =>
    ask(node, fields, (name) =>
      node.nocase
        ? patterns(name, node.values.map(String), writeFolded, node.span)
        : equals(name, node.field, node.values, node.span),
    ),
  compare: (node, fields) =>
    ask(node, fields, (name) =>
      node.field.type === 'timestamp'
        ? rangeOfInstant(name, [orders[node.order]], node.value, node.span)
        : exact({ range: { [name]: { [orders[node.order]]: beside(node.order, node.value) } } }),
    ),
  contains: (node, fields) =>
    ask(node, fields, (name) =>
      node.nocase
        ? patterns(name, node.values, (text) => `${anyRun}${writeFolded(text)}${anyRun}`, node.span)
        : wildcards(name, node.values, (text) => `*${escapeWildcard(text)}*`, node.span),
    ),
  starts_with: (node, fields) =>
    ask(node, fields, (name) =>
      node.nocase
        ? patterns(name, node.values, (text) => `${writeFolded(text)}${anyRun}`, node.span)
        : texts(node.values, (text) => ({ prefix: { [name]: { value: text } } }), node.span),
    ),
  ends_with: (node, fields) =>
    ask(node, fields, (name) =>
      node.nocase
        ? patterns(name, node.values, (text) => `${anyRun}${writeFolded(text)}`, node.span)
        : wildcards(name, node.values, (text) => `*${escapeWildcard(text)}`, node.span),
    ),
  wildcard: (node, fields) =>
    ask(node, fields, (name) => {
      const written = node.patterns.map((pattern): Lowering<Filter> => {
        if (!isWritablePattern(pattern)) return refuseUnwritable('request', node.span);
        return node.nocase
          ? regexp(name, joinTokens(pattern, writeFolded, anyRun, anyOne), node.span)
          : exact(wildcard(name, joinTokens(pattern, escapeWildcard, '*', '?')));
      });
      return map(combine(written), anyOf);
    }),
  regex: (node, fields) =>
    ask(node, fields, (name) => {
      const written = node.patterns.map((pattern): Lowering<Filter> => {
        const translated = translateRegex(pattern, node.nocase, node.span);
        return translated.fidelity === 'refused' ? translated : regexp(name, translated.output, node.span);
      });
      return map(combine(written), anyOf);
    }),
  cidr: (node, fields) =>
    ask(node, fields, (name) => exact(anyOf(node.networks.map((network) => inNetwork(name, network))))),
};

type Test = Exclude<Predicate, { kind: 'all' | 'any' | 'not' | 'in_list' }>;

function lower(node: Predicate, fields: Fields): Lowering<Filter> {
  return lowerPredicate(predicates, node, fields);
}

/** The clause that an index can look up, and beside it the guard, which reads the event. */
function ask(node: Test, fields: Fields, clause: (name: string) => Lowering<Filter>): Lowering<Filter> {
  const where = fields(node.field);
  if (where.kind === 'constant')
    return map(testConstant(node, where.value), (holds) => (holds ? everything : nothing));
  return map(clause(where.name), (filter) => allOf([filter, present(where.name)]));
}

const orders: { readonly [O in Order]: string } = {
  above: 'gt',
  at_least: 'gte',
  below: 'lt',
  at_most: 'lte',
};

/** An index sorts minus zero before zero: both lie on the same side of a bound at zero. */
function beside(order: Order, value: number): number {
  if (value !== 0) return value;
  return order === 'at_least' || order === 'below' ? -0 : 0;
}

/** In a format of its own, in whichever form the index itself writes its dates. */
function rangeOfInstant(
  name: string,
  orders: readonly string[],
  instant: number,
  span: Span,
): Lowering<Filter> {
  return map(lowerInstant(instant, span), (text) => {
    const bounds = Object.fromEntries(orders.map((order) => [order, text]));
    return { range: { [name]: { ...bounds, format: instantFormat } } };
  });
}

function equals(name: string, field: Field, values: readonly Literal[], span: Span): Lowering<Filter> {
  if (field.type === 'timestamp')
    return map(
      combine(values.map((value) => rangeOfInstant(name, ['gte', 'lte'], Number(value), span))),
      anyOf,
    );
  if (!values.every((value) => typeof value !== 'string' || isWritable(value)))
    return refuseUnwritable('request', span);
  const asked = values.flatMap((value) => (value === 0 ? [0, -0] : [value]));
  const [first] = asked;
  return exact(
    asked.length === 1 && first !== undefined
      ? { term: { [name]: { value: first } } }
      : { terms: { [name]: asked } },
  );
}

function texts(values: readonly string[], write: (text: string) => Filter, span: Span): Lowering<Filter> {
  return values.every(isWritable) ? exact(anyOf(values.map(write))) : refuseUnwritable('request', span);
}

function wildcards(name: string, values: readonly string[], write: (text: string) => string, span: Span) {
  return texts(values, (text) => wildcard(name, write(text)), span);
}

function patterns(
  name: string,
  values: readonly string[],
  write: (text: string) => string,
  span: Span,
): Lowering<Filter> {
  if (!values.every(isWritable)) return refuseUnwritable('request', span);
  return map(combine(values.map((text) => regexp(name, write(text), span))), anyOf);
}

function wildcard(name: string, value: string): Filter {
  return value === '' ? { term: { [name]: { value: '' } } } : { wildcard: { [name]: { value } } };
}

/** Longer ones an index refuses by default (`index.max_regex_length`). */
const mostCharacters = 1_000;

/** Case folding is in the pattern's classes, since the engine's own goes beyond ASCII. Of the optional operators only `#`, which matches nothing, is on. */
function regexp(name: string, value: string, span: Span): Lowering<Filter> {
  if (value === '') return exact({ term: { [name]: { value: '' } } });
  if (value.length > mostCharacters)
    return refuse({
      code: 'regex-too-long',
      reason: `the text is ${value.length} characters as a pattern, and an index takes at most ${mostCharacters}`,
      hint: 'ask for a shorter text, or with regard to case',
      span,
    });
  return exact({ regexp: { [name]: { value, flags: 'EMPTY' } } });
}

/** An index keeps an IPv4 address as the IPv6 one that it is mapped to, which no IPv6 network of a rule holds. */
function inNetwork(name: string, { bytes, text }: Network): Filter {
  const within = { term: { [name]: { value: text } } };
  return bytes.length === 4
    ? within
    : { bool: { filter: [within], must_not: [{ term: { [name]: { value: '0.0.0.0/0' } } }] } };
}
