import { type BoundRule, placeOf } from '../../bind/bound-rule.js';
import type { Literal, Order, Predicate, WildcardToken } from '../../ir/predicate.js';
import type { Field } from '../../ir/source.js';
import type { Span } from '../../text/source-text.js';
import { chain, combine, deviate, exact, flip, type Lowering, map, refuse } from '../lowering.js';
import { lowerPredicate, type PredicateLowerers } from '../tables.js';
import { refuseKind } from '../unsupported.js';
import { allOf, anyOf, type Detection } from './detection.js';
import { title } from './title.js';

export type Context = Pick<BoundRule<'sigma'>, 'fields' | 'rule'>;

/**
 * Predicates as Sigma's detections (specification 2.1.0). Strings are `cased`, since Sigma compares without regard to case otherwise.
 * Two-valued as the rule is: a selection on a field that an event lacks does not match, and its negation does.
 */
export const predicates: PredicateLowerers<Detection, Context> = {
  all: (node, context) => map(lowerParts(node.of, context), allOf),
  any: (node, context) => map(lowerParts(node.of, context), anyOf),
  not: (node, context) =>
    flip(map(lowerPredicate(predicates, node.of, context), (of) => ({ kind: 'not', of }))),
  exists: ({ field, span }, context) => lowerPresence(field, context, span),
  equals: (node, context) => {
    if (node.field.type === 'ip') return lowerTest(node, context, 'cidr', node.values.map(writeAddress));
    const modifiers = typeof node.values[0] === 'string' && node.field.type === 'keyword' ? casing(node) : '';
    return folded(node, lowerTest(node, context, modifiers, node.values.map(writeLiteral)));
  },
  compare: (node, context) => lowerTest(node, context, orders[node.order], [node.value]),
  contains: (node, context) => lowerText(node, context, 'contains'),
  starts_with: (node, context) => lowerText(node, context, 'startswith'),
  ends_with: (node, context) => lowerText(node, context, 'endswith'),
  wildcard: (node, context) =>
    folded(node, lowerTest(node, context, casing(node), node.patterns.map(writePattern))),
  regex: ({ kind, span }) => refuseKind(kind, title, span),
  cidr: (node, context) =>
    lowerTest(
      node,
      context,
      'cidr',
      node.networks.map((network) => network.text),
    ),
};

const orders: { readonly [O in Order]: string } = {
  above: 'gt',
  at_least: 'gte',
  below: 'lt',
  at_most: 'lte',
};

/** A field's name in Sigma's terms, which is the log's own. */
export function lowerField(field: Field, { fields }: Context, span: Span): Lowering<string> {
  const place = placeOf({ fields }, field);
  if (place.kind === 'constant')
    return refuse({
      code: 'constant-field',
      reason: `${field.name} is one value for the whole log, and no field that Sigma could ask for`,
      hint: `map ${field.name} to a field, or take the rule out of this target`,
      span,
    });
  if (!/^[\p{L}\p{N}_@$][\p{L}\p{N}_@$.:/{}[\] -]*$/u.test(place.name))
    return refuse({
      code: 'field-name',
      reason: `${JSON.stringify(place.name)} cannot be written as a field of Sigma, where "|" begins a modifier`,
      hint: 'give the field another name in the log',
      span,
    });
  return exact(place.name);
}

/**
 * Whether an event has a value of a field. `exists` alone is true of a null ("this check only verifies the presence of a field, not its
 * value, be it empty or null"), which a field that every event has is not.
 */
export function lowerPresence(field: Field, context: Context, span: Span): Lowering<Detection> {
  return map(lowerField(field, context, span), (name): Detection => {
    const there: Detection = { kind: 'test', key: `${name}|exists`, values: [true] };
    if (field.required) return there;
    return allOf([there, { kind: 'not', of: { kind: 'test', key: name, values: [null] } }]);
  });
}

/** A text with what Sigma takes for wildcards and escapes written literally; `\` before every `*`, `?` and `\`. */
export function writeLiteral(value: Literal): Literal {
  return typeof value === 'string' ? value.replace(/[\\*?]/g, '\\$&') : value;
}

/** A wildcard in Sigma's spelling, which knows the same two. */
export function writePattern(tokens: readonly WildcardToken[]): string {
  return tokens
    .map((token) =>
      token === 'any_run' ? '*' : token === 'any_one' ? '?' : token.text.replace(/[\\*?]/g, '\\$&'),
    )
    .join('');
}

/** An address as the network that holds it alone, which Sigma compares by its bits and not by its spelling. */
function writeAddress(address: Literal): string {
  return `${address}/${String(address).includes(':') ? 128 : 32}`;
}

type Test = Extract<Predicate, { readonly field: Field }>;
type TextTest = Extract<Predicate, { readonly values: readonly string[] }>;

function lowerParts(of: readonly Predicate[], context: Context): Lowering<readonly Detection[]> {
  return combine(of.map((part) => lowerPredicate(predicates, part, context)));
}

function lowerText(node: TextTest, context: Context, modifier: string): Lowering<Detection> {
  const values = node.values.map((value) => value.replace(/[\\*?]/g, '\\$&'));
  return folded(node, lowerTest(node, context, [modifier, casing(node)].filter(Boolean).join('|'), values));
}

function lowerTest(
  { field, kind, span }: Test,
  context: Context,
  modifiers: string,
  values: readonly Literal[],
): Lowering<Detection> {
  if (field.type === 'timestamp' && kind !== 'exists')
    return refuse({
      code: 'unsupported-timestamp',
      reason: `Sigma compares texts and numbers, and ${field.name} is an instant`,
      hint: 'leave the time to where the Sigma rule is run, or take the rule out of this target',
      span,
    });
  return chain(lowerField(field, context, span), (name) =>
    exact({ kind: 'test', key: modifiers === '' ? name : `${name}|${modifiers}`, values }),
  );
}

function casing({ nocase }: { readonly nocase: boolean }): string {
  return nocase ? '' : 'cased';
}

/** Sigma says of its default only that case does not count; the rule folds A to Z alone. */
function folded<T>(node: Test & { readonly nocase: boolean }, lowering: Lowering<T>): Lowering<T> {
  if (!node.nocase) return lowering;
  return chain(lowering, (output) =>
    deviate(output, [
      {
        code: 'case-beyond-ascii',
        effect: 'over',
        reason: 'Sigma disregards case in every alphabet, the rule in that of ASCII',
        span: node.span,
      },
    ]),
  );
}
