import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SigmaEvent, Value } from './event.js';
import { readAll } from './read.js';
import type { Reading } from './windows.js';

/* The tests' reader, held to examples by hand. */

const minute = 60_000;
const event = (time: number, fields: { readonly [name: string]: Value }): SigmaEvent => ({
  time: time * minute,
  fields: new Map(Object.entries(fields)),
});
const minutesOf = (text: string, events: readonly SigmaEvent[], reading: Reading) =>
  readAll(text, events, reading).map(({ time }) => time / minute);

const rule = (name: string, selection: string, condition = 'selection') =>
  `title: x\nname: ${name}\ndetection:\n  selection:\n${selection}\n  condition: ${condition}\n`;
const correlation = (type: string, rules: readonly string[], condition = '') =>
  `title: y\nname: y\ncorrelation:\n  type: ${type}\n  rules: [${rules}]\n  group-by: [who]\n  timespan: 10m\n${condition}`;
const gte = (count: number, more = '') => `  condition: { gte: ${count}${more} }\n`;

const test = suite("the tests' reader of Sigma");

test('texts, wildcards and escapes', () => {
  const holds = (entry: string, value: Value) =>
    readAll(rule('x', `    ${entry}`), [event(0, { a: value })], 'every').length === 1;
  const rows: readonly (readonly [entry: string, value: Value, isMet: boolean])[] = [
    ["a: 'Cat'", 'cAT', true],
    ["a|cased: 'Cat'", 'cat', false],
    ["a|cased: 'c*t'", 'coat', true],
    ["a|cased: 'c\\*t'", 'coat', false],
    ["a|cased: 'c\\*t'", 'c*t', true],
    ["a|cased: 'c?t'", 'ct', false],
    ["a|cased: '\\\\'", '\\', true],
    ["a|cased: 'c\\t'", 'c\\t', true],
    ["a|contains|cased: '.'", 'cat', false],
    ["a|startswith|cased: 'ca'", 'cat', true],
    ["a|endswith|cased: 'ca'", 'cat', false],
    ["a|re: '^c.t$'", 'cat', true],
    ["a|cidr: '10.0.0.0/8'", '10.1.2.3', true],
    ["a|cidr: '10.0.0.0/8'", '11.1.2.3', false],
    ['a|gt: 0.5', 0.5, false],
    ['a|gte: 0.5', 0.5, true],
    ['a: 5', 5, true],
    ['a: true', true, true],
    ['a|exists: true', null, true],
    ['a: null', null, true],
    ['b: null', 1, true],
    ['b|exists: false', 1, true],
    ['a: [1, 2]', 2, true],
    ['- a: 1\n    - a: 2', 2, true],
  ];
  for (const [entry, value, isMet] of rows) assert.is(holds(entry, value), isMet, `${entry} of ${value}`);
});

test('a condition binds not before and, and and before or', () => {
  const text = (condition: string) =>
    `title: x\nname: x\ndetection:\n  p: { a: 1 }\n  q: { b: 1 }\n  r: { c: 1 }\n  condition: ${condition}\n`;
  const holds = (condition: string, fields: { readonly [name: string]: Value }) =>
    readAll(text(condition), [event(0, fields)], 'every').length === 1;
  assert.ok(holds('p or q and r', { a: 1 }));
  assert.not.ok(holds('(p or q) and r', { a: 1 }));
  assert.ok(holds('not p and r', { c: 1 }));
  assert.not.ok(holds('not (p and r) and r', { a: 1, c: 1 }));
});

test('counts slide, look back, or are cut into blocks', () => {
  const base = rule('x', '    a|exists: true');
  const count = `${base}---\n${correlation('event_count', ['x'], gte(3))}`;
  const three = [8, 9, 12].map((time) => event(time, { a: 1, who: 'm' }));
  assert.equal(minutesOf(count, three, 'every'), [12]);
  assert.equal(minutesOf(count, three, 'back'), [12]);
  assert.equal(minutesOf(count, three, 'blocks'), []);
  // Ten minutes are not within a stretch of ten; who looks back from an event takes it in.
  const wide = [2, 5, 12].map((time) => event(time, { a: 1, who: 'm' }));
  assert.equal(minutesOf(count, wide, 'every'), []);
  assert.equal(minutesOf(count, wide, 'back'), [12]);
  const others = [
    ...three.slice(1),
    event(8, { a: 1, who: 'n' }),
    event(8, { a: 1, who: null }),
    event(8, { a: 1 }),
  ];
  assert.equal(minutesOf(count, others, 'every'), []);
});

test('values, sums, means and percentiles', () => {
  const over = (type: string, more: string) =>
    `${rule('x', '    a|exists: true')}---\n${correlation(type, ['x'], more)}`;
  const events = [1, 1, 2, 10].map((a, i) => event(i, { a, who: 'm' }));
  assert.equal(minutesOf(over('value_count', gte(2, ', field: a')), events, 'back'), [2, 3]);
  assert.equal(minutesOf(over('value_sum', gte(14, ', field: a')), events, 'back'), [3]);
  assert.equal(minutesOf(over('value_avg', gte(3, ', field: a')), events, 'back'), [3]);
  assert.equal(minutesOf(over('value_avg', gte(6, ', field: a')), events, 'back'), []);
  assert.equal(minutesOf(over('value_avg', gte(6, ', field: a')), events, 'every'), [3]);
  assert.equal(
    minutesOf(over('value_percentile', gte(2, ', field: a, percentile: 75')), events, 'back'),
    [3],
  );
});

test('rules together, some of them, in their order, and correlations of correlations', () => {
  const bases = `${rule('p', '    a: 1')}---\n${rule('q', '    a: 2')}---\n${rule('r', '    a: 3')}---\n`;
  const events = [
    [0, 2],
    [1, 1],
    [20, 1],
    [25, 2],
    [40, 3],
  ].map(([time = 0, a = 0]) => event(time, { a, who: 'm' }));
  assert.equal(minutesOf(bases + correlation('temporal', ['p', 'q']), events, 'back'), [1, 25]);
  assert.equal(minutesOf(bases + correlation('temporal', ['p', 'r'], gte(1)), events, 'back'), [1, 20, 40]);
  assert.equal(minutesOf(bases + correlation('temporal_ordered', ['p', 'q']), events, 'back'), [25]);
  const inner = correlation('temporal', ['p', 'q']).replaceAll('y\n', 'z\n').replace('name: y', 'name: z');
  assert.equal(
    minutesOf(`${bases}${inner}---\n${correlation('event_count', ['z'], gte(1))}`, events, 'back'),
    [1, 25],
  );
});

test.run();
