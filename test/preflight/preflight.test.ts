import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type IndexMapping, readIndices } from '../../src/preflight/index-mapping.js';
import { judgeIndices } from '../../src/preflight/preflight.js';
import type { Reading, Wanted } from '../../src/preflight/wanted.js';

const test = suite('preflight');

/** What the answer to `GET /INDEX` would be for one index of these fields. */
function indexOf(properties: object, rest: { settings?: object; mappings?: object } = {}) {
  return { mappings: { properties, ...rest.mappings }, settings: { index: rest.settings ?? {} } };
}

function read(answer: object): readonly IndexMapping[] {
  const indices = readIndices(answer);
  if (indices === undefined) throw new Error('no answer of indices');
  return indices;
}

const want = (name: string, reading: Reading, isKey = false): Wanted => ({
  name,
  reading,
  field: name,
  isKey,
});

/** What is told of one field `f` of an index, as `code effect`. */
function told(field: object, reading: Reading, rest: Parameters<typeof indexOf>[1] = {}, isKey = false) {
  const indices = read({ i: indexOf({ f: field }, rest) });
  return judgeIndices([want('f', reading, isKey)], indices, 120_000).map(
    ({ code, effect }) => `${code} ${effect}`,
  );
}

const lenient = { settings: { mapping: { ignore_malformed: 'true' } } };

test('types that hold what is asked for say nothing', () => {
  const fits = [
    ['keyword', 'keyword'],
    ['wildcard', 'text'],
    ['double', 'number'],
    ['boolean', 'boolean'],
    ['ip', 'ip'],
    ['date', 'timestamp'],
    ['date_nanos', 'timestamp'],
    ['text', 'text'],
    ['long', 'text'],
  ] as const;
  for (const [type, reading] of fits)
    assert.equal(told({ type }, reading, lenient), [], `${type} ${reading}`);
});

/** Each trap: a field, how it is read, and what is told of it. The effects are those seen on Elasticsearch 8.19.21. */
const traps: readonly (readonly [field: object, reading: Reading, remark: string])[] = [
  [{ type: 'float' }, 'timestamp', 'time-not-a-date refused'],
  [{ type: 'long' }, 'timestamp', 'time-not-a-date refused'],
  [{ type: 'float' }, 'number', 'rounded-number both'],
  [{ type: 'half_float' }, 'number', 'rounded-number both'],
  [{ type: 'scaled_float', scaling_factor: 10 }, 'number', 'rounded-number both'],
  [{ type: 'long' }, 'number', 'whole-numbers note'],
  [{ type: 'keyword' }, 'number', 'wrong-type refused'],
  [{ type: 'keyword' }, 'boolean', 'wrong-type refused'],
  [{ type: 'long' }, 'keyword', 'wrong-type refused'],
  [{ type: 'double' }, 'text', 'number-as-text both'],
  [{ type: 'ip' }, 'text', 'rewritten-text both'],
  [{ type: 'keyword' }, 'ip', 'address-as-text note'],
  [{ type: 'text' }, 'keyword', 'repeated-text under'],
  [{ type: 'flattened' }, 'keyword', 'unreadable-type refused'],
  [{ type: 'nested' }, 'presence', 'unreadable-type refused'],
  [{}, 'text', 'unreadable-type refused'],
  [{ type: 'keyword', normalizer: 'lower' }, 'keyword', 'normalizer both'],
  [{ type: 'keyword', ignore_above: 256 }, 'keyword', 'ignore-above both'],
  [{ type: 'keyword', null_value: 'none' }, 'keyword', 'null-value both'],
  [{ type: 'keyword', doc_values: false }, 'keyword', 'no-doc-values under'],
  [{ type: 'ip', doc_values: false }, 'ip', 'no-doc-values under'],
];
for (const [field, reading, remark] of traps)
  test(`${JSON.stringify(field)} read as ${reading}`, () => {
    assert.equal(told(field, reading, lenient), [remark]);
  });

test('a long value of a key is an event in no group', () => {
  assert.equal(told({ type: 'keyword', ignore_above: 256 }, 'keyword', {}, true), ['ignore-above under']);
  assert.equal(told({ type: 'keyword', ignore_above: 32_766 }, 'keyword', {}, true), []);
});

