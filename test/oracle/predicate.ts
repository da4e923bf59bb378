import { isInside, parseAddress, writeAddress } from './address.js';
import type { Plain, Type, World } from './documents.js';
import { readTime } from './time.js';
import type { Value } from './value.js';

/** An event's present values, by field. */
export type Fields = ReadonlyMap<string, Value>;

/** What a predicate can ask of an event. */
export interface Subject {
  readonly time: number;
  readonly fields: Fields;
}

/** Whether an event satisfies a predicate as it is written in a rule. A test of an absent field is false. */
export function satisfies(event: Subject, predicate: Plain, world: World): boolean {
  if (Array.isArray(predicate)) {
    return predicate.some((part: Plain) => satisfies(event, part, world));
  }
  return Object.entries(entriesOf(predicate)).every(([key, value]) => {
    switch (key) {
      case 'all':
        return listOf(value).every((part) => satisfies(event, part, world));
      case 'any':
        return listOf(value).some((part) => satisfies(event, part, world));
      case 'not':
        return !satisfies(event, value, world);
      case 'is': {
        const defined = world.source.define?.[String(value)];
        if (defined === undefined) throw new Error(`nothing is defined as ${String(value)}`);
        return satisfies(event, defined, world);
      }
      default:
        return testField(event, key, value, world);
    }
  });
}

function testField(event: Subject, key: string, wanted: Plain, world: World): boolean {
  const [name = '', ...modifiers] = key.split('|');
  const type = world.source.fields[name]?.type;
  if (type === undefined) throw new Error(`no field ${name}`);
  const value = event.fields.get(name);
  const nocase = modifiers.includes('nocase');
  const modifier = modifiers.find((word) => word !== 'nocase') ?? 'equals';
  if (modifier === 'exists') return (value !== undefined) === wanted;
  if (value === undefined) return false;
  const wants = Array.isArray(wanted) ? listOf(wanted) : [wanted];
  if (modifier === 'in_list') {
    return wants
      .flatMap((want) => livingEntries(String(want), event.time, world))
      .some((entry) => testValue(value, 'equals', literal(entry, type, 'equals'), false));
  }
  return wants.some((want) => testValue(value, modifier, literal(want, type, modifier), nocase));
}

/** The values of a list that count at a time: an entry's last day is whole. */
function livingEntries(name: string, time: number, { lists }: World): Plain[] {
  const list = lists.find((other) => other.list === name);
  if (list === undefined) throw new Error(`no list ${name}`);
  return list.entries
    .filter(({ expires }) => expires === undefined || time < Date.parse(`${expires}T00:00:00Z`) + 86_400_000)
    .map((entry) => entry.value);
}

/** A literal in the form in which values of its field's type are kept. */
function literal(plain: Plain, type: Type, modifier: string): Value {
  if (plain === null || typeof plain === 'object') throw new Error(`not a literal: ${JSON.stringify(plain)}`);
  if (type === 'ip' && modifier === 'equals') {
    const bytes = parseAddress(String(plain));
    if (bytes === undefined) throw new Error(`not an address: ${plain}`);
    return writeAddress(bytes);
  }
  if (type === 'timestamp') {
    const time = readTime({ kind: 'string', text: String(plain) }, 'rfc3339');
    if (time === undefined) throw new Error(`not a time: ${plain}`);
    return time;
  }
  return plain;
}

function testValue(value: Value, modifier: string, want: Value, nocase: boolean): boolean {
  if (modifier === 'regex') return toRegExp(String(want), nocase).test(String(value));
  const [has, wants] = nocase ? [fold(value), fold(want)] : [value, want];
  switch (modifier) {
    case 'equals':
      return has === wants;
    case 'contains':
      return String(has).includes(String(wants));
    case 'starts_with':
      return String(has).startsWith(String(wants));
    case 'ends_with':
      return String(has).endsWith(String(wants));
    case 'wildcard':
      return matchWildcard([...String(has)], [...String(wants)]);
    case 'cidr':
      return isInside(String(has), String(wants));
    case 'above':
      return has > wants;
    case 'at_least':
      return has >= wants;
    case 'below':
      return has < wants;
    case 'at_most':
      return has <= wants;
    default:
      throw new Error(`no modifier ${modifier}`);
  }
}

/** ASCII letters only. */
function fold(value: Value): Value {
  return String(value).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function matchWildcard(text: readonly string[], pattern: readonly string[]): boolean {
  const [token, ...rest] = pattern;
  if (token === undefined) return text.length === 0;
  if (token === '*') {
    for (let taken = 0; taken <= text.length; taken++) {
      if (matchWildcard(text.slice(taken), rest)) return true;
    }
    return false;
  }
  if (text.length === 0) return false;
  if (token === '?') return matchWildcard(text.slice(1), rest);
  const [char, after] = token === '\\' ? [rest[0], rest.slice(1)] : [token, rest];
  return text[0] === char && matchWildcard(text.slice(1), after);
}

/**
 * RE2's meaning out of JavaScript's engine, for literals, classes, groups, alternation, counts, anchors, `.`, `\d \s \w` and their
 * complements: JavaScript's `.` leaves out more than the newline and its `\s` is Unicode's.
 */
function toRegExp(pattern: string, nocase: boolean): RegExp {
  let out = '';
  let inClass = false;
  const chars = [...pattern];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    if (char === '\\') {
      const next = chars[++i] ?? '';
      if (next === 's') out += inClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]';
      else if (next === 'S' && !inClass) out += '[^\\t\\n\\f\\r ]';
      else if (/[dDwW.*+?()[\]{}|\\^$/-]/.test(next)) out += `\\${next}`;
      else throw new Error(`the oracle knows no \\${next}`);
    } else {
      if (char === '[') inClass = true;
      if (char === ']') inClass = false;
      out += char === '.' && !inClass ? '[^\\n]' : char;
    }
  }
  return new RegExp(out, nocase ? 'iu' : 'u');
}

function entriesOf(plain: Plain): { readonly [key: string]: Plain } {
  if (plain === null || typeof plain !== 'object' || Array.isArray(plain)) {
    throw new Error(`not a map: ${JSON.stringify(plain)}`);
  }
  return Object.fromEntries(Object.entries(plain));
}

function listOf(plain: Plain): readonly Plain[] {
  if (!Array.isArray(plain)) throw new Error(`not a list: ${JSON.stringify(plain)}`);
  return plain;
}
