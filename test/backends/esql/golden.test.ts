import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lowerRule } from '../../../src/backends/registry.js';
import type { Rule } from '../../../src/ir/rule.js';
import type { ElasticTarget } from '../../../src/ir/target.js';
import { compile, holdToGolden } from '../golden.js';
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
  matchRule,
  not,
  renamedFields,
  sequenceRule,
  signal,
  span,
} from '../samples.js';

const hour = 3_600_000;
const range = { from: Date.UTC(2026, 0, 12, 9), to: Date.UTC(2026, 0, 12, 12) };

const hostile = aggregateRule(
  'hostile-literals',
  [
    signal(
      'odd',
      { kind: 'count', of: equals('label', '"""', '\\', 'a\nb | LIMIT 0 // ?x', '\u2028') },
      {
        kind: 'at_least',
        value: 2,
      },
    ),
  ],
  { title: 'A title\n| LIMIT 0 \u202e', by: [], window: { size: hour, every: hour } },
);

const allForms = aggregateRule(
  'all-forms',
  [
    signal('volume', { kind: 'count' }, { kind: 'between', low: 100, high: 1e20 }),
    signal('failed', { kind: 'count', of: not(equals('status', 200)) }, { kind: 'above', value: 3 }),
    signal(
      'confident',
      {
        kind: 'share',
        of: all(compare('margin', 'at_least', 0.2), not(exists('near_dup'))),
        among: any(equals('model', 'a', 'A'), equals('src_ip', '203.0.113.5')),
      },
      { kind: 'at_most', value: 0.5 },
      20,
    ),
    signal('inputs', { kind: 'distinct', field: field('input_hash') }, { kind: 'below', value: 10 }, 50),
  ],
  {
    by: [field('principal'), field('model')],
    where: all(
      equals('wants_probs', true),
      any(exists('label'), not(any(equals('label', 'x'), exists('margin')))),
    ),
    window: { size: 30 * 24 * hour, every: hour / 4 },
    condition: {
      kind: 'and',
      of: [
        { kind: 'not', of: { kind: 'signal', name: 'confident' } },
        {
          kind: 'at_least',
          count: 2,
          of: [
            { kind: 'signal', name: 'volume' },
            { kind: 'signal', name: 'failed' },
            { kind: 'signal', name: 'inputs' },
          ],
        },
      ],
    },
  },
);

const above = { kind: 'above', value: 0.6 } as const;
const distinct = (name: string) => ({ measure: { kind: 'distinct', field: field(name) } }) as const;
const values = aggregateRule('values-and-ratios', [
  signal('spread', { kind: 'ratio', of: distinct('label'), to: distinct('input_hash') }, above),
  signal(
    'of_ratios',
    {
      kind: 'ratio',
      of: { measure: { kind: 'sum', field: field('margin') }, atLeast: 5 },
      to: { measure: { kind: 'distinct_ratio', field: field('input_hash') } },
    },
    above,
  ),
  signal('mean', { kind: 'avg', field: field('margin') }, above, 10),
  signal('least', { kind: 'min', field: field('margin') }, above),
  signal('most', { kind: 'max', field: field('margin') }, above),
]);

const label = field('label');
const frequencies = aggregateRule('how-often-values-occur', [
  signal('spread', { kind: 'entropy', field: label }, { kind: 'below', value: 1.5 }, 20),
  signal('commonest', { kind: 'top_share', field: label }, above),
]);
const pace = aggregateRule('pace', [
  signal('hours', { kind: 'active', step: hour }, { kind: 'at_least', value: 1 }),
  signal('gap', { kind: 'interval_avg' }, { kind: 'between', low: 1, high: 60.5 }),
  signal(
    'slow',
    { kind: 'percentile', field: field('margin'), p: 95_000 },
    { kind: 'at_most', value: 0.2 },
    5,
  ),
]);
const regularity = aggregateRule(
  'regularity',
  [
    signal('gaps', { kind: 'interval_cv' }, { kind: 'below', value: 0.1 }),
    signal('rate', { kind: 'rate_cv', step: hour / 60 }, { kind: 'below', value: 0.3 }),
    signal('width', { kind: 'stddev', field: field('margin') }, above),
    signal('relative', { kind: 'cv', field: field('margin') }, above),
    signal('failed', { kind: 'count', of: any(equals('status', 500), exists('near_dup')) }, above),
  ],
  {
    condition: {
      kind: 'at_least',
      count: 2,
      of: ['gaps', 'rate', 'width', 'relative', 'failed'].map((name) => ({ kind: 'signal', name })),
    },
  },
);

