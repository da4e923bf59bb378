import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { conditionHolds } from './condition.js';
import type { ListDoc, Plain, SourceDoc } from './documents.js';
import { satisfies } from './predicate.js';
import type { Value } from './value.js';

const test = suite('oracle: predicates and conditions');

const source: SourceDoc = {
  source: 's',
  description: '',
  time: { field: 'ts', format: 'epoch_seconds' },
  fields: {
    ts: { type: 'timestamp', description: '' },
    word: { type: 'keyword', description: '' },
    gone: { type: 'keyword', description: '' },
    score: { type: 'number', description: '' },
    flag: { type: 'boolean', description: '' },
    four: { type: 'ip', description: '' },
    six: { type: 'ip', description: '' },
  },
  define: { low: { 'score|below': 1 }, not_low: { not: { is: 'low' } } },
};
const event = new Map<string, Value>([
  ['ts', 1000],
  ['word', 'Ab*\n😀'],
  ['score', 0.5],
  ['flag', false],
  ['four', '203.0.113.7'],
  ['six', '2001:db8::1'],
]);

const lists: readonly ListDoc[] = [
  {
    list: 'known',
    description: '',
    entries: [
      { value: '::ffff:203.0.113.7', reason: '', owner: '', expires: '1970-01-01' },
      { value: '2001:db8::1', reason: '', owner: '', expires: '1969-12-31' },
      { value: '10.0.0.1', reason: '', owner: '' },
    ],
  },
];

const truths: readonly (readonly [predicate: Plain, isTrue: boolean])[] = [
  [{ score: 0.5 }, true],
  [{ score: [1, 0.5] }, true],
  [{ score: 0.5, flag: true }, false],
  [[{ flag: true }, { score: 0.5 }], true],
  [{ flag: false }, true],
  [{ word: 'ab*\n😀' }, false],
  [{ 'word|nocase': 'aB*\n😀' }, true],
  [{ gone: 'x' }, false],
  [{ not: { gone: 'x' } }, true],
  [{ 'gone|exists': false }, true],
  [{ 'word|exists': true, 'gone|exists': true }, false],
  [{ all: [{ flag: false }, { any: [{ flag: true }, { score: 0.5 }] }] }, true],
  [{ is: 'low' }, true],
  [{ is: 'not_low' }, false],
  [{ 'score|above': 0.5 }, false],
  [{ 'score|at_least': 0.5 }, true],
  [{ 'score|below': [0.1, 0.6] }, true],
  [{ 'score|at_most': 0.4 }, false],
  [{ 'word|contains': 'b*' }, true],
  [{ 'word|contains': 'B' }, false],
  [{ 'word|contains|nocase': 'B' }, true],
  [{ 'word|starts_with': ['x', 'Ab'] }, true],
  [{ 'word|ends_with': '😀' }, true],
  [{ 'word|wildcard': 'A*' }, true],
  [{ 'word|wildcard': 'A' }, false],
  [{ 'word|wildcard': 'Ab??😀' }, true],
  [{ 'word|wildcard': 'Ab\\*?' }, false],
  [{ 'word|wildcard': 'Ab\\*??' }, true],
  [{ 'word|wildcard': 'Ab\\???' }, false],
  [{ 'word|wildcard|nocase': 'aB*' }, true],
  [{ 'word|regex': '^Ab' }, true],
  [{ 'word|regex': 'b\\*$' }, false],
  [{ 'word|regex': '\\*.' }, false],
  [{ 'word|regex': '\\*\\s.$' }, true],
  [{ 'word|regex|nocase': '^aB' }, true],
  [{ 'four|cidr': '203.0.113.0/24' }, true],
  [{ 'four|cidr': ['10.0.0.0/8', '203.0.113.6/31'] }, true],
  [{ 'four|cidr': '203.0.113.8/29' }, false],
  [{ 'four|cidr': '::/0' }, false],
  [{ 'six|cidr': '::/0' }, true],
  [{ 'six|cidr': '2001:db8::/127' }, true],
  [{ six: '2001:DB8:0::1' }, true],
  [{ four: '::ffff:203.0.113.7' }, true],
  [{ 'four|in_list': 'known' }, true],
  [{ 'six|in_list': 'known' }, false],
  [{ 'ts|at_least': '1970-01-01T00:00:01Z' }, true],
];

for (const [predicate, isTrue] of truths) {
  test(JSON.stringify(predicate), () =>
    assert.is(satisfies({ time: 1000, fields: event }, predicate, { source, lists }), isTrue),
  );
}

test('conditions', () => {
  const signals = new Map([
    ['a_one', true],
    ['a_two', false],
    ['b', true],
  ]);
  const truth: [text: string, isTrue: boolean][] = [
    ['a_one', true],
    ['not a_one', false],
    ['not a_two and b', true],
    ['not (a_two and b)', true],
    ['a_one or a_two and a_two', true],
    ['(a_one or a_two) and a_two', false],
    ['all of them', false],
    ['2 of them', true],
    ['3 of them', false],
    ['1 of a_*', true],
    ['all of a_*', false],
    ['all of b*', true],
    ['not all of a_* and not not b', true],
  ];
  for (const [text, isTrue] of truth) assert.is(conditionHolds(text, signals), isTrue, text);
});

test.run();
