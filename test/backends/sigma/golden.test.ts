import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import type { Artifact } from '../../../src/backends/backend.js';
import { type Lowering, refusalsOf } from '../../../src/backends/lowering.js';
import { lowerRule } from '../../../src/backends/registry.js';
import { writeLiteral, writePattern } from '../../../src/backends/sigma/predicates.js';
import type { Bound, Measure } from '../../../src/ir/measure.js';
import type { Rule } from '../../../src/ir/rule.js';
import type { SigmaTarget } from '../../../src/ir/target.js';
import { holdToGolden } from '../golden.js';
import { hostileTexts, misreadTexts } from '../hostile.js';
import {
  aggregateRule,
  all,
  any,
  compare,
  equals,
  exists,
  field,
  fullVectorHarvest,
  matchRule,
  native,
  not,
  sequenceRule,
  sigmaTarget,
  signal,
  span,
} from '../samples.js';

const hour = 3_600_000;
const text = { field: field('label'), nocase: false, span } as const;

/** As a rule of the pack would be: with all that a head can hold. */
const head = {
  title: 'A rule: with "all" its parts',
  description: 'Several lines\nof description, with a # and a : in them',
  references: ['https://atlas.mitre.org/techniques/AML.T0024.002'],
  author: 'Rulewright',
  date: '2026-11-24',
  falsePositives: ['A nightly batch scorer', 'yes'],
} as const;

const volume = signal('volume', { kind: 'count' }, { kind: 'above', value: 100 });
const labels = signal('labels', { kind: 'distinct', field: field('label') }, { kind: 'at_least', value: 5 });
const ties = signal(
  'ties',
  { kind: 'share', of: compare('margin', 'below', 0.2), among: exists('margin') },
  { kind: 'between', low: 0.5, high: 0.9 },
  20,
);
const named = (name: string) => ({ kind: 'signal', name }) as const;

const alternatives = aggregateRule('alternatives', [volume, labels, ties], {
  id: '0a3b6f5e-7a43-4b7f-8f0e-52f8a4a3f5b1',
  by: [field('principal'), field('model')],
  where: all(
    exists('label'),
    not(any(equals('status', 500), equals('src_ip', '203.0.113.5', '2001:db8::1'))),
  ),
  window: { size: 24 * hour, every: hour },
  condition: { kind: 'at_least', count: 2, of: [named('volume'), named('labels'), named('ties')] },
});

const oneGroup = aggregateRule('one-group', [volume], {
  id: '5e9dc8b2-6f4e-45d2-9d6b-0f5b7a0d3c11',
  by: [],
  window: { size: hour / 2, every: hour / 2 },
});

const denied = aggregateRule('denied', [volume, { ...ties, bound: { kind: 'below', value: 0.1 } }], {
  id: 'c0e5a7a1-3d8f-4d3e-8a55-9b1b8f0f6a52',
  condition: { kind: 'and', of: [named('volume'), named('ties')] },
});

const chained = aggregateRule('chained', [volume, labels, ties], {
  id: '4cb0c1a6-3f0c-4d1e-8a3f-7a5e0e2f9b33',
  condition: {
    kind: 'and',
    of: [
      named('volume'),
      { kind: 'or', of: [named('labels'), { kind: 'not', of: { kind: 'not', of: named('ties') } }] },
    ],
  },
});

const figures = aggregateRule(
  'figures',
  [
    signal('total', { kind: 'sum', field: field('n_features') }, { kind: 'above', value: 1000 }),
    signal('mean', { kind: 'avg', field: field('margin') }, { kind: 'between', low: 0.5, high: 2 }, 20),
    signal(
      'tail',
      { kind: 'percentile', field: field('margin'), p: 95_000 },
      { kind: 'at_least', value: 3 },
      20,
    ),
    signal('worst', { kind: 'max', field: field('margin') }, { kind: 'above', value: 0.9 }),
    signal('best', { kind: 'min', field: field('margin') }, { kind: 'at_least', value: 0.1 }, 10),
  ],
  { id: 'f2b6a1d4-0c55-4b39-9a53-55f6b1d0a7e4' },
);

const refusedThenServed = sequenceRule(
  'refused-then-served',
  [
    { name: 'refused', where: equals('status', 403), atLeast: 3, span },
    { name: 'served', where: equals('wants_probs', true), atLeast: 1, span },
  ],
  { id: 'b8e7a6a2-52b4-4f1c-b5a2-9a4b6f1a3c77', where: exists('model') },
);

const single = matchRule(
  'single-event',
  any(
    all(equals('label', 'cat', '3'), compare('margin', 'below', 1e-7), equals('wants_probs', true)),
    all(not(any(exists('near_dup'), equals('status', 200, 201.5))), exists('margin')),
    { kind: 'contains', values: ['a*b'], ...text },
    { kind: 'starts_with', values: ['a', 'b'], ...text },
    { kind: 'ends_with', values: ['\\'], ...text },
    { kind: 'wildcard', patterns: [[{ text: 'c*' }, 'any_run', 'any_one']], ...text },
    {
      kind: 'cidr',
      field: field('src_ip'),
      networks: [{ bytes: [203, 0, 113, 0], prefix: 24, text: '203.0.113.0/24' }],
      span,
    },
  ),
  { ...head, id: '9b7a5d0c-0d1d-4c52-9c5e-3f4b8f6d2a90', by: [field('principal')] },
);

