import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lowerRule } from '../../../src/backends/registry.js';
import type { Derivation } from '../../../src/ir/mapping.js';
import {
  aggregateRule,
  elasticTarget,
  equals,
  exists,
  field,
  native,
  signal,
  splunkTarget,
} from '../samples.js';

const test = suite('fields that ES|QL computes');

const many = { kind: 'above', value: 1 } as const;
const rule = aggregateRule(
  'computed',
  [
    signal('labels', { kind: 'distinct', field: field('label') }, many),
    signal('asked', { kind: 'count', of: equals('wants_probs', true) }, many),
    signal('placed', { kind: 'count', of: exists('src_ip') }, many),
  ],
  { by: [field('principal')] },
);

const plain: readonly (readonly [string, Derivation])[] = [
  ['principal', { kind: 'path', path: ['who'] }],
  ['label', { kind: 'path', path: ['label'] }],
  ['wants_probs', { kind: 'constant', value: true }],
  ['src_ip', { kind: 'path', path: ['address'] }],
];

function lower(...changes: readonly (readonly [string, Derivation])[]) {
  return lowerRule(
    rule,
    { ...elasticTarget, mapping: { ...native, fields: new Map([...plain, ...changes]) } },
    'hunt',
  );
}

/** The definition of a field in the query. */
function defined(name: string, derivation: Derivation): string {
  const lowering = lower([name, derivation]);
  if (lowering.fidelity === 'refused') throw new Error(lowering.refusals[0].reason);
  const line = lowering.output[0]?.text.split('\n').find((one) => new RegExp(`\\b${name} +=`).test(one));
  return String(line)
    .replace(/^.*? = /, '')
    .replace(/,$/, '');
}

function refused(...changes: readonly (readonly [string, Derivation])[]): readonly string[] {
  const lowering = lower(...changes);
  return lowering.fidelity === 'refused'
    ? lowering.refusals.map(({ code, reason }) => `${code}: ${reason}`)
    : [];
}

test('the first of several places that has one value', () => {
  assert.is(
    defined('principal', { kind: 'first_of', paths: [['user', 'id'], ['a "b']] }),
    'COALESCE(TO_STRING(CASE(MV_MIN(user.id) == MV_MAX(user.id), MV_MIN(user.id))), ' +
      'TO_STRING(CASE(MV_MIN(`a "b`) == MV_MAX(`a "b`), MV_MIN(`a "b`))))',
  );
  assert.is(defined('src_ip', { kind: 'first_of', paths: [['x']] }), 'CASE(MV_COUNT(x) == 1, TO_IP(x))');
});

test('any of several tests, false where none passes', () => {
  assert.is(
    defined('wants_probs', {
      kind: 'any_of',
      tests: [
        { kind: 'exists', path: ['a'] },
        { kind: 'compare', path: ['b'], order: 'at_least', value: 2 },
        { kind: 'equals', path: ['c'], value: 'ALL" OR true //' },
        { kind: 'equals', path: ['d'], value: true },
      ],
    }),
    'COALESCE(a IS NOT NULL OR CASE(MV_MIN(b) == MV_MAX(b), MV_MIN(b) + 0.0) >= 2.0 OR ' +
      'CASE(MV_COUNT(c) == 1, c) == "ALL\\" OR true //" OR CASE(MV_MIN(d) == MV_MAX(d), MV_MIN(d)) == true, false)',
  );
});

test('texts cut, split, hashed, and networks of addresses', () => {
  const text = 'TO_STRING(CASE(MV_MIN(a) == MV_MAX(a), MV_MIN(a)))';
  assert.is(defined('label', { kind: 'prefix', path: ['a'], length: 8 }), `LEFT(${text}, 8)`);
  assert.is(
    defined('label', { kind: 'split', path: ['a'], by: '"', part: -1 }),
    `MV_SLICE(SPLIT(${text}, "\\""), -1, -1)`,
  );
  assert.is(defined('label', { kind: 'hash', path: ['a'] }), `HASH("sha256", ${text})`);
  const address = 'CASE(MV_COUNT(a) == 1, TO_IP(a))';
  assert.is(
    defined('label', { kind: 'network', path: ['a'], v4: 24, v6: 64 }),
    `CONCAT(TO_STRING(IP_PREFIX(${address}, 24, 64)), CASE(LOCATE(TO_STRING(${address}), ":") > 0, "/64", "/24"))`,
  );
});

test('a name that another field is computed from is not overwritten before it is read', () => {
  const lowering = lower(
    ['principal', { kind: 'first_of', paths: [['label'], ['who']] }],
    ['label', { kind: 'path', path: ['principal'] }],
  );
  if (lowering.fidelity === 'refused') throw new Error(lowering.refusals[0].reason);
  const [artifact] = lowering.output;
  assert.match(artifact?.text ?? '', /principal_value\s+= COALESCE/);
  assert.match(artifact?.text ?? '', /label_value\s+= CASE\(MV_COUNT\(principal\)/);
});

test('what cannot be computed as the evaluator does is refused', () => {
  assert.equal(
    refused(
      ['label', { kind: 'split', path: ['a'], by: ', ', part: 0 }],
      [
        'wants_probs',
        {
          kind: 'any_of',
          tests: [
            { kind: 'equals', path: ['logprobs'], value: true },
            { kind: 'compare', path: ['logprobs'], order: 'above', value: 0 },
          ],
        },
      ],
    ),
    [
      'field-derived: ES|QL splits a text at one ASCII character, and not at more',
      'field-derived: logprobs is asked for as values of two types, and a field of an index has one',
    ],
  );
});

test('what lies inside a text is not there to be asked for', () => {
  assert.equal(
    refused(['label', { kind: 'hash', path: ['body'] }], ['src_ip', { kind: 'path', path: ['body', 'ip'] }]),
    ['field-derived: src_ip is read out of body, which is one value in an index'],
  );
});

test('Splunk and Sigma refuse what is computed', () => {
  const mapping = {
    ...native,
    fields: new Map([...plain, ['label', { kind: 'hash', path: ['a'] } as Derivation]]),
  };
  const lowering = lowerRule(rule, { ...splunkTarget, mapping }, 'hunt');
  assert.is(lowering.fidelity === 'refused' && lowering.refusals[0].code, 'field-derived');
});

test.run();
