import type { Form } from '../diagnostics/form.js';
import type { Node, ScalarNode } from '../document/node.js';
import type { Literal } from '../ir/predicate.js';
import type { Field, FieldType } from '../ir/source.js';
import { parseInstant } from '../text/instant.js';
import { formatIp, parseIp } from '../text/ip.js';
import { foundOf, writtenOf } from './read-node.js';
import type { Report } from './report.js';

type LiteralChecker<T extends Literal> = (node: ScalarNode, field: Field, report: Report) => T | undefined;

/** Whole numbers beyond it cannot be told from their neighbours. */
const largest = 2 ** 53;

/** What a literal of each type is: the value in the IR's form, or undefined after telling what is wrong. */
const checkers = {
  keyword: (node, field, report) => checkKeyword(node, field, 'text', report),
  number: checkNumber,
  boolean: (node, field, report) => {
    if (typeof node.plain === 'boolean') return node.plain;
    const word = typeof node.plain === 'string' ? node.plain.toLowerCase() : '';
    const instead =
      word === 'true' || word === 'yes' ? 'true' : word === 'false' || word === 'no' ? 'false' : undefined;
    return tellType(node, field, 'boolean', instead, report);
  },
  timestamp: (node, field, report) => {
    if (typeof node.plain !== 'string') return tellType(node, field, 'instant', undefined, report);
    const instant = parseInstant(node.plain);
    if (instant === undefined) report.tell('illegal-instant', node.span, { text: node.plain });
    return instant;
  },
  ip: (node, field, report) => {
    if (typeof node.plain !== 'string') return tellType(node, field, 'text', undefined, report);
    const bytes = parseIp(node.plain);
    if (bytes !== undefined) return formatIp(bytes);
    const [address = '', prefix] = node.plain.split('/');
    const isNetwork = prefix !== undefined && /^\d+$/.test(prefix) && parseIp(address) !== undefined;
    report.tell('illegal-address', node.span, { text: node.plain, field: field.name, isNetwork });
    return undefined;
  },
} as const satisfies { readonly [T in FieldType]: LiteralChecker<Literal> };

/** A value that a field is compared with, in the field's type. Nothing is converted by guessing. */
export function checkLiteral(node: Node, field: Field, report: Report): Literal | undefined {
  // Of lists in lists, maps, and empty values the schema has told.
  if (node.kind !== 'scalar' || node.plain === null) return undefined;
  return checkers[field.type](node, field, report);
}

/** A text that a keyword is searched for. */
export function checkText(node: Node, field: Field, report: Report): string | undefined {
  if (node.kind !== 'scalar' || node.plain === null) return undefined;
  return checkKeyword(node, field, 'text', report);
}

function checkKeyword(node: ScalarNode, field: Field, expected: Form, report: Report): string | undefined {
  if (typeof node.plain !== 'string') {
    return tellType(node, field, expected, `${field.name}: "${writtenOf(node)}"`, report);
  }
  if (!/\p{Surrogate}/u.test(node.plain)) return node.plain;
  report.tell('lone-surrogate', node.span, {});
  return undefined;
}

function checkNumber(node: ScalarNode, field: Field, report: Report): number | undefined {
  if (typeof node.plain !== 'number') {
    const text = typeof node.plain === 'string' ? node.plain.trim() : '';
    const instead = text !== '' && Number.isFinite(Number(text)) ? `${field.name}: ${text}` : undefined;
    return tellType(node, field, 'number', instead, report);
  }
  if (!Number.isFinite(node.plain)) {
    report.tell('number-not-finite', node.span, { text: writtenOf(node) });
    return undefined;
  }
  if (
    /^[-+]?\d+$/.test(writtenOf(node)) &&
    BigInt(writtenOf(node).replace('+', '')) ** 2n > BigInt(largest) ** 2n
  ) {
    report.tell('number-too-large', node.span, { text: writtenOf(node) });
    return undefined;
  }
  // -0 is 0.
  return node.plain + 0;
}

function tellType(
  node: ScalarNode,
  field: Field,
  expected: Form,
  instead: string | undefined,
  report: Report,
): undefined {
  report.tell('literal-type', node.span, {
    field: field.name,
    type: field.type,
    expected,
    found: foundOf(node),
    instead,
  });
}
