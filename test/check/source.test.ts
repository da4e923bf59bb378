import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadMapping } from '../../src/check/mapping.js';
import { parsePath } from '../../src/check/path.js';
import { readMarks, showExpected, showFound } from '../marked.js';
import { aggregateRule, inFolder, loadFiles, matchRule, replaceKeys, source } from './pack.js';

const test = suite('sources and mappings');

function inSource(keys: string, ...codes: string[]): void {
  const expected = readMarks(replaceKeys(source, keys));
  const { diagnostics } = loadFiles({
    'sources/inference.yaml': expected.text,
    'example.yaml': aggregateRule,
  });
  assert.equal(showFound(diagnostics), showExpected(expected, codes), keys);
}

test('a source’s mistakes are told in it', () => {
  inSource('source: ⟦inferenz⟧'.replace('inferenz', 'inferenc'), 'name-not-file');
  inSource('time: { field: ⟦tss⟧, format: ⟦epoch_secs⟧ }', 'unknown-field', 'illegal-value');
  inSource('time: { field: ⟦principal⟧, format: rfc3339 }', 'special-field-type');
  inSource('id: ⟦n_features⟧', 'special-field-type');
  inSource('id: request_id');
  inSource('id: request_id\ndedupe: true');
  inSource('⟦source⟧: inference\ndedupe: true', 'missing-key');
  inSource(
    'define: { a: { is: b }, b: { not: { is: ⟦a⟧ } }, c: { is: b }, d: { is: ⟦e⟧ } }',
    'circular-definition',
    'unknown-definition',
  );
  inSource('define: { a: { label: ⟦3⟧ }, b: { is: a }, c: { is: a } }', 'literal-type');
  inSource('define: { ⟦a b⟧: { label: x } }', 'illegal-form');
});

test('rules over two sources see the fields of their own', () => {
  const { diagnostics } = loadFiles({
    'sources/inference.yaml': source,
    'sources/other.yaml':
      'source: other\ndescription: x\ntime: { field: at, format: rfc3339 }\nfields: { at: { type: timestamp }, who: { type: keyword } }\n',
    'example.yaml': matchRule,
    'second.yaml': replaceKeys(
      matchRule,
      'name: second\nid: 00000000-0000-4000-8000-000000000002\nsource: other\nwhere: { who: x, principal: y }',
    ),
  });
  assert.equal(
    diagnostics.map(({ message }) => message),
    ['the source other has no field principal'],
  );
});

const mapping = `mapping: example
description: Another gateway
source: inference
`;

function withMapping<T>(text: string, use: (loaded: ReturnType<typeof loadMapping>) => T): T {
  const { sources } = loadFiles({ 'sources/inference.yaml': source, 'example.yaml': aggregateRule }).pack;
  return inFolder({ 'example.yaml': text }, (folder) => use(loadMapping(`${folder}/example.yaml`, sources)));
}

function inMapping(keys: string, ...codes: string[]): void {
  const expected = readMarks(replaceKeys(mapping, keys));
  withMapping(expected.text, ({ diagnostics }) => {
    assert.equal(showFound(diagnostics), showExpected(expected, codes), keys);
  });
}

test('a mapping’s mistakes are told', () => {
  inMapping('fields: { ⟦principl⟧: { path: user } }', 'unknown-field');
  inMapping(
    'fields: { principal: { path: ⟦"a..b"⟧ }, model: { constant: ⟦3⟧ } }',
    'illegal-path',
    'literal-type',
  );
  inMapping(
    'fields: { ⟦principal⟧: {}, ⟦model⟧: { path: a, constant: b } }',
    'derivation-unclear',
    'derivation-unclear',
  );
  inMapping('fields: { principal: { ⟦pat⟧: user } }', 'unknown-key');
  inMapping('fields: { principal: ⟦user⟧ }', 'wrong-type');
  inMapping(
    'fields: { principal: { path: user } }\nabsent: { ⟦principal⟧: x, ⟦marginal⟧: y }',
    'mapped-and-absent',
    'unknown-field',
  );
  inMapping(
    'fields: { principal: { path: user } }\nneeds: { principal: x, ⟦model⟧: y, ⟦modl⟧: z }',
    'need-of-unmapped',
    'unknown-field',
  );
  inMapping('source: ⟦other⟧\nfields: { principal: { path: user } }', 'unknown-source');
  inMapping('time: { path: ⟦.a⟧, format: rfc3339 }\nfields: {}', 'illegal-path');
  withMapping('', ({ mapping: made, diagnostics }) => {
    assert.is(made, undefined);
    assert.equal(
      diagnostics.map(({ code }) => code),
      ['empty-document'],
    );
  });
});

