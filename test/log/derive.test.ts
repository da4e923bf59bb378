import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Derivation, Mapping } from '../../src/ir/mapping.js';
import type { Field, FieldType, Source } from '../../src/ir/source.js';
import { createTally, openLog } from '../../src/log/reader.js';
import { textAt } from '../../src/log/row.js';

const test = suite('derivations');

const span = { source: { file: '', text: '' }, start: 0, end: 0 };

/** The field `f` of a type as a derivation yields it from each line: its value, undefined for none, or `unfit`. */
async function derive(type: FieldType, derivation: Derivation, lines: readonly object[]): Promise<unknown[]> {
  const fields = new Map<string, Field>([
    ['ts', { name: 'ts', type: 'timestamp', required: true }],
    ['f', { name: 'f', type, required: false }],
  ]);
  const source: Source = {
    name: 's',
    description: '',
    time: { field: 'ts', format: 'epoch_seconds' },
    dedupe: false,
    fields,
    define: new Map(),
    span,
  };
  const mapping: Mapping = {
    name: 'm',
    description: '',
    source,
    time: { path: ['t'], format: 'epoch_seconds' },
    fields: new Map([['f', derivation]]),
    absent: new Map(),
    needs: new Map(),
    sampled: false,
  };
  const text = lines.map((line) => JSON.stringify({ t: 1, ...line })).join('\n');
  const tally = createTally(mapping);
  const log = openLog({ kind: 'text', name: 'log', text }, 0, mapping, tally);
  const found: unknown[] = [];
  while (await log.more()) {
    for (let before = tally.unfit[1]; log.next(); before = tally.unfit[1]) {
      if (tally.unfit[1] > before) found.push('unfit');
      else if (log.row.present[1] === 0) found.push(undefined);
      else if (type === 'keyword' || type === 'ip') found.push(textAt(log.row, 1));
      else found.push(log.row.numbers[1]);
    }
  }
  assert.is(found.length, lines.length);
  return found;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

test('a path leads through objects, and through text that holds a JSON object', async () => {
  const derivation: Derivation = { kind: 'path', path: ['properties', 'who', 'id'] };
  assert.equal(
    await derive('keyword', derivation, [
      { properties: { who: { id: 'a' } } },
      { properties: '{"who":{"id":"b"}}' },
      { properties: ' {\n "who": {"id": "c\\n"}\n} ' },
      { properties: JSON.stringify({ who: JSON.stringify({ id: 'd' }) }) },
      { properties: '{"who":{"id":"e"}' },
      { properties: '{"who":{"id":"e\n"}}' },
      { properties: '["who"]' },
      { properties: 'plain' },
      { properties: 7 },
      { properties: { who: { id: ['x', 'y'] } } },
      {},
    ]),
    ['a', 'b', 'c\n', 'd', undefined, undefined, undefined, undefined, undefined, 'unfit', undefined],
  );
});

test('the first of several paths that has a value', async () => {
  const derivation: Derivation = { kind: 'first_of', paths: [['a'], ['b', 'c']] };
  assert.equal(
    await derive('number', derivation, [
      { a: 1, b: { c: 2 } },
      { a: null, b: { c: 2 } },
      { a: 'x', b: { c: '2.5' } },
      { a: 'x' },
      { b: {} },
    ]),
    [1, 2, 2.5, 'unfit', undefined],
  );
});

test('true where any test passes, false where none does', async () => {
  const derivation: Derivation = {
    kind: 'any_of',
    tests: [
      { kind: 'exists', path: ['a'] },
      { kind: 'compare', path: ['b'], order: 'above', value: 0 },
      { kind: 'equals', path: ['c'], value: 'yes' },
      { kind: 'equals', path: ['d'], value: true },
    ],
  };
  assert.equal(
    await derive('boolean', derivation, [
      { a: {} },
      { a: null },
      { b: '1' },
      { b: 0 },
      { c: 'yes' },
      { d: 'true' },
      {},
    ]),
    [1, 0, 1, 0, 1, 1, 0],
  );
});

test('a prefix by code points, and a part between separators', async () => {
  assert.equal(
    await derive('keyword', { kind: 'prefix', path: ['a'], length: 2 }, [
      { a: '😀é!' },
      { a: 'x' },
      { a: {} },
    ]),
    ['😀é', 'x', 'unfit'],
  );
  const arn = { a: 'arn:aws:iam::1:user/ann' };
  assert.equal(await derive('keyword', { kind: 'split', path: ['a'], by: '/', part: -1 }, [arn]), ['ann']);
  assert.equal(await derive('number', { kind: 'split', path: ['a'], by: ':', part: 4 }, [arn]), [1]);
  assert.equal(await derive('keyword', { kind: 'split', path: ['a'], by: '/', part: 5 }, [arn, {}]), [
    undefined,
    undefined,
  ]);
});

test('the network of an address of either family', async () => {
  assert.equal(
    await derive('keyword', { kind: 'network', path: ['ip'], v4: 24, v6: 64 }, [
      { ip: '203.0.113.77' },
      { ip: '::ffff:203.0.113.77' },
      { ip: '2001:db8:1:2:3::4' },
      { ip: '203.0.113' },
    ]),
    ['203.0.113.0/24', '203.0.113.0/24', '2001:db8:1:2::/64', 'unfit'],
  );
});

test('the hash of a text, or of a value as JSON with sorted keys', async () => {
  const deep = JSON.parse(`${'['.repeat(1500)}${']'.repeat(1500)}`);
  assert.equal(
    await derive('keyword', { kind: 'hash', path: ['in'] }, [
      { in: 'é' },
      { in: { b: [1, { d: null, c: 'x' }], a: 1.5 } },
      { in: 12 },
      { in: deep },
      {},
    ]),
    [sha256('é'), sha256('{"a":1.5,"b":[1,{"c":"x","d":null}]}'), sha256('12'), 'unfit', undefined],
  );
});

test('a constant is there in every event, in its field’s type', async () => {
  assert.equal(await derive('keyword', { kind: 'constant', value: 'bedrock' }, [{}, {}]), [
    'bedrock',
    'bedrock',
  ]);
  assert.equal(await derive('boolean', { kind: 'constant', value: true }, [{}]), [1]);
  assert.equal(await derive('number', { kind: 'constant', value: 2 }, [{}]), [2]);
});

test.run();
