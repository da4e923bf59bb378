import { parseAddress } from '../../oracle/address.js';
import type { SigmaEvent, Value } from './event.js';

/*
 * Detections from the text of the specification of rules (2.1.0) and its appendix of modifiers, with only what the back end writes: maps are
 * ANDed, lists ORed; text is compared without regard to case unless `cased`; `*` and `?` are wildcards and `\` escapes them.
 */

export type Matcher = (event: SigmaEvent) => boolean;

/** Whether an event satisfies the `detection` of a rule. */
export function readDetection(detection: { readonly [name: string]: unknown }): Matcher {
  const { condition, ...searches } = detection;
  const byName = new Map(Object.entries(searches).map(([name, search]) => [name, readSearch(search)]));
  return readCondition(String(condition), byName);
}

function readSearch(search: unknown): Matcher {
  if (Array.isArray(search)) {
    const maps = search.map(readSearch);
    return (event) => maps.some((map) => map(event));
  }
  if (typeof search !== 'object' || search === null) throw new Error('a search is a map or a list of maps');
  const tests = Object.entries(search).map(([key, values]) => readTest(key, values));
  return (event) => tests.every((test) => test(event));
}

function readTest(key: string, given: unknown): Matcher {
  const [name = '', ...modifiers] = key.split('|');
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  const tests = values.map((value) => readValue(modifiers, value));
  return ({ fields }) => {
    const value = fields.get(name);
    return tests.some((test) => test(value));
  };
}

type ValueTest = (value: Value | undefined) => boolean;

function readValue(modifiers: readonly string[], given: unknown): ValueTest {
  const has = (modifier: string) => modifiers.includes(modifier);
  const known = [
    'exists',
    'cased',
    'contains',
    'startswith',
    'endswith',
    'cidr',
    're',
    'i',
    'gt',
    'gte',
    'lt',
    'lte',
  ];
  const unknown = modifiers.find((modifier) => !known.includes(modifier));
  if (unknown !== undefined) throw new Error(`this reader does not know ${unknown}`);
  if (has('exists')) return (value) => (value !== undefined) === given;
  if (given === null) return (value) => value === undefined || value === null;
  if (typeof given === 'boolean') return (value) => value === given;
  if (has('cidr')) return (value) => typeof value === 'string' && isWithin(value, String(given));
  if (has('re')) {
    const pattern = new RegExp(String(given), has('i') ? 'iu' : 'u');
    return (value) => typeof value === 'string' && pattern.test(value);
  }
  if (typeof given === 'number')
    return (value) => typeof value === 'number' && compare(modifiers[0], value, given);
  const pattern = readPattern(String(given), modifiers);
  return (value) => value !== undefined && value !== null && pattern.test(String(value));
}

function compare(modifier: string | undefined, value: number, than: number): boolean {
  switch (modifier) {
    case 'gt':
      return value > than;
    case 'gte':
      return value >= than;
    case 'lt':
      return value < than;
    case 'lte':
      return value <= than;
    default:
      return value === than;
  }
}

/** A text with its wildcards as a pattern over the whole value. */
function readPattern(text: string, modifiers: readonly string[]): RegExp {
  let source = '';
  for (const [token] of text.matchAll(/\\[\\*?]|[\s\S]/gu)) {
    if (token === '*') source += '[\\s\\S]*';
    else if (token === '?') source += '[\\s\\S]';
    else source += token.replace(/^\\(?=.)/u, '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  }
  const before = modifiers.includes('contains') || modifiers.includes('endswith') ? '[\\s\\S]*' : '';
  const after = modifiers.includes('contains') || modifiers.includes('startswith') ? '[\\s\\S]*' : '';
  return new RegExp(`^${before}${source}${after}$`, modifiers.includes('cased') ? 'u' : 'iu');
}

/** `or`, `and`, `not` and parentheses over the names of searches, from the least to the most binding. */
function readCondition(text: string, searches: ReadonlyMap<string, Matcher>): Matcher {
  const words = text.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const takeAny = (): Matcher =>
    takeJoined('or', takeAll, (parts, event) => parts.some((part) => part(event)));
  const takeAll = (): Matcher =>
    takeJoined('and', takeOne, (parts, event) => parts.every((part) => part(event)));
  const takeJoined = (
    word: string,
    take: () => Matcher,
    join: (parts: readonly Matcher[], event: SigmaEvent) => boolean,
  ): Matcher => {
    const parts = [take()];
    while (words[at] === word) {
      at++;
      parts.push(take());
    }
    return (event) => join(parts, event);
  };
  const takeOne = (): Matcher => {
    const word = words[at++] ?? '';
    if (word === 'not') {
      const of = takeOne();
      return (event) => !of(event);
    }
    if (word === '(') {
      const of = takeAny();
      if (words[at++] !== ')') throw new Error(`a parenthesis is not closed: ${text}`);
      return of;
    }
    const search = searches.get(word);
    if (search === undefined) throw new Error(`${word} is no search of ${text}`);
    return search;
  };
  const matcher = takeAny();
  if (at < words.length) throw new Error(`the condition goes on: ${text}`);
  return matcher;
}

function isWithin(address: string, network: string): boolean {
  const [start = '', prefix] = network.split('/');
  const [bytes, base] = [parseAddress(address), parseAddress(start)];
  if (bytes === undefined || base === undefined || bytes.length !== base.length) return false;
  const bits = (of: readonly number[]) => of.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits(bytes).slice(0, Number(prefix)) === bits(base).slice(0, Number(prefix));
}
