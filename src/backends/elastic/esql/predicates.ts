import type { Literal, Order, Predicate } from '../../../ir/predicate.js';
import type { Field } from '../../../ir/source.js';
import type { Span } from '../../../text/source-text.js';
import { combine, exact, flip, type Lowering, map, refuse } from '../../lowering.js';
import { lowerPredicate, type PredicateLowerers } from '../../tables.js';
import { refuseKind } from '../../unsupported.js';
import type { FieldColumns } from './columns.js';
import { allOf, anyOf, atom, type Expression, negate } from './expression.js';
import { isWritable, writeInstant, writeName, writeNumber, writeString } from './literal.js';
import { title } from './title.js';

const operators: { readonly [O in Order]: string } = {
  above: '>',
  at_least: '>=',
  below: '<',
  at_most: '<=',
};

/** How ES|QL asks an event, over columns that hold one value or null. */
export const predicates: PredicateLowerers<Expression, FieldColumns> = {
  all: (node, columns) => map(combine(node.of.map((part) => lower(part, columns))), allOf),
  any: (node, columns) => map(combine(node.of.map((part) => lower(part, columns))), anyOf),
  not: (node, columns) =>
    node.of.kind === 'exists'
      ? exact(atom(`${columnOf(node.of.field, columns)} IS NULL`, false))
      : flip(map(lower(node.of, columns), negate)),
  exists: (node, columns) => exact(atom(`${columnOf(node.field, columns)} IS NOT NULL`, false)),
  equals: (node, columns) => {
    if (node.nocase) return refuseKind('nocase', title, node.span);
    const column = columnOf(node.field, columns);
    return map(combine(node.values.map((value) => writeLiteral(node.field, value, node.span))), (values) =>
      atom(values.length === 1 ? `${column} == ${values[0]}` : `${column} IN (${values.join(', ')})`, true),
    );
  },
  compare: (node, columns) =>
    map(writeLiteral(node.field, node.value, node.span), (value) =>
      atom(`${columnOf(node.field, columns)} ${operators[node.order]} ${value}`, true),
    ),
  contains: (node) => refuseKind(node.kind, title, node.span),
  starts_with: (node) => refuseKind(node.kind, title, node.span),
  ends_with: (node) => refuseKind(node.kind, title, node.span),
  wildcard: (node) => refuseKind(node.kind, title, node.span),
  regex: (node) => refuseKind(node.kind, title, node.span),
  cidr: (node) => refuseKind(node.kind, title, node.span),
};

function lower(node: Predicate, columns: FieldColumns): Lowering<Expression> {
  return lowerPredicate(predicates, node, columns);
}

function columnOf(field: Field, columns: FieldColumns): string {
  return writeName(columns.of(field));
}

/** A literal in its field's type, as the language compares it with a column of that type. */
function writeLiteral(field: Field, value: Literal, span: Span): Lowering<string> {
  if (typeof value === 'boolean') return exact(String(value));
  if (field.type === 'timestamp' && typeof value === 'number') {
    if (value >= earliest && value <= latest) return exact(writeInstant(value));
    const reason = 'ES|QL writes instants of the years 0 to 9999';
    return refuse({ code: 'instant-out-of-range', reason, hint: 'use a nearer instant', span });
  }
  if (typeof value === 'number') return exact(writeNumber(value));
  if (!isWritable(value)) {
    const reason = 'the literal holds half of a surrogate pair, which no query text can';
    return refuse({ code: 'unwritable-literal', reason, hint: 'write the whole character', span });
  }
  return exact(field.type === 'ip' ? `TO_IP(${writeString(value)})` : writeString(value));
}

const earliest = Date.parse('0000-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');
