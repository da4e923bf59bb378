import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { refusalsOf } from '../../../src/backends/lowering.js';
import { lowerRule, shapesOf } from '../../../src/backends/registry.js';
import type { Rule, SequenceRule } from '../../../src/ir/rule.js';
import type { DslTarget } from '../../../src/ir/target.js';
import { compile, holdToGolden } from '../golden.js';
import { hostileTexts, misreadTexts } from '../hostile.js';
import {
  aggregateRule,
  all,
  any,
  compare,
  dslTarget,
  equals,
  exists,
  field,
  fullVectorHarvest,
  matchRule,
  native,
  not,
  renamedFields,
  signal,
  span,
} from '../samples.js';

const hour = 3_600_000;
const range = { from: Date.UTC(2026, 0, 12, 9), to: Date.UTC(2026, 0, 12, 12) };
const label = { field: field('label'), span } as const;

const everyTest = matchRule(
  'every-test',
  any(
    all(equals('label', 'cat', 'dog'), not(equals('status', 0)), compare('margin', 'below', 0)),
    all(exists('near_dup'), compare('ts', 'at_least', Date.UTC(2026, 0, 12)), equals('wants_probs', true)),
    { kind: 'equals', values: ['Cat'], nocase: true, ...label },
    { kind: 'contains', values: ['a*b\\c', '"'], nocase: false, ...label },
    { kind: 'starts_with', values: ['a*b'], nocase: false, ...label },
    { kind: 'ends_with', values: ['é?'], nocase: true, ...label },
    { kind: 'wildcard', patterns: [['any_one', { text: '*' }, 'any_run']], nocase: false, ...label },
    { kind: 'regex', patterns: ['^ca[^t]\\d{2}$', 'x|y'], nocase: false, ...label },
    {
      kind: 'cidr',
      field: field('src_ip'),
      networks: [
        { bytes: [203, 0, 113, 0], prefix: 24, text: '203.0.113.0/24' },
        { bytes: Array(16).fill(0), prefix: 0, text: '::/0' },
      ],
      span,
    },
  ),
  { by: [field('principal')] },
);

const margin = field('margin');
const bound = { kind: 'above', value: 0.6 } as const;
const everyMeasure = aggregateRule(
  'every-measure',
  [
    signal('volume', { kind: 'count' }, { kind: 'between', low: 100, high: 1e20 }),
    signal('failed', { kind: 'count', of: not(equals('status', 200)) }, { kind: 'at_least', value: 3 }),
    signal('confident', { kind: 'share', of: exists('margin'), among: equals('model', 'a') }, bound, 20),
    signal('inputs', { kind: 'distinct', field: field('input_hash') }, { kind: 'below', value: 10 }, 50),
    signal(
      'novelty',
      { kind: 'distinct_ratio', field: field('input_hash') },
      { kind: 'at_most', value: 0.5 },
    ),
    ...(['sum', 'avg', 'min', 'max', 'stddev', 'cv', 'entropy', 'top_share'] as const).map((kind) =>
      signal(kind, { kind, field: margin }, bound, 5),
    ),
    signal('tail', { kind: 'percentile', field: margin, p: 95_000 }, bound),
    signal('active', { kind: 'active', step: hour }, bound),
    signal('pace', { kind: 'interval_avg' }, bound),
    signal('rhythm', { kind: 'interval_cv' }, bound),
    signal('rate', { kind: 'rate_cv', step: hour / 60 }, bound),
    signal(
      'spread',
      {
        kind: 'ratio',
        of: { measure: { kind: 'sum', field: margin }, atLeast: 5 },
        to: { measure: { kind: 'count', of: equals('wants_probs', true) } },
      },
      bound,
    ),
  ],
  {
    by: [field('principal'), field('n_features'), field('wants_probs'), field('src_ip')],
    where: any(exists('label'), not(exists('margin'))),
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
            {
              kind: 'or',
              of: [
                { kind: 'signal', name: 'inputs' },
                { kind: 'signal', name: 'tail' },
              ],
            },
          ],
        },
      ],
    },
  },
);

const { signals: _signals, condition: _condition, where: _where, kind: _kind, ...head } = everyMeasure;
const sequence: SequenceRule = {
  ...head,
  kind: 'sequence',
  name: 'probe-then-harvest',
  by: [field('principal')],
  steps: [
    { name: 'probe', where: equals('status', 404), atLeast: 3, span },
    { name: 'harvest', where: equals('wants_probs', true), atLeast: 100, span },
  ],
};

const oneGroup = aggregateRule(
  'one-group',
  [signal('odd', { kind: 'count', of: equals('label', '"""', '\\', 'a\nb', '\u2028\u202e') }, bound)],
  { by: [], window: { size: hour, every: hour } },
);

const renamed: DslTarget = {
  ...dslTarget,
  time: 'event.created',
  mapping: renamedFields('odd "name'),
};

