import type { Plain } from '../oracle/documents.js';
import { makeListTest } from './lists.js';
import type { Random } from './random.js';
import { types } from './sources.js';

const words = ['a', 'b', 'A', 'ab', '😀', 'gpt-4', 'GPT', '5', '', 'ſK', '\n', '*', '['];
const wildcards = ['a*', '*a', '?', '??*', '*-4*', 'ab\\*?', '*\\\\*', '\\a', 'g*t*4', '*"*', '*T*'];
const regexes = [
  '^a',
  'a|b',
  '^.$',
  '[0-9]+',
  '\\d',
  '^\\w*$',
  'a\\s*',
  '[^a-c]',
  'g(pt|PT)-4',
  '^.{2,}$',
  '\\.b',
  'k',
];
const networks = [
  '203.0.113.0/24',
  '203.0.113.7/32',
  '10.0.0.0/8',
  '0.0.0.0/0',
  '2001:db8::/32',
  '::/0',
  '2001:db8::/127',
];
const addresses = ['203.0.113.7', '10.0.0.1', '::ffff:203.0.113.7', '2001:db8::1', '2001:DB8:0::1', '::'];
const numbers = [0, 1, 2, 3, 5, 7, 0.1, 0.30000000000000004, -3, -0.25, 10];

/** A predicate over the fields of `sources.ts`, in any of the ways of writing one. */
export function makePredicate(random: Random, depth = 2): Plain {
  if (depth > 0 && random.chance(0.35)) {
    const parts = () => Array.from({ length: random.whole(1, 3) }, () => makePredicate(random, depth - 1));
    switch (random.whole(0, 3)) {
      case 0:
        return { not: makePredicate(random, depth - 1) };
      case 1:
        return { all: parts() };
      case 2:
        return { any: parts() };
      default:
        return parts();
    }
  }
  if (random.chance(0.1)) return { is: random.pick(['big', 'small', 'shady']) };
  const tests = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => makeTest(random));
  return Object.assign({}, ...tests);
}

function makeTest(random: Random): { readonly [key: string]: Plain } {
  const [field, type] = random.pick(Object.entries(types).filter(([name]) => name !== 'ts'));
  if (random.chance(0.15)) return { [`${field}|exists`]: random.chance(0.5) };
  const listed = random.chance(0.12) && type !== undefined ? makeListTest(field, type) : undefined;
  if (listed !== undefined) return listed;
  const many = (from: readonly Plain[]) =>
    random.chance(0.3) ? random.some(from, 1).slice(0, 3) : random.pick(from);
  switch (type) {
    case 'keyword': {
      const nocase = random.chance(0.3) ? '|nocase' : '';
      const solid = words.filter((word) => word !== '');
      switch (random.whole(0, 6)) {
        case 0:
          return { [`${field}|contains${nocase}`]: many(solid) };
        case 1:
          return { [`${field}|starts_with${nocase}`]: many(solid) };
        case 2:
          return { [`${field}|ends_with${nocase}`]: many(solid) };
        case 3:
          return { [`${field}|wildcard${nocase}`]: many(wildcards) };
        case 4:
          return { [`${field}|regex${nocase}`]: many(regexes) };
        default:
          return { [`${field}${nocase}`]: many(words) };
      }
    }
    case 'number':
      if (random.chance(0.4)) return { [field]: many(numbers) };
      return { [`${field}|${random.pick(['above', 'at_least', 'below', 'at_most'])}`]: random.pick(numbers) };
    case 'boolean':
      return { [field]: random.chance(0.5) };
    case 'ip':
      return random.chance(0.5) ? { [field]: many(addresses) } : { [`${field}|cidr`]: many(networks) };
    case 'timestamp': {
      const time = random.pick(['1970-01-01T00:00:00Z', '2026-01-12T00:05:00Z', '1969-12-31T23:55:00.500Z']);
      return random.chance(0.2)
        ? { [field]: time }
        : { [`${field}|${random.pick(['above', 'at_least', 'below', 'at_most'])}`]: time };
    }
    case undefined:
      throw new Error('a field without a type');
  }
}