test('a field without doc values is lost where the index keeps no source', () => {
  const sourceless = { mappings: { _source: { enabled: false } } };
  assert.equal(told({ type: 'text' }, 'text', sourceless), ['nothing-to-read under']);
  assert.equal(told({ type: 'keyword', doc_values: false }, 'keyword', sourceless), [
    'nothing-to-read under',
  ]);
  assert.equal(told({ type: 'keyword' }, 'keyword', sourceless), []);
});

test('a document that does not fit is rejected, unless the field or the index says otherwise', () => {
  assert.equal(told({ type: 'double' }, 'number'), ['rejects-misfits under']);
  assert.equal(told({ type: 'double', ignore_malformed: true }, 'number'), []);
  assert.equal(told({ type: 'double', ignore_malformed: false }, 'number', lenient), [
    'rejects-misfits under',
  ]);
});

test('a field that no index maps, that some do not map, and that they map in two ways', () => {
  const judge = (answer: object) =>
    judgeIndices([want('a.b', 'keyword')], read(answer), 120_000).map(
      ({ code, effect }) => `${code} ${effect}`,
    );
  const mapped = (type: string) => indexOf({ a: { properties: { b: { type } } } });
  assert.equal(judge({ i: indexOf({}) }), ['unknown-column refused']);
  assert.equal(judge({ i: mapped('keyword'), j: indexOf({}) }), ['missing-in-some note']);
  assert.equal(judge({ i: mapped('keyword'), j: mapped('text') }), ['types-differ refused']);
  assert.equal(judge({ i: mapped('keyword'), j: mapped('keyword') }), []);
});

test('an alias is the field that it names, a subfield has a name of its own, and a runtime field is a script’s', () => {
  const answer = {
    i: indexOf(
      {
        real: { type: 'text', fields: { raw: { type: 'keyword' } } },
        other: { type: 'alias', path: 'real' },
      },
      { mappings: { runtime: { made: { type: 'keyword', script: 'emit("a")' } } } },
    ),
  };
  const names = ['other', 'real.raw', 'made'].map((name) => want(name, 'keyword'));
  assert.equal(
    judgeIndices(names, read(answer), 120_000).map(({ place, code }) => `${place} ${code}`),
    ['other repeated-text', 'made runtime-field'],
  );
});

test('an index that shows its events later than the target waits', () => {
  const judge = (settings: object) =>
    judgeIndices([], read({ i: indexOf({}, { settings }) }), 120_000).map(
      ({ code, effect }) => `${code} ${effect}`,
    );
  assert.equal(judge({}), []);
  assert.equal(judge({ refresh_interval: '30s' }), []);
  assert.equal(judge({ refresh_interval: '2m' }), ['refresh-after-delay under']);
  assert.equal(judge({ refresh_interval: '-1' }), ['refresh-after-delay under']);
  const frozen = { routing: { allocation: { include: { _tier_preference: 'data_frozen' } } } };
  assert.equal(judge(frozen), ['frozen-tier note']);
});

test('what is no answer of a cluster is told from one', () => {
  for (const answer of [
    [],
    null,
    'x',
    { i: 1 },
    { i: { settings: {} } },
    { error: { reason: 'no such index' }, status: 404 },
  ])
    assert.is(readIndices(answer), undefined);
  assert.equal(readIndices({}), []);
});

test('the native index’s own template has no trap', () => {
  const template = (name: string) =>
    JSON.parse(readFileSync(`targets/elastic-native/component-template.${name}.json`, 'utf8')).template;
  const indices = read({ i: { ...template('mappings'), ...template('settings') } });
  const readings = new Map<string, Reading>([
    ['keyword', 'keyword'],
    ['double', 'number'],
    ['boolean', 'boolean'],
    ['ip', 'ip'],
    ['date', 'timestamp'],
  ]);
  const fields = [...(indices[0]?.fields ?? [])].filter(([name]) => name !== 'ts');
  assert.ok(fields.length > 20);
  const wanted = fields.map(([name, { type }]) => want(name, readings.get(type) ?? 'presence'));
  assert.equal(judgeIndices(wanted, indices, 120_000), []);
});

test.run();
