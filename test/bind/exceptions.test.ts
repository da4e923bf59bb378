import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { refusalsOf } from '../../src/backends/lowering.js';
import { lowerRule } from '../../src/backends/registry.js';
import { bindRule } from '../../src/bind/bind-rule.js';
import { exceptRules } from '../../src/bind/exceptions.js';
import { inlineLists, mostInlined } from '../../src/bind/inline-lists.js';
import type { Predicate, PredicateOf } from '../../src/ir/predicate.js';
import type { Exception } from '../../src/ir/target.js';
import {
  aggregateRule,
  elasticTarget,
  equals,
  field,
  fullVectorHarvest,
  matchRule,
  not,
  sigmaTarget,
  signal,
  span,
  splunkTarget,
} from '../backends/samples.js';

const entries = [
  { value: 'svc' },
  { value: 'eval', until: 1_000 },
  { value: 'old', until: 500 },
  { value: 'batch' },
];
const exception: Exception = { rule: fullVectorHarvest.name, field: field('principal'), entries, span };
const target = { name: 'here', exceptions: [exception] };
const listed: PredicateOf<'in_list'> = {
  kind: 'in_list',
  span,
  field: field('principal'),
  list: 'exceptions of here',
  entries,
};

test('an exception is a “not in_list” beside what the rule asks already', () => {
  const [plain, filtered, other] = exceptRules(
    [
      fullVectorHarvest,
      { ...fullVectorHarvest, where: equals('label', 'x') },
      { ...fullVectorHarvest, name: 'other' },
    ],
    target,
  );
  assert.equal(plain.where, not(listed));
  assert.equal(filtered.where, { kind: 'all', span, of: [equals('label', 'x'), not(listed)] });
  assert.is(other.where, undefined);
});

test('whoever reads findings reads those of the rules with their exceptions', () => {
  const reader = { ...fullVectorHarvest, name: 'reader', reads: [fullVectorHarvest] };
  const [first, second] = exceptRules([reader, fullVectorHarvest], target);
  assert.equal(first.where, undefined);
  assert.is(first.reads?.[0], second);
  assert.equal(second.where, not(listed));
});

test('a list becomes equalities, each day of expiry beside a test of the time', () => {
  const equal = (...values: string[]) => equals('principal', ...values);
  const before = (value: number): Predicate => ({
    kind: 'compare',
    field: field('ts'),
    order: 'below',
    value,
    span,
  });
  const written: Predicate = {
    kind: 'any',
    span,
    of: [
      equal('svc', 'batch'),
      { kind: 'all', span, of: [equal('eval'), before(1_000)] },
      { kind: 'all', span, of: [equal('old'), before(500)] },
    ],
  };
  const long: string[] = [];
  const inlined = (where: Predicate) =>
    inlineLists(matchRule('r', where), ({ list }) => long.push(list)).where;
  assert.equal(inlined(listed), written);
  assert.equal(inlined(not(listed)), not(written));
  assert.equal(inlined({ ...listed, entries: [{ value: 'svc' }] }), equal('svc'));
  const nested = { measure: { kind: 'share', of: listed, among: not(listed) } } as const;
  const ratio = aggregateRule('r', [
    signal(
      's',
      { kind: 'ratio', of: nested, to: { measure: { kind: 'count', of: listed } } },
      { kind: 'above', value: 1 },
    ),
  ]);
  assert.not.match(JSON.stringify(inlineLists(ratio, () => {})), /in_list/);
  assert.equal(long, []);
});

test('every back end writes the values of a list and its days', () => {
  const where = {
    ...listed,
    entries: [{ value: 'svc' }, { value: 'eval', until: Date.parse('2027-02-01T00:00:00Z') }],
  };
  const textOf = (lowering: ReturnType<typeof lowerRule>) =>
    lowering.fidelity === 'refused' ? '' : lowering.output.map(({ text }) => text).join('\n');
  assert.match(textOf(lowerRule(matchRule('r', where), elasticTarget, 'hunt')), /"svc".*2027-02-01/s);
  assert.match(textOf(lowerRule(matchRule('r', where), splunkTarget, 'hunt')), /"svc".*1801440000000/s);
  assert.equal(
    refusalsOf(lowerRule(matchRule('r', where), sigmaTarget, 'rule')).map(({ code }) => code),
    ['unsupported-timestamp'],
  );
});

test('a target’s exceptions are in its queries, and need their field', () => {
  const lowering = lowerRule(fullVectorHarvest, { ...elasticTarget, exceptions: [exception] }, 'live');
  assert.ok(lowering.fidelity !== 'refused');
  assert.match(JSON.stringify(lowering), /NOT .*svc/);
  const withLabel = { ...elasticTarget, exceptions: [{ ...exception, field: field('label') }] };
  const binding = bindRule<'elastic'>(fullVectorHarvest, withLabel);
  assert.ok(binding.kind === 'bound' && binding.bound.fields.has('label'));
});

test('a list that is too long for a query is told', () => {
  const many = Array.from({ length: mostInlined + 1 }, (_, index) => ({ value: `svc-${index}` }));
  const binding = bindRule<'elastic'>(matchRule('r', { ...listed, entries: many }), elasticTarget);
  assert.equal(binding.kind === 'unbound' && binding.causes.map(({ code }) => code), ['list-too-long']);
});

test.run();
