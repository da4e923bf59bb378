import type { Remark } from './remark.js';
import type { Reading } from './wanted.js';

/** What a type of the index makes of a reading: nothing, or a remark without its place. */
export type TypeVerdict = 'fits' | Omit<Remark, 'place'>;

/** The types of fields that an index can have and that are told apart here; every other is `other`. */
const kinds = {
  keyword: 'keyword',
  constant_keyword: 'keyword',
  wildcard: 'keyword',
  text: 'text',
  match_only_text: 'text',
  long: 'whole',
  integer: 'whole',
  short: 'whole',
  byte: 'whole',
  double: 'double',
  float: 'rounded',
  half_float: 'rounded',
  scaled_float: 'rounded',
  boolean: 'boolean',
  ip: 'ip',
  date: 'date',
  date_nanos: 'date_nanos',
} as const;
type Kind = (typeof kinds)[keyof typeof kinds] | 'other';

const mapAs = (type: string) => `in a new index, by rollover or reindex, map it as ${type}`;

const wrongType = (is: string, asks: string, type: string): TypeVerdict => ({
  code: 'wrong-type',
  effect: 'refused',
  reason: `it is ${is}, and the rule asks for ${asks}: compared or computed with, it is an error of the query, and as a key another value`,
  change: mapAs(type),
});

const unreadable: TypeVerdict = {
  code: 'unreadable-type',
  effect: 'refused',
  reason: 'ES|QL does not read fields of its type, or not as a rule means them',
  change: 'let an ingest pipeline write what the rules need into a field of its own, and map that',
};

const wholeNumbers: TypeVerdict = {
  code: 'whole-numbers',
  effect: 'note',
  reason:
    'it holds whole numbers: a fraction is cut off when it is indexed, and digits beyond 2^53 are rounded by the query',
  change: 'nothing, where the log writes whole numbers only; else map it as double',
};

const rounded: TypeVerdict = {
  code: 'rounded-number',
  effect: 'both',
  reason: 'its type rounds numbers, so that different ones become one and bounds move',
  change: mapAs('double'),
};

const textKey: TypeVerdict = {
  code: 'repeated-text',
  effect: 'under',
  reason:
    'it is a text, read from the document’s source and not a set: a value that comes twice is two, and so none',
  change: mapAs('keyword, without ignore_above'),
};

const numberAsText: TypeVerdict = {
  code: 'number-as-text',
  effect: 'both',
  reason:
    'its numbers become text as the engine writes them, 1 as "1.0", and so other values than the rule means',
  change: mapAs('keyword or long'),
};

const canonicalText: TypeVerdict = {
  code: 'rewritten-text',
  effect: 'both',
  reason: 'the index keeps the value and not its text, so that two spellings are one',
  change: mapAs('keyword'),
};

const noTime = (is: string): TypeVerdict => ({
  code: 'time-not-a-date',
  effect: 'refused',
  reason: `it is ${is}, no date: windows cannot be cut by it`,
  change:
    'write the instant into a field of type date, its fraction cut to milliseconds, and name that as the target’s time',
});

const zoned: TypeVerdict = {
  code: 'address-as-text',
  effect: 'note',
  reason:
    'it is text that the query reads as an address: one with a zone (fe80::1%eth0) loses it, and two spellings are two values',
  change: 'nothing, where the log writes addresses in one form without zones; else map it as ip',
};

const fine = 'fits';

/** Alike for both types of instants: a query reads either in milliseconds. */
const ofInstants: { readonly [R in Reading]: TypeVerdict } = {
  keyword: wrongType('a date', 'a text', 'keyword'),
  text: canonicalText,
  presence: fine,
  number: wrongType('a date', 'a number', 'double'),
  boolean: wrongType('a date', 'a boolean', 'boolean'),
  timestamp: fine,
  ip: wrongType('a date', 'an address', 'ip'),
};

/** Each reading of each type. Those that test/preflight shows were run on Elasticsearch 8.19.21; the others, of wildcard, constant_keyword, match_only_text, flattened, scaled_float and unsigned_long all, are from its documentation. */
const verdicts: { readonly [K in Kind]: { readonly [R in Reading]: TypeVerdict } } = {
  keyword: {
    keyword: fine,
    text: fine,
    presence: fine,
    number: wrongType('a keyword', 'a number', 'double'),
    boolean: wrongType('a keyword', 'a boolean', 'boolean'),
    timestamp: noTime('a keyword'),
    ip: zoned,
  },
  text: {
    keyword: textKey,
    text: fine,
    presence: fine,
    number: wrongType('a text', 'a number', 'double'),
    boolean: wrongType('a text', 'a boolean', 'boolean'),
    timestamp: noTime('a text'),
    ip: zoned,
  },
  whole: {
    keyword: wrongType('a number', 'a text', 'keyword'),
    text: fine,
    presence: fine,
    number: wholeNumbers,
    boolean: wrongType('a number', 'a boolean', 'boolean'),
    timestamp: noTime('a number'),
    ip: wrongType('a number', 'an address', 'ip'),
  },
  double: {
    keyword: wrongType('a number', 'a text', 'keyword'),
    text: numberAsText,
    presence: fine,
    number: fine,
    boolean: wrongType('a number', 'a boolean', 'boolean'),
    timestamp: noTime('a number'),
    ip: wrongType('a number', 'an address', 'ip'),
  },
  rounded: {
    keyword: wrongType('a number', 'a text', 'keyword'),
    text: numberAsText,
    presence: fine,
    number: rounded,
    boolean: wrongType('a number', 'a boolean', 'boolean'),
    timestamp: noTime('a number of few bits, which holds epoch seconds to some 90 seconds'),
    ip: wrongType('a number', 'an address', 'ip'),
  },
  boolean: {
    keyword: wrongType('a boolean', 'a text', 'keyword'),
    text: fine,
    presence: fine,
    number: wrongType('a boolean', 'a number', 'double'),
    boolean: fine,
    timestamp: noTime('a boolean'),
    ip: wrongType('a boolean', 'an address', 'ip'),
  },
  ip: {
    keyword: wrongType('an address', 'a text', 'keyword'),
    text: canonicalText,
    presence: fine,
    number: wrongType('an address', 'a number', 'double'),
    boolean: wrongType('an address', 'a boolean', 'boolean'),
    timestamp: noTime('an address'),
    ip: fine,
  },
  date: ofInstants,
  date_nanos: ofInstants,
  other: {
    keyword: unreadable,
    text: unreadable,
    presence: unreadable,
    number: unreadable,
    boolean: unreadable,
    timestamp: unreadable,
    ip: unreadable,
  },
};

const isKnown = (type: string): type is keyof typeof kinds => Object.hasOwn(kinds, type);

/** What becomes of a reading of a field of this type. */
export function judgeType(type: string, reading: Reading): TypeVerdict {
  return verdicts[isKnown(type) ? kinds[type] : 'other'][reading];
}
