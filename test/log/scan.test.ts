import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createKeyPaths } from '../../src/log/key-tree.js';
import { createLeaves, leafKind } from '../../src/log/leaf.js';
import { scanLine } from '../../src/log/scan.js';
import { createRandom, type Random } from '../random/random.js';

const test = suite('scanLine');

const paths = [['a'], ['b', 'c'], ['b'], ['long_name'], ['"'], ['é'], ['b', 'd', 'e']];

/** What a plain reader finds at each path: the value, or undefined. Of duplicate keys JSON.parse keeps the last too. */
function readPlainly(text: string): unknown[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return paths.map((path) => {
    let at: unknown = value;
    for (const key of path) {
      if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, key))
        return undefined;
      at = Object.entries(at).find(([name]) => name === key)?.[1];
    }
    return at ?? undefined;
  });
}

const keyPaths = createKeyPaths();
const numbers = paths.map((path) => keyPaths.add(path));
const leaves = createLeaves(keyPaths.count());

function readByScan(text: string): unknown[] | undefined {
  const bytes = Buffer.from(`${text}\n`, 'utf8');
  if (!scanLine(bytes, 0, bytes.length - 1, keyPaths.tree, leaves)) return undefined;
  return numbers.map((leaf) => {
    const kind = leaves.kinds[leaf];
    // To a reader null is no value; so is what an earlier object under a repeated key held.
    if (kind === leafKind.none || kind === leafKind.null) return undefined;
    const quoted = kind === leafKind.text || kind === leafKind.escaped ? 1 : 0;
    return JSON.parse(bytes.toString('utf8', leaves.starts[leaf] - quoted, leaves.ends[leaf] + quoted));
  });
}

function makeValue(random: Random, depth: number): string {
  switch (random.whole(0, depth > 3 ? 5 : 8)) {
    case 0:
      return random.pick(['1', '-0', '0.5', '-12.25e-3', '1E+9', '1e999', '12345678901234567890']);
    case 1:
      return random.pick(['true', 'false', 'null']);
    case 2:
    case 3:
    case 4:
    case 5:
      return JSON.stringify(
        random.pick(['', 'x', 'a"b', '\\', 'é😀', '\u2028', '\u0001', 'long '.repeat(20)]),
      );
    case 6:
      return `[${Array.from({ length: random.whole(0, 3) }, () => makeValue(random, depth + 1)).join(' , ')}]`;
    default:
      return makeObject(random, depth + 1);
  }
}

function makeObject(random: Random, depth: number): string {
  const keys = ['a', 'b', 'c', 'd', 'e', 'long_name', 'other', '"', 'é', '\\u0061', '__proto__'];
  const space = () => random.pick(['', '', ' ', '\t', '\r']);
  const members = Array.from({ length: random.whole(0, 6) }, () => {
    const key = random.pick(keys);
    const written = key.startsWith('\\') ? `"${key}"` : JSON.stringify(key);
    return `${space()}${written}${space()}:${space()}${makeValue(random, depth)}${space()}`;
  });
  return `{${space()}${members.join(',')}}`;
}

/** Breaks a text in one place, or leaves it whole. */
function mutate(random: Random, text: string): string {
  const at = random.whole(0, text.length);
  switch (random.whole(0, 5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return (
        text.slice(0, at) +
        random.pick(['"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', 'e', '\u0000', 'x']) +
        text.slice(at)
      );
    case 2:
      return text.slice(0, at);
    default:
      return text;
  }
}

test('agrees with JSON.parse on any line, whole or broken', () => {
  const seed = 20261124;
  const random = createRandom(seed);
  let objects = 0;
  for (let i = 0; i < 30_000; i++) {
    const made = mutate(
      random,
      random.pick([' ', '']) + makeObject(random, 0) + random.pick(['', '\t', ' \r']),
    );
    // A mutation may cut a surrogate pair in two, which UTF-8 cannot say.
    const text = Buffer.from(made, 'utf8').toString('utf8');
    const expected = readPlainly(text);
    if (expected) objects++;
    assert.equal(readByScan(text), expected, `seed ${seed}, line ${i}: ${text}`);
  }
  assert.ok(objects > 10_000 && objects < 29_000, `${objects} of 30,000 are objects`);
});

test('reads the places of keys anew when lines change their order', () => {
  assert.equal(readByScan('{"a":1,"long_name":2}'), [
    1,
    undefined,
    undefined,
    2,
    undefined,
    undefined,
    undefined,
  ]);
  assert.equal(readByScan('{"long_name":3,"a":4}'), [
    4,
    undefined,
    undefined,
    3,
    undefined,
    undefined,
    undefined,
  ]);
  assert.equal(readByScan('{"a":5,"long_name":6}'), [
    5,
    undefined,
    undefined,
    6,
    undefined,
    undefined,
    undefined,
  ]);
});

test('forgets what an earlier object under a repeated key held', () => {
  const [, inner, outer] = readByScan('{"b":{"c":1},"b":2}') ?? [];
  assert.is(inner, undefined);
  assert.is(outer, 2);
});

test('passes over any depth without recursion', () => {
  const deep = `{"x":${'[{"y":'.repeat(100_000)}1${'}]'.repeat(100_000)},"a":7}`;
  const bytes = Buffer.from(`${deep}\n`);
  assert.ok(scanLine(bytes, 0, bytes.length - 1, keyPaths.tree, leaves));
  assert.is(leaves.kinds[numbers[0]], leafKind.number);
  const broken = Buffer.from(`{"x":${'['.repeat(100_000)}}\n`);
  assert.not.ok(scanLine(broken, 0, broken.length - 1, keyPaths.tree, leaves));
});

test.run();
