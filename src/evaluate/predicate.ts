import { RE2JS } from 're2js';
import type { Predicate, PredicateOf, WildcardToken } from '../ir/predicate.js';
import type { Field } from '../ir/source.js';
import { type Row, type Slots, textAt } from '../log/row.js';
import { isWithin, parseIp } from '../text/ip.js';
import { createKeyTable } from './key-table.js';

/** Whether an event satisfies a predicate. A test of a field without a value is false, and its negation true. */
export type Test = (row: Row) => boolean;

type Compiler = { readonly [K in Predicate['kind']]: (node: PredicateOf<K>, slots: Slots) => Test };

function slotOf(field: Field, slots: Slots): number {
  const slot = slots.get(field.name);
  if (slot === undefined) throw new Error(`the source has no field ${field.name}`);
  return slot;
}

function isText(field: Field): boolean {
  return field.type === 'keyword' || field.type === 'ip';
}

/** A to Z as a to z; only ASCII letters are folded. */
const folded = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);
const unfolded = Uint8Array.from({ length: 256 }, (_, byte) => byte);

interface Literal {
  readonly bytes: Buffer;
  /** What each byte of a value is taken for before it is compared. */
  readonly fold: Uint8Array;
}

function toLiteral(text: string, nocase: boolean): Literal {
  const bytes = Buffer.from(text, 'utf8');
  if (nocase) for (let i = 0; i < bytes.length; i++) bytes[i] = folded[bytes[i]];
  return { bytes, fold: nocase ? folded : unfolded };
}

/** Whether the bytes at `at` are the literal; they may not reach beyond `end`. */
function isAt(literal: Literal, bytes: Buffer, at: number, end: number): boolean {
  const { bytes: wanted, fold } = literal;
  if (at + wanted.length > end) return false;
  for (let i = 0; i < wanted.length; i++) if (fold[bytes[at + i]] !== wanted[i]) return false;
  return true;
}

function findLiteral(literal: Literal, bytes: Buffer, from: number, end: number): number {
  if (literal.fold === unfolded) {
    const found = bytes.subarray(from, end).indexOf(literal.bytes);
    return found < 0 ? -1 : from + found;
  }
  for (let at = from; at + literal.bytes.length <= end; at++) if (isAt(literal, bytes, at, end)) return at;
  return -1;
}

/** A test of a text field against any of several literals. */
function testText(
  node: { readonly field: Field; readonly values: readonly string[]; readonly nocase: boolean },
  slots: Slots,
  matches: (literal: Literal, bytes: Buffer, start: number, end: number) => boolean,
): Test {
  const slot = slotOf(node.field, slots);
  const literals = node.values.map((value) => toLiteral(value, node.nocase));
  return (row) => {
    if (row.present[slot] === 0) return false;
    const bytes = row.buffers[slot];
    const start = row.starts[slot];
    const end = row.ends[slot];
    for (const literal of literals) if (matches(literal, bytes, start, end)) return true;
    return false;
  };
}

/** Over one code point of UTF-8. */
function skipCodePoint(bytes: Buffer, at: number, end: number): number {
  let next = at + 1;
  while (next < end && (bytes[next] & 0xc0) === 0x80) next++;
  return next;
}

/** A stretch of a wildcard between two runs: literals and single code points. */
type Stretch = readonly (Literal | 'any_one')[];

/** Over a stretch that must match at `at`, or -1. */
function skipStretch(stretch: Stretch, bytes: Buffer, at: number, end: number): number {
  let place = at;
  for (const part of stretch) {
    if (part === 'any_one') {
      if (place >= end) return -1;
      place = skipCodePoint(bytes, place, end);
    } else {
      if (!isAt(part, bytes, place, end)) return -1;
      place += part.bytes.length;
    }
  }
  return place;
}

function splitWildcard(pattern: readonly WildcardToken[], nocase: boolean): Stretch[] {
  const stretches: (Literal | 'any_one')[][] = [[]];
  for (const token of pattern) {
    if (token === 'any_run') stretches.push([]);
    else stretches[stretches.length - 1].push(token === 'any_one' ? token : toLiteral(token.text, nocase));
  }
  return stretches;
}

/** Whether a whole text matches stretches with any runs between them: each is taken at its first place, the last one at the end. */
function matchesWildcard(stretches: readonly Stretch[], bytes: Buffer, start: number, end: number): boolean {
  let at = skipStretch(stretches[0], bytes, start, end);
  if (at < 0) return false;
  if (stretches.length === 1) return at === end;
  for (const stretch of stretches.slice(1, -1)) {
    let from = at;
    for (;;) {
      const after = skipStretch(stretch, bytes, from, end);
      if (after >= 0) {
        at = after;
        break;
      }
      if (from >= end) return false;
      from = skipCodePoint(bytes, from, end);
    }
  }
  const last = stretches[stretches.length - 1];
  for (let from = at; ; from = skipCodePoint(bytes, from, end)) {
    if (skipStretch(last, bytes, from, end) === end) return true;
    if (from >= end) return false;
  }
}

