import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Bound, Measure } from '../../src/ir/measure.js';
import type { Predicate } from '../../src/ir/predicate.js';
import type { Field } from '../../src/ir/source.js';
import {
  describeCondition,
  describePredicate,
  describeQuantity,
  writeBound,
  writeValue,
} from '../../src/ir/words.js';

const test = suite('words');
const span = { source: { file: 'f', text: '' }, start: 0, end: 0 };
const field = (name: string, type: Field['type']): Field => ({ name, type, required: false });
const label = field('label', 'keyword');
const margin = field('margin', 'number');
const address = field('src_ip', 'ip');

const tie: Predicate = { kind: 'compare', field: margin, order: 'below', value: 0.2, span };
const known: Predicate = { kind: 'exists', field: label, span };
const few: Predicate = { kind: 'equals', field: label, values: ['a', 'b\n'], nocase: true, span };

test('predicates: parentheses only where they are needed, texts in quotes and printable', () => {
  const cases: [Predicate, string][] = [
    [
      { kind: 'all', of: [tie, { kind: 'any', of: [known, few], span }], span },
      'margin is below 0.2 and (label is present or label is one of "a", "b\\u{a}" (any case of A to Z))',
    ],
    [{ kind: 'not', of: known, span }, 'label is absent'],
    [
      { kind: 'not', of: { kind: 'all', of: [tie, known], span }, span },
      'not (margin is below 0.2 and label is present)',
    ],
    [{ kind: 'contains', field: label, values: ['x'], nocase: false, span }, 'label contains "x"'],
    [{ kind: 'starts_with', field: label, values: ['x'], nocase: false, span }, 'label starts with "x"'],
    [
      { kind: 'ends_with', field: label, values: ['x', 'y'], nocase: false, span },
      'label ends with one of "x", "y"',
    ],
    [
      {
        kind: 'wildcard',
        field: label,
        patterns: [[{ text: 'a*' }, 'any_run', 'any_one']],
        nocase: false,
        span,
      },
      'label is like "a\\**?"',
    ],
    [{ kind: 'regex', field: label, patterns: ['^a'], nocase: true, span }, 'label matches /^a/ (any case)'],
    [
      {
        kind: 'cidr',
        field: address,
        networks: [{ bytes: [10, 0, 0, 0], prefix: 8, text: '10.0.0.0/8' }],
        span,
      },
      'src_ip lies in 10.0.0.0/8',
    ],
    [
      { kind: 'equals', field: field('ts', 'timestamp'), values: [0], nocase: false, span },
      'ts is 1970-01-01T00:00:00.000Z',
    ],
  ];
  for (const [predicate, words] of cases) assert.is(describePredicate(predicate), words);
});

test('quantities beside their bounds', () => {
  const above: Bound = { kind: 'above', value: 5 };
  const cases: [Measure, Bound, string][] = [
    [{ kind: 'count' }, above, 'more than 5 events'],
    [{ kind: 'count', of: tie }, { kind: 'at_most', value: 5 }, 'at most 5 events where margin is below 0.2'],
    [
      { kind: 'distinct', field: label },
      { kind: 'between', low: 2, high: 3 },
      'between 2 and 3 distinct label',
    ],
    [{ kind: 'avg', field: margin }, { kind: 'below', value: 0.5 }, 'the mean of margin is below 0.5'],
    [
      {
        kind: 'ratio',
        of: { measure: { kind: 'distinct', field: label } },
        to: { measure: { kind: 'count' } },
      },
      above,
      'the number of distinct label over the number of events is above 5',
    ],
    [
      { kind: 'share', of: tie, among: known },
      above,
      'more than 5 of the events where label is present are such that margin is below 0.2',
    ],
  ];
  for (const [measure, bound, words] of cases)
    assert.is(describeQuantity({ measure }, bound, 'event'), words);
  assert.is(
    describeQuantity({ measure: { kind: 'active', step: 3_600_000 } }, above, 'finding'),
    'more than 5 clock steps of 1 h with a finding',
  );
  assert.is(
    describeQuantity({ measure: { kind: 'max', field: margin }, atLeast: 7 }, above, 'event'),
    'the largest margin is above 5 (of 7 or more)',
  );
});

test('a condition reads as it is written', () => {
  const a = { kind: 'signal', name: 'a' } as const;
  const b = { kind: 'signal', name: 'b' } as const;
  assert.is(
    describeCondition({ kind: 'and', of: [a, { kind: 'or', of: [b, { kind: 'not', of: a }] }] }),
    'a and (b or not a)',
  );
  assert.is(
    describeCondition({ kind: 'at_least', count: 2, of: [a, b, { kind: 'and', of: [a, b] }] }),
    'at least 2 of a, b, (a and b)',
  );
});

test('a value shows on which side of its bound it lies', () => {
  const above: Bound = { kind: 'above', value: 0.9 };
  assert.is(writeBound(above), '> 0.9');
  assert.is(writeBound({ kind: 'between', low: 0.1, high: 0.3 }), 'in 0.1…0.3');
  assert.is(writeValue(1, above), '1.00');
  assert.is(writeValue(0.9000001, above), '0.9000001');
  assert.is(writeValue(0.9, above), '0.90');
  assert.is(writeValue(101, { kind: 'above', value: 100 }), '101');
  assert.is(writeValue(null, above), 'no value');
});

test.run();
