import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bindRule } from '../../src/bind/bind-rule.js';
import { placeOf } from '../../src/bind/bound-rule.js';
import { usedFields } from '../../src/bind/used-fields.js';
import type { Derivation } from '../../src/ir/mapping.js';
import type { Measure } from '../../src/ir/measure.js';
import {
  aggregateRule,
  all,
  any,
  compare,
  elasticTarget,
  equals,
  exists,
  field,
  fullVectorHarvest,
  native,
  not,
  signal,
} from '../backends/samples.js';

const above = { kind: 'above', value: 1 } as const;
const namesUsed = (measure: Measure) =>
  usedFields(aggregateRule('r', [signal('s', measure, above)], { by: [] })).map((used) => used.field.name);

test('a rule uses the fields of its group, its predicates and its measures, each once', () => {
  const rule = aggregateRule(
    'r',
    [
      signal('a', { kind: 'share', of: equals('label', 'x'), among: not(exists('near_dup')) }, above),
      signal('b', { kind: 'distinct', field: field('label') }, above),
    ],
    {
      by: [field('principal'), field('model')],
      where: all(any(compare('margin', 'above', 0), exists('label'))),
    },
  );
  assert.equal(
    usedFields(rule).map((used) => used.field.name),
    ['principal', 'model', 'margin', 'label', 'near_dup'],
  );
});

test('every kind of measure says what it uses', () => {
  const of = { measure: { kind: 'sum', field: field('margin') } } as const;
  const to = { measure: { kind: 'count', of: exists('label') } } as const;
  assert.equal(namesUsed({ kind: 'count' }), []);
  assert.equal(namesUsed({ kind: 'interval_cv' }), []);
  assert.equal(namesUsed({ kind: 'active', step: 60_000 }), []);
  assert.equal(namesUsed({ kind: 'entropy', field: field('label') }), ['label']);
  assert.equal(namesUsed({ kind: 'ratio', of, to }), ['margin', 'label']);
});

test('without a mapping a field lies under its own name, and the time where the source has it', () => {
  const binding = bindRule<'elastic'>(fullVectorHarvest, elasticTarget);
  if (binding.kind !== 'bound') throw new Error('not bound');
  assert.equal(placeOf(binding.bound, field('input_hash')), { kind: 'field', name: 'input_hash' });
  assert.equal(binding.bound.time, { name: 'ts', format: 'epoch_seconds' });
  assert.not(binding.bound.sampled);
  assert.throws(() => placeOf(binding.bound, field('label')), /label was not bound/);
});

test('a mapping gives paths and constants, and the time of the log for the field of the time', () => {
  const rule = { ...fullVectorHarvest, where: compare('ts', 'above', 0) };
  const derivations: readonly (readonly [string, Derivation])[] = [
    ['principal', { kind: 'path', path: ['user', 'id'] }],
    ['input_hash', { kind: 'path', path: ['gen_ai.input.hash'] }],
    ['wants_probs', { kind: 'constant', value: true }],
  ];
  const time = { path: ['event', 'created'], format: 'rfc3339' } as const;
  const mapping = { ...native, time, fields: new Map(derivations) };
  const binding = bindRule<'elastic'>(rule, { ...elasticTarget, mapping });
  if (binding.kind !== 'bound') throw new Error('not bound');
  const places = ['principal', 'input_hash', 'wants_probs', 'ts'].map((name) =>
    placeOf(binding.bound, field(name)),
  );
  assert.equal(places, [
    { kind: 'field', name: 'user.id' },
    { kind: 'field', name: 'gen_ai.input.hash' },
    { kind: 'constant', value: true },
    { kind: 'field', name: 'event.created' },
  ]);
});

test('every field that the log lacks is told, with what would mend it', () => {
  const mapping = { ...native, fields: new Map(), absent: new Map([['wants_probs', 'log the flag']]) };
  const binding = bindRule<'elastic'>(fullVectorHarvest, { ...elasticTarget, mapping });
  assert.equal(
    binding.kind === 'unbound' && binding.causes.map(({ code, reason, hint }) => [code, reason, hint]),
    ['principal', 'input_hash', 'wants_probs'].map((name) => [
      'field-absent',
      `the log of elastic-test has no ${name}`,
      name === 'wants_probs'
        ? 'log the flag'
        : `map ${name} in the target's mapping, or leave the rule out of the target`,
    ]),
  );
});

test.run();