const hostile = matchRule('hostile-literals', equals('label', ...hostileTexts, ...misreadTexts), {
  ...head,
  id: 'd4b6b1f4-2f4b-4b8c-8f57-6e0a3c9f1b77',
  title: 'A title\n---\ntitle: another',
  falsePositives: hostileTexts,
});

function compile(rule: Rule, target = sigmaTarget): readonly Artifact[] {
  const lowering = lowerRule(rule, target, 'rule');
  assert.is.not(lowering.fidelity, 'refused', JSON.stringify(lowering));
  return lowering.fidelity === 'refused' ? [] : lowering.output;
}

const told = (lowering: Lowering<unknown>) =>
  lowering.fidelity === 'approximate'
    ? lowering.deviations.map(({ code, effect }) => `${code} ${effect}`).sort()
    : [lowering.fidelity];

test('rules compile to the committed Sigma rules', () => {
  holdToGolden(
    'sigma/golden',
    [
      { ...fullVectorHarvest, ...head },
      alternatives,
      chained,
      figures,
      refusedThenServed,
      oneGroup,
      denied,
      single,
      hostile,
    ].flatMap((rule) => compile(rule)),
  );
});

test('a file holds the documents that were meant, under either version of YAML, and the last has the id of the rule', () => {
  for (const version of ['1.1', '1.2'] as const) {
    const [file] = compile(hostile);
    const documents = parseAllDocuments(file?.text ?? '', { version }).map((document) => document.toJS());
    assert.is(documents.length, 1);
    assert.is(documents[0].title, hostile.title);
    assert.equal(documents[0].falsepositives, hostileTexts);
    assert.equal(
      documents[0].detection.selection['label|cased'],
      [...hostileTexts, ...misreadTexts].map(writeLiteral),
    );
    const [chain] = compile(fullVectorHarvest);
    const parts = parseAllDocuments(chain?.text ?? '', { version }).map((document) => document.toJS());
    assert.is(parts.at(-1).id, fullVectorHarvest.id);
    assert.is(new Set(parts.map((part) => part.id)).size, parts.length);
    const names = new Set(parts.map((part) => part.name));
    for (const part of parts)
      for (const name of part.correlation?.rules ?? []) assert.ok(names.has(name), name);
  }
});

test('the names and ids of parts stay when bounds change', () => {
  const heads = (rule: Rule) => compile(rule)[0]?.text.match(/^(id|name): .*$/gm);
  const [, ...others] = fullVectorHarvest.signals;
  const changed = {
    ...fullVectorHarvest,
    signals: [{ ...volume, bound: { kind: 'above', value: 250 } } as const, ...others],
  };
  assert.equal(heads(fullVectorHarvest), heads(changed));
});

test('wildcards stand for themselves in a literal and for others in a pattern', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['', ''],
    ['cat', 'cat'],
    ['a*b?c', 'a\\*b\\?c'],
    ['\\', '\\\\'],
    ['\\*', '\\\\\\*'],
    ['%_$`|', '%_$`|'],
  ];
  for (const [literal, written] of rows) assert.is(writeLiteral(literal), written);
  assert.is(writePattern([{ text: 'a*\\' }, 'any_run', { text: 'b' }, 'any_one']), 'a\\*\\\\*b?');
  assert.is(writeLiteral(3), 3);
});

test('what Sigma cannot say is told with its direction', () => {
  const of = (rule: Rule) => told(lowerRule(rule, sigmaTarget, 'rule'));
  const anchored = ['sliding-reader over', 'tumbling-reader under'];
  const grouped = ['case-of-values over', ...anchored];
  assert.equal(of(aggregateRule('r', [volume])), grouped);
  assert.equal(of(oneGroup), anchored);
  assert.equal(of(aggregateRule('r', [labels])), [
    'case-of-values over',
    'case-of-values under',
    ...anchored,
  ]);
  assert.equal(of(aggregateRule('r', [ties])), [
    'case-of-values over',
    'joint-windows over',
    'share-as-count over',
    ...anchored,
  ]);
  assert.equal(of(denied), ['case-of-values over', 'joint-windows over', 'share-as-count over', ...anchored]);
  const nocase = { kind: 'contains', values: ['bot'], ...text, nocase: true } as const;
  assert.equal(of(matchRule('r', nocase)), ['case-beyond-ascii over']);
  assert.equal(of(matchRule('r', not(nocase))), ['case-beyond-ascii under']);
  assert.equal(of(single), ['exact']);
  assert.equal(of(refusedThenServed), [
    'case-of-values over',
    'sliding-reader over',
    'steps-reach-back over',
    'tumbling-reader under',
  ]);
  const mean = signal('mean', { kind: 'avg', field: field('margin') }, { kind: 'below', value: 0.5 });
  assert.equal(of(aggregateRule('r', [mean])), [
    'case-of-values both',
    'sliding-reader both',
    'tumbling-reader under',
    'whole-threshold over',
  ]);
});

