import type { Literal, Order, Predicate } from '../../ir/predicate.js';
import type { FieldType } from '../../ir/source.js';
import { chain, combine, flip, type Lowering, map } from '../lowering.js';
import { lowerPredicate, type PredicateLowerers } from '../tables.js';
import { refuseKind } from '../unsupported.js';
import { isWritable, refuseUnwritable } from '../unwritable.js';
import type { Fields } from './fields.js';
import { looksNumeric, writeNumber, writeText } from './literal.js';
import { lowerText, type TextTest } from './text-tests.js';
import { title } from './title.js';

/**
 * Predicates as conditions of `where`. Each is true or false of every event and never null: a test of an absent field is written
 * out as false, so that its negation is true (contract, section 3).
 */
export const predicates: PredicateLowerers<string, Fields> = {
  all: (node, fields) => map(lowerParts(node.of, fields), (parts) => join(parts, 'AND')),
  any: (node, fields) => map(lowerParts(node.of, fields), (parts) => join(parts, 'OR')),
  not: (node, fields) => flip(map(lowerPredicate(predicates, node.of, fields), (part) => `NOT (${part})`)),
  exists: (node, fields) => map(fields.use(node.field, 'exists', node.span), (name) => `isnotnull(${name})`),
  equals: (node, fields) => {
    if (node.nocase) return lowerTextTest(node, fields);
    if (!node.values.every((value) => isWritable(String(value))))
      return refuseUnwritable('search', node.span);
    return map(fields.use(node.field, 'test', node.span), (name) =>
      present(name, node.values.map((value) => writeEquality(name, node.field.type, value)).join(' OR ')),
    );
  },
  compare: (node, fields) =>
    map(fields.use(node.field, 'test', node.span), (name) =>
      present(name, `${name} ${operators[node.order]} ${writeNumber(node.value)}`),
    ),
  contains: (node, fields) => lowerTextTest(node, fields),
  starts_with: (node, fields) => lowerTextTest(node, fields),
  ends_with: (node, fields) => lowerTextTest(node, fields),
  wildcard: (node, fields) => lowerTextTest(node, fields),
  regex: (node, fields) => lowerTextTest(node, fields),
  cidr: ({ kind, span }) => refuseKind(kind, title, span),
};

/** SPL's comparison for each order. */
export const operators: { readonly [O in Order]: string } = {
  above: '>',
  at_least: '>=',
  below: '<',
  at_most: '<=',
};

/** A condition that is false, and not null, where the expression has no value. */
export function present(name: string, condition: string): string {
  return `case(isnull(${name}), 0, ${condition}, 1, 1 = 1, 0) = 1`;
}

/** Conditions under one operator. */
export function join(parts: readonly string[], operator: 'AND' | 'OR'): string {
  return parts.length === 1 ? parts.join('') : parts.map((part) => `(${part})`).join(` ${operator} `);
}

function lowerTextTest(node: TextTest, fields: Fields): Lowering<string> {
  return chain(fields.use(node.field, 'test', node.span), (name) =>
    map(lowerText(node, name), (tests) => present(name, tests.join(' OR '))),
  );
}

function lowerParts(of: readonly Predicate[], fields: Fields): Lowering<readonly string[]> {
  return combine(of.map((part) => lowerPredicate(predicates, part, fields)));
}

/** Equality of a present value, as its type compares. */
export function writeEquality(name: string, type: FieldType, value: Literal): string {
  if (typeof value === 'number') return `${name} = ${writeNumber(value)}`;
  if (typeof value === 'boolean') return `${name} = "${value}"`;
  if (type === 'keyword' && looksNumeric(value)) return `("=" . ${name}) = ${writeText(`=${value}`)}`;
  return `${name} = ${writeText(value)}`;
}