const compilers: Compiler = {
  all(node, slots) {
    const tests = node.of.map((part) => compilePredicate(part, slots));
    return (row) => {
      for (const test of tests) if (!test(row)) return false;
      return true;
    };
  },
  any(node, slots) {
    const tests = node.of.map((part) => compilePredicate(part, slots));
    return (row) => {
      for (const test of tests) if (test(row)) return true;
      return false;
    };
  },
  not(node, slots) {
    const test = compilePredicate(node.of, slots);
    return (row) => !test(row);
  },
  exists(node, slots) {
    const slot = slotOf(node.field, slots);
    return (row) => row.present[slot] === 1;
  },
  equals(node, slots) {
    if (isText(node.field))
      return testText(
        { ...node, values: node.values.map(String) },
        slots,
        (literal, bytes, start, end) =>
          end - start === literal.bytes.length && isAt(literal, bytes, start, end),
      );
    const slot = slotOf(node.field, slots);
    const values = node.values.map(Number);
    return (row) => row.present[slot] === 1 && values.includes(row.numbers[slot]);
  },
  compare(node, slots) {
    const slot = slotOf(node.field, slots);
    const { value } = node;
    switch (node.order) {
      case 'above':
        return (row) => row.present[slot] === 1 && row.numbers[slot] > value;
      case 'at_least':
        return (row) => row.present[slot] === 1 && row.numbers[slot] >= value;
      case 'below':
        return (row) => row.present[slot] === 1 && row.numbers[slot] < value;
      case 'at_most':
        return (row) => row.present[slot] === 1 && row.numbers[slot] <= value;
    }
  },
  contains: (node, slots) =>
    testText(node, slots, (literal, bytes, start, end) => findLiteral(literal, bytes, start, end) >= 0),
  starts_with: (node, slots) => testText(node, slots, isAt),
  ends_with: (node, slots) =>
    testText(
      node,
      slots,
      (literal, bytes, start, end) =>
        end - literal.bytes.length >= start && isAt(literal, bytes, end - literal.bytes.length, end),
    ),
  wildcard(node, slots) {
    const slot = slotOf(node.field, slots);
    const patterns = node.patterns.map((pattern) => splitWildcard(pattern, node.nocase));
    return (row) =>
      row.present[slot] === 1 &&
      patterns.some((stretches) =>
        matchesWildcard(stretches, row.buffers[slot], row.starts[slot], row.ends[slot]),
      );
  },
  regex(node, slots) {
    const slot = slotOf(node.field, slots);
    const expressions = node.patterns.map((pattern) =>
      RE2JS.compile(pattern, node.nocase ? RE2JS.CASE_INSENSITIVE : 0),
    );
    return (row) => {
      if (row.present[slot] === 0) return false;
      const text = textAt(row, slot);
      return expressions.some((expression) => expression.test(text));
    };
  },
  cidr(node, slots) {
    const slot = slotOf(node.field, slots);
    return (row) => {
      if (row.present[slot] === 0) return false;
      const address = parseIp(textAt(row, slot));
      return (
        address !== undefined &&
        node.networks.some((network) => isWithin(address, network.bytes, network.prefix))
      );
    };
  },
  in_list(node, slots) {
    const slot = slotOf(node.field, slots);
    if (!isText(node.field)) {
      const untils = new Map(
        node.entries.map(({ value, until = Number.POSITIVE_INFINITY }) => [Number(value), until]),
      );
      return (row) => {
        const until = row.present[slot] === 1 ? untils.get(row.numbers[slot]) : undefined;
        return until !== undefined && row.time < until;
      };
    }
    const members = createKeyTable(() => true);
    const untils = node.entries.map(({ value, until = Number.POSITIVE_INFINITY }) => {
      const bytes = Buffer.from(String(value), 'utf8');
      members.put(0, bytes, 0, bytes.length);
      return until;
    });
    return (row) => {
      if (row.present[slot] === 0) return false;
      const member = members.find(0, row.buffers[slot], row.starts[slot], row.ends[slot]);
      return member >= 0 && row.time < untils[member];
    };
  },
};

function compileAs<K extends Predicate['kind']>(kind: K, node: PredicateOf<K>, slots: Slots): Test {
  return compilers[kind](node, slots);
}

/** A predicate as a function of a row with these slots. */
export function compilePredicate(node: Predicate, slots: Slots): Test {
  return compileAs(node.kind, node, slots);
}

/** A text that is the same for predicates that are written alike, wherever they stand. */
export function keyOfPredicate(node: Predicate): string {
  return JSON.stringify(node, (name, value: unknown) =>
    name === 'span' || name === 'description' ? undefined : value,
  );
}