test('rules compile to the committed bodies', () => {
  holdToGolden('dsl/golden', [
    ...compile(fullVectorHarvest, dslTarget, 'plain'),
    ...compile(everyTest, dslTarget, 'plain', range, ['hunt']),
    ...compile(everyMeasure, dslTarget, 'plain', range, ['hunt']),
    ...compile(sequence, dslTarget, 'plain', range),
    ...compile(oneGroup, dslTarget, 'plain', range),
    ...compile(matchRule('single-event', equals('label', 'cat')), dslTarget, 'plain'),
    ...compile(fullVectorHarvest, renamed, 'renamed', range, ['hunt']),
  ]);
});

/** A body with its strings blanked: what is left is its shape. */
function shapeOf(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, value) => (typeof value === 'string' ? '' : value));
}

function sourcesOf(text: string): readonly string[] {
  const found: string[] = [];
  JSON.stringify(JSON.parse(text), (key, value) => {
    if (key === 'source' && typeof value === 'string') found.push(value);
    return value;
  });
  return found;
}

test('a text changes neither the shape of a body nor a script in it', () => {
  const [plain] = compile(matchRule('text', equals('label', 'plain')), dslTarget, '', range, ['hunt']);
  const [counted] = compile(
    { ...oneGroup, where: equals('label', 'plain'), by: [field('principal')] },
    dslTarget,
    '',
    range,
    ['hunt'],
  );
  assert.ok(plain && counted);
  for (const text of [...hostileTexts, ...misreadTexts, '{{from}}', "'; return true; //"]) {
    const where = equals('label', text);
    const [match] = compile(matchRule('text', where), dslTarget, '', range, ['hunt']);
    const [windows] = compile({ ...oneGroup, where, by: [field('principal')] }, dslTarget, '', range, [
      'hunt',
    ]);
    assert.ok(match && windows);
    assert.is(shapeOf(match.text), shapeOf(plain.text), JSON.stringify(text));
    assert.ok(JSON.stringify(JSON.parse(match.text)).includes(JSON.stringify(text)), JSON.stringify(text));
    assert.equal(sourcesOf(match.text), sourcesOf(plain.text));
    assert.equal(sourcesOf(windows.text), sourcesOf(counted.text));
    assert.not.match(match.text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
});

test('what a template would take for its own is refused, and said with a range', () => {
  const rule = matchRule('braces', equals('label', 'a {{period_end}} b'));
  for (const shape of shapesOf(dslTarget)) {
    const [refusal] = refusalsOf(lowerRule(rule, dslTarget, shape));
    assert.is(refusal?.code, 'braces-in-template');
  }
  assert.is(lowerRule(rule, dslTarget, 'hunt', range).fidelity, 'exact');
});

test('on Elasticsearch nothing schedules a query in this dialect', () => {
  const target: DslTarget = { ...dslTarget, product: 'elasticsearch' };
  assert.is(lowerRule(fullVectorHarvest, target, 'hunt').fidelity, 'exact');
  const [refusal] = refusalsOf(lowerRule(fullVectorHarvest, target, 'live'));
  assert.is(refusal?.code, 'nothing-schedules');
  assert.match(refusal?.reason ?? '', /for hunting/);
});

test('as many predicates as a score has bits, and no more', () => {
  const counts = (count: number) =>
    aggregateRule(
      'many',
      Array.from({ length: count }, (_, i) =>
        signal(`s${i}`, { kind: 'count', of: equals('status', 200 + i) }, bound),
      ),
    );
  assert.is(lowerRule(counts(24), dslTarget, 'hunt').fidelity, 'exact');
  assert.is(refusalsOf(lowerRule(counts(25), dslTarget, 'hunt'))[0]?.code, 'too-many-tests');
});

test('half a character, a pattern of a constant, a name taken: each refused by name', () => {
  const codes = (rule: Rule, target = dslTarget) =>
    refusalsOf(lowerRule(rule, target, 'hunt', range)).map(({ code }) => code);
  assert.equal(codes(matchRule('half', equals('label', '\ud800'))), ['unwritable-literal']);
  const constant: DslTarget = {
    ...dslTarget,
    mapping: {
      ...native,
      fields: new Map([...native.fields, ['label', { kind: 'constant', value: 'cat' }]]),
    },
  };
  const regex = matchRule('regex', { kind: 'regex', patterns: ['^c'], nocase: false, ...label });
  assert.equal(codes(regex, constant), ['pattern-of-constant']);
  const long = { kind: 'equals', values: ['a'.repeat(300)], nocase: true, ...label } as const;
  assert.equal(codes(matchRule('long', long)), ['regex-too-long']);
  const clash = aggregateRule('clash', [signal('window_end', { kind: 'count' }, bound)]);
  assert.equal(codes(clash), ['column-clash']);
});

test.run();