const probing = sequenceRule('probe-then-pull', [
  { name: 'probe', where: equals('status', 403), atLeast: 3, span },
  { name: 'pull', where: equals('wants_probs', true), atLeast: 5, span },
  { name: 'leave', where: not(exists('label')), atLeast: 1, span },
]);
const pair = sequenceRule(
  'one-then-another',
  [
    { name: 'principal_2', where: equals('label', 'cat'), atLeast: 1, span },
    { name: 'dog', where: equals('label', 'dog'), atLeast: 1, span },
  ],
  { by: [], where: exists('margin'), window: { size: hour, every: hour } },
);

const single = matchRule('single-event', all(equals('label', 'cat'), compare('margin', 'below', 0.2)), {
  by: [field('principal')],
});

const text = { field: field('label'), nocase: false, span } as const;
const texts = matchRule(
  'texts-and-networks',
  any(
    all(
      { kind: 'contains', ...text, values: ['"quo\\te"', 'b'] },
      not({ kind: 'starts_with', ...text, values: ['%'] }),
    ),
    { kind: 'ends_with', ...text, values: ['Turbo-4'], nocase: true },
    {
      kind: 'wildcard',
      ...text,
      patterns: [['any_run', { text: '4*\\' }, 'any_one', { text: '?' }]],
    },
    { kind: 'wildcard', ...text, patterns: [[{ text: 'gpt' }, 'any_run']], nocase: true },
    { kind: 'regex', ...text, patterns: ['^(gpt|claude)-\\d+(?i)[k-m]?$', 'a.b', '^$'] },
    {
      kind: 'cidr',
      field: field('src_ip'),
      networks: [
        { bytes: [203, 0, 113, 0], prefix: 24, text: '203.0.113.0/24' },
        { bytes: Array.from({ length: 16 }, () => 0), prefix: 0, text: '::/0' },
      ],
      span,
    },
  ),
);

const renamed: ElasticTarget = {
  ...elasticTarget,
  time: 'event.created',
  mapping: renamedFields('odd `name'),
};

test('rules compile to the committed queries', () => {
  holdToGolden('esql/golden', [
    ...compile(fullVectorHarvest, elasticTarget, 'plain', range),
    ...compile(hostile, elasticTarget, 'plain', range),
    ...compile(allForms, elasticTarget, 'plain'),
    ...compile(values, elasticTarget, 'plain', range),
    ...compile(frequencies, elasticTarget, 'plain', range),
    ...compile(pace, elasticTarget, 'plain', range),
    ...compile(regularity, elasticTarget, 'plain', range),
    ...compile(probing, elasticTarget, 'plain', range),
    ...compile(pair, elasticTarget, 'plain', range),
    ...compile(single, elasticTarget, 'plain', range),
    ...compile(texts, elasticTarget, 'plain', range),
    ...compile(fullVectorHarvest, renamed, 'renamed'),
    ...compile({ ...allForms, window: { size: hour, every: hour / 2 } }, renamed, 'renamed'),
    ...compile(single, renamed, 'renamed'),
  ]);
});

test('no text of a rule adds a line to a query', () => {
  const lines = (rule: Rule) => compile(rule, elasticTarget, '', range)[0]?.text.split('\n').length;
  const [of] = hostile.signals;
  assert.ok(of);
  const plain = signal('odd', { kind: 'count', of: equals('label', 'a', 'b', 'c', 'd') }, of.bound);
  assert.is(lines(hostile), lines({ ...hostile, title: 'A title', signals: [plain] }));
});

test('rows never have two columns of one name', () => {
  for (const [name, by] of [
    ['principal', 'principal'],
    ['window_end', 'principal'],
  ] as const) {
    const rule = aggregateRule('clash', [signal(name, { kind: 'count' }, { kind: 'above', value: 1 })], {
      by: [field(by)],
    });
    const lowering = lowerRule(rule, elasticTarget, 'hunt');
    assert.is(lowering.fidelity === 'refused' && lowering.refusals[0].code, 'column-clash');
  }
});

test('a source that counts an id once is refused', () => {
  const rule = { ...fullVectorHarvest, source: { ...fullVectorHarvest.source, dedupe: true } };
  const lowering = lowerRule(rule, elasticTarget, 'live');
  assert.is(lowering.fidelity === 'refused' && lowering.refusals[0].code, 'unsupported-dedupe');
});

test.run();