test('a mapping has paths and constants, and the source’s time unless it states its own', () => {
  const fields = `fields: { principal: { path: identity.arn }, model: { path: '"gen_ai.request.model"' }, wants_probs: { constant: true } }`;
  withMapping(replaceKeys(mapping, fields), ({ mapping: made, diagnostics }) => {
    assert.equal(diagnostics, []);
    assert.equal(made?.time, { path: ['ts'], format: 'epoch_seconds' });
    assert.equal(
      [...(made?.fields ?? [])],
      [
        ['principal', { kind: 'path', path: ['identity', 'arn'] }],
        ['model', { kind: 'path', path: ['gen_ai.request.model'] }],
        ['wants_probs', { kind: 'constant', value: true }],
      ],
    );
    assert.is(made?.sampled, false);
  });
  withMapping(
    replaceKeys(mapping, `time: { path: a.b, format: rfc3339 }\n${fields}\nsampled: true`),
    ({ mapping: made }) => {
      assert.equal(made?.time, { path: ['a', 'b'], format: 'rfc3339' });
      assert.is(made?.sampled, true);
    },
  );
});

test('every derivation of the contract is read', () => {
  const fields = `fields:
  principal: { first_of: [user.id, '"user.name"'] }
  model: { prefix: { path: model }, length: 7 }
  label: { split: { path: arn }, by: '/', part: -1 }
  user_agent: { network: { path: ip }, v4: 16 }
  input_hash: { hash: { path: input.body } }
  status: { split: { path: line }, by: ' ', part: 2 }
  wants_probs: { any_of: [ { exists: a.logprobs }, { path: a.n, above: 0 }, { path: a.mode, equals: full }, { path: a.on, equals: true } ] }
`;
  withMapping(replaceKeys(mapping, fields), ({ mapping: made, diagnostics }) => {
    assert.equal(diagnostics, []);
    assert.equal(Object.fromEntries(made?.fields ?? []), {
      principal: { kind: 'first_of', paths: [['user', 'id'], ['user.name']] },
      model: { kind: 'prefix', path: ['model'], length: 7 },
      label: { kind: 'split', path: ['arn'], by: '/', part: -1 },
      user_agent: { kind: 'network', path: ['ip'], v4: 16, v6: 64 },
      input_hash: { kind: 'hash', path: ['input', 'body'] },
      status: { kind: 'split', path: ['line'], by: ' ', part: 2 },
      wants_probs: {
        kind: 'any_of',
        tests: [
          { kind: 'exists', path: ['a', 'logprobs'] },
          { kind: 'compare', path: ['a', 'n'], order: 'above', value: 0 },
          { kind: 'equals', path: ['a', 'mode'], value: 'full' },
          { kind: 'equals', path: ['a', 'on'], value: true },
        ],
      },
    });
  });
});

test('a derivation’s mistakes are told', () => {
  inMapping('fields: { model: { ⟦prefix⟧: { path: a } } }', 'missing-key');
  inMapping('fields: { model: { prefix: { path: a }, length: ⟦0⟧ } }', 'out-of-range');
  inMapping('fields: { model: { ⟦length⟧: 3 } }', 'missing-key');
  inMapping('fields: { model: { ⟦split⟧: { path: a }, by: x } }', 'missing-key');
  inMapping('fields: { model: { network: { path: a }, v4: ⟦33⟧ } }', 'out-of-range');
  inMapping(
    'fields: { n_features: { ⟦hash⟧: { path: a } }, model: { ⟦any_of⟧: [ { exists: a } ] } }',
    'derivation-type',
    'derivation-type',
  );
  inMapping('fields: { model: { first_of: [a, ⟦b..c⟧, ⟦.d⟧] } }', 'illegal-path', 'illegal-path');
  inMapping('fields: { model: { first_of: ⟦[]⟧ } }', 'empty-list');
  inMapping(
    'fields: { wants_probs: { any_of: [ ⟦{ path: a }⟧, ⟦{ path: a, above: 1, below: 3 }⟧, ⟦{ exists: a, equals: 3 }⟧ ] } }',
    ...Array(3).fill('path-test-unclear'),
  );
  inMapping('fields: { ⟦model⟧: { hash: { path: a }, path: b } }', 'derivation-unclear');
});

test('paths are dotted, and keys with dots quoted', () => {
  assert.equal(parsePath('a'), ['a']);
  assert.equal(parsePath('a.b-c.@d e'), ['a', 'b-c', '@d e']);
  assert.equal(parsePath('a."b.c"."d\\"\\\\"'), ['a', 'b.c', 'd"\\']);
  for (const wrong of ['', '.', 'a.', '.a', 'a..b', '"a', 'a"b"', '"a"b', '""'])
    assert.is(parsePath(wrong), undefined, wrong);
});

test.run();