/** The numbers of a rule's correlations, in its order. */
const conditions = (rule: Rule): readonly string[] =>
  (compile(rule)[0]?.text.match(/^ {4}(gte?|lte?): .*$/gm) ?? []).map((line) => line.trim());

test('a ratio asks for as much as the signals beside it make sure of', () => {
  const distinct = (name: string) => ({ measure: { kind: 'distinct', field: field(name) } }) as const;
  const ratio = (to: Measure, bound: Bound) =>
    signal('spread', { kind: 'ratio', of: distinct('label'), to: { measure: to } }, bound);
  const spread = ratio(distinct('input_hash').measure, { kind: 'above', value: 0.6 });
  const inputs = signal('inputs', distinct('input_hash').measure, { kind: 'at_least', value: 200 });
  assert.equal(conditions(aggregateRule('r', [spread, inputs])), ['gte: 121', 'gte: 200']);
  assert.equal(conditions(aggregateRule('r', [spread])), ['gte: 1']);
  const either = { kind: 'or', of: [named('spread'), named('inputs')] } as const;
  assert.equal(conditions(aggregateRule('r', [spread, inputs], { condition: either })), [
    'gte: 1',
    'gte: 200',
    'gte: 1',
  ]);
  // A share is no more than 1, and a mean may be below 0: then any number divided by it may do.
  const above = { kind: 'above', value: 100 } as const;
  assert.equal(conditions(aggregateRule('r', [ratio({ kind: 'count' }, above)])), ['gte: 101']);
  assert.equal(
    conditions(aggregateRule('r', [ratio({ kind: 'share', of: equals('wants_probs', true) }, above)])),
    ['gte: 1'],
  );
  assert.equal(
    conditions(
      aggregateRule('r', [ratio({ kind: 'avg', field: field('margin') }, { kind: 'above', value: 0 })]),
    ),
    ['gte: 1'],
  );
  const sums = {
    kind: 'ratio',
    of: { measure: { kind: 'sum', field: field('margin') } },
    to: distinct('label'),
  } as const;
  assert.equal(
    refusalsOf(lowerRule(aggregateRule('r', [{ ...spread, measure: sums }]), sigmaTarget, 'rule')).map(
      ({ code }) => code,
    ),
    ['unsupported-sum'],
  );
});

test('figures of values are held against whole numbers, and extremes are said by events', () => {
  const margin = field('margin');
  const of = (measure: Measure, bound: Bound, n?: number) =>
    conditions(aggregateRule('r', [signal('s', measure, bound, n)]));
  assert.equal(of({ kind: 'sum', field: margin }, { kind: 'above', value: 10.5 }), ['gt: 10']);
  assert.equal(of({ kind: 'sum', field: margin }, { kind: 'at_least', value: 0 }), ['gte: 1']);
  assert.equal(of({ kind: 'avg', field: margin }, { kind: 'between', low: 1, high: 2.5 }, 20), [
    'gte: 20',
    'gte: 1',
    'lt: 3',
  ]);
  assert.equal(of({ kind: 'percentile', field: margin, p: 99_900 }, { kind: 'above', value: 3 }, 50), [
    'gte: 50',
    'gt: 3',
  ]);
  assert.equal(of({ kind: 'max', field: margin }, { kind: 'above', value: 0.5 }), ['gte: 1']);
  assert.equal(of({ kind: 'max', field: margin }, { kind: 'below', value: 0.5 }, 30), ['gte: 30']);
  assert.equal(of({ kind: 'min', field: margin }, { kind: 'between', low: 0.1, high: 0.5 }, 30), ['gte: 30']);
});

test('what it cannot say at all is refused', () => {
  const codes = (rule: Rule, target: SigmaTarget = sigmaTarget) =>
    refusalsOf(lowerRule(rule, target, 'rule')).map(({ code }) => code);
  const few = { ...volume, bound: { kind: 'below', value: 5 } } as const;
  assert.equal(codes(aggregateRule('r', [few])), ['nothing-to-count']);
  assert.equal(codes(aggregateRule('r', [volume], { condition: { kind: 'not', of: named('volume') } })), [
    'nothing-to-count',
  ]);
  const mapped = (
    derivation: { kind: 'constant'; value: string } | { kind: 'path'; path: string[] },
  ): SigmaTarget => ({
    ...sigmaTarget,
    mapping: { ...native, fields: new Map([...native.fields, ['principal', derivation]]) },
  });
  assert.equal(codes(fullVectorHarvest, mapped({ kind: 'constant', value: 'x' })), ['constant-field']);
  assert.equal(codes(fullVectorHarvest, { ...sigmaTarget, logsource: {} }), ['logsource-empty']);
  assert.equal(codes(fullVectorHarvest, mapped({ kind: 'path', path: ['a|b'] })), ['field-name']);
  assert.equal(codes({ ...fullVectorHarvest, source: { ...fullVectorHarvest.source, dedupe: true } }), [
    'unsupported-dedupe',
  ]);
});

test.run();
