import type { Literal, Network, Order, Predicate } from '../../../ir/predicate.js';
import type { Field } from '../../../ir/source.js';
import type { Span } from '../../../text/source-text.js';
import { combine, exact, flip, type Lowering, map } from '../../lowering.js';
import { lowerPredicate, type PredicateLowerers } from '../../tables.js';
import { isWritable, refuseUnwritable } from '../../unwritable.js';
import { lowerInstant } from '../instant.js';
import type { FieldColumns } from './columns.js';
import { allOf, anyOf, atom, type Expression, negate } from './expression.js';
import { writeInstant, writeName, writeNumber, writeString } from './literal.js';
import { lowerRegex, lowerTexts, lowerWildcard } from './text-tests.js';

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
    const column = columnOf(node.field, columns);
    if (node.nocase) return lowerTexts(node, column);
    return map(combine(node.values.map((value) => writeLiteral(node.field, value, node.span))), (values) =>
      atom(values.length === 1 ? `${column} == ${values[0]}` : `${column} IN (${values.join(', ')})`, true),
    );
  },
  compare: (node, columns) =>
    map(writeLiteral(node.field, node.value, node.span), (value) =>
      atom(`${columnOf(node.field, columns)} ${operators[node.order]} ${value}`, true),
    ),
  contains: (node, columns) => lowerTexts(node, columnOf(node.field, columns)),
  starts_with: (node, columns) => lowerTexts(node, columnOf(node.field, columns)),
  ends_with: (node, columns) => lowerTexts(node, columnOf(node.field, columns)),
  wildcard: (node, columns) => lowerWildcard(node, columnOf(node.field, columns)),
  regex: (node, columns) => lowerRegex(node, columnOf(node.field, columns)),
  cidr: (node, columns) => exact(lowerNetworks(node.networks, columnOf(node.field, columns))),
};

function lower(node: Predicate, columns: FieldColumns): Lowering<Expression> {
  return lowerPredicate(predicates, node, columns);
}

/**
 * An address within any of some networks. The index keeps an IPv4 address as `::ffff:` and its bytes, so that a network of IPv6 that
 * reaches over those would match every one.
 */
function lowerNetworks(networks: readonly Network[], column: string): Expression {
  const within = (some: readonly Network[]) =>
    atom(`CIDR_MATCH(${[column, ...some.map(({ text }) => writeString(text))].join(', ')})`, true);
  const wide = networks.filter(holdsIpv4);
  const narrow = networks.filter((network) => !holdsIpv4(network));
  const tests = narrow.length === 0 ? [] : [within(narrow)];
  if (wide.length > 0) {
    const ipv4 = negate(atom(`CIDR_MATCH(${column}, "0.0.0.0/0")`, true));
    tests.push(allOf([within(wide), ipv4]));
  }
  return anyOf(tests);
}

const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Whether a network of IPv6 holds the addresses that IPv4's are kept as. */
function holdsIpv4({ bytes, prefix }: Network): boolean {
  if (bytes.length === 4 || prefix > mapped.length * 8) return false;
  return mapped.every((byte, i) => {
    const bits = Math.min(8, Math.max(0, prefix - i * 8));
    const mask = 0xff & (0xff00 >> bits);
    return ((bytes[i] ?? 0) & mask) === (byte & mask);
  });
}

function columnOf(field: Field, columns: FieldColumns): string {
  return writeName(columns.of(field));
}

/** A literal in its field's type, as the language compares it with a column of that type. */
function writeLiteral(field: Field, value: Literal, span: Span): Lowering<string> {
  if (typeof value === 'boolean') return exact(String(value));
  if (field.type === 'timestamp' && typeof value === 'number')
    return map(lowerInstant(value, span), () => writeInstant(value));
  if (typeof value === 'number') return exact(writeNumber(value));
  if (!isWritable(value)) return refuseUnwritable('query text', span);
  return exact(field.type === 'ip' ? `TO_IP(${writeString(value)})` : writeString(value));
}
