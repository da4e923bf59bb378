import { type Computed, nameOf, type PathTest } from '../../../ir/mapping.js';
import type { Order } from '../../../ir/predicate.js';
import type { Field, FieldType } from '../../../ir/source.js';
import { isWritable } from '../../unwritable.js';
import { anyOf, atom, type Expression } from './expression.js';
import { writeDouble, writeName, writeString } from './literal.js';
import { readField, readText } from './values.js';

/** What computes a field, or why nothing does. */
export type Computing = { readonly expression: string } | { readonly reason: string };

type ComputedOf<K extends Computed['kind']> = Extract<Computed, { kind: K }>;

/**
 * How a query computes a field, as `src/log/derive.ts` does of a line. Fields of the index that a text is taken from may be of type
 * `keyword` or what reads like one (`text`, `wildcard`, whole numbers, booleans); the others are of the type that is asked for.
 */
const writers: {
  readonly [K in Computed['kind']]: (computed: ComputedOf<K>, field: Field) => Computing;
} = {
  first_of({ paths }, { type }) {
    const read = paths.map((path) => (type === 'keyword' ? readText : readTyped(type))(nameOf(path)));
    return { expression: read.length === 1 ? String(read[0]) : `COALESCE(${read.join(', ')})` };
  },
  any_of({ tests }) {
    const clash = askedAsTwo(tests);
    if (clash !== undefined)
      return { reason: `${clash} is asked for as values of two types, and a field of an index has one` };
    const unwritable = tests.find((test) => test.kind === 'equals' && !isWritable(String(test.value)));
    if (unwritable !== undefined) return { reason: 'a text that it compares with is not valid Unicode' };
    return { expression: `COALESCE(${anyOf(tests.map(writeTest)).text}, false)` };
  },
  prefix: ({ path, length }, field) => fromText(`LEFT(${readText(nameOf(path))}, ${length})`, field),
  split({ path, by, part }, field) {
    // SPLIT refuses longer separators: "delimiter must be single byte for now" (seen on 8.19.21).
    if (Buffer.byteLength(by) !== 1)
      return { reason: 'ES|QL splits a text at one ASCII character, and not at more' };
    const parts = `SPLIT(${readText(nameOf(path))}, ${writeString(by)})`;
    return fromText(`MV_SLICE(${parts}, ${part}, ${part})`, field);
  },
  network({ path, v4, v6 }) {
    const address = readField(nameOf(path), 'ip');
    const network = `TO_STRING(IP_PREFIX(${address}, ${v4}, ${v6}))`;
    return {
      expression: `CONCAT(${network}, CASE(LOCATE(TO_STRING(${address}), ":") > 0, "/${v6}", "/${v4}"))`,
    };
  },
  hash: ({ path }) => ({ expression: `HASH("sha256", ${readText(nameOf(path))})` }),
};

const readTyped = (type: FieldType) => (name: string) => readField(name, type);

/** A text that the query made, as the field's type takes it. A zone (`fe80::1%eth0`) is no part of an address, and TO_IP would drop it. */
function fromText(text: string, { name, type }: Field): Computing {
  switch (type) {
    case 'keyword':
      return { expression: text };
    case 'ip':
      return { expression: `TO_IP(CASE(LOCATE(${text}, "%") == 0, ${text}))` };
    default:
      return { reason: `${name} is a ${type}, and ES|QL reads a ${type} out of a text by other rules` };
  }
}

const operators: { readonly [O in Order]: string } = {
  above: '>',
  at_least: '>=',
  below: '<',
  at_most: '<=',
};

function writeTest(test: PathTest): Expression {
  const name = nameOf(test.path);
  switch (test.kind) {
    case 'exists':
      return atom(`${writeName(name)} IS NOT NULL`, false);
    case 'compare':
      return atom(`${readField(name, 'number')} ${operators[test.order]} ${writeDouble(test.value)}`, true);
    case 'equals':
      return atom(`${readField(name, typeOf(test.value))} == ${writeValue(test.value)}`, true);
  }
}

function writeValue(value: string | number | boolean): string {
  if (typeof value === 'string') return writeString(value);
  return typeof value === 'number' ? writeDouble(value) : String(value);
}

function typeOf(value: string | number | boolean): 'keyword' | 'number' | 'boolean' {
  if (typeof value === 'string') return 'keyword';
  return typeof value === 'number' ? 'number' : 'boolean';
}

/** The name of a field that tests ask for as values of different types, if there is one. */
function askedAsTwo(tests: readonly PathTest[]): string | undefined {
  const asked = new Map<string, string>();
  for (const test of tests) {
    if (test.kind === 'exists') continue;
    const name = nameOf(test.path);
    const type = test.kind === 'compare' ? 'number' : typeOf(test.value);
    if ((asked.get(name) ?? type) !== type) return name;
    asked.set(name, type);
  }
  return undefined;
}

/** Writes the expression of a field that is computed, or says why ES|QL cannot compute it. */
export function compute(computed: Computed, field: Field): Computing {
  return writeAs(computed.kind, computed, field);
}

function writeAs<K extends Computed['kind']>(kind: K, computed: ComputedOf<K>, field: Field): Computing {
  return writers[kind](computed, field);
}
