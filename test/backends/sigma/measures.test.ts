import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fewestOf, leastOf } from '../../../src/backends/sigma/measures.js';
import type { Bound } from '../../../src/ir/measure.js';
import { compare, exists, field, signal } from '../samples.js';

test('the least count is the first that the bound lets through, in the arithmetic of doubles', () => {
  for (const value of [0, 0.05, 0.1, 0.3, 0.5, 2 / 3, 0.7, 0.8, 0.9, 0.99, 1])
    for (const kind of ['above', 'at_least'] as const)
      for (const divisor of [1, 2, 3, 7, 10, 20, 50, 99, 100, 101, 1000]) {
        let first = 0;
        while (!(kind === 'above' ? first / divisor > value : first / divisor >= value)) first++;
        assert.is(leastOf(divisor, { kind, value }), first, `${kind} ${value} of ${divisor}`);
      }
  assert.is(leastOf(101, { kind: 'above', value: 0.8 }), 81);
  assert.is(leastOf(1, { kind: 'above', value: 100 }), 101);
  assert.is(leastOf(1, { kind: 'at_least', value: 100 }), 100);
  assert.is(leastOf(1, { kind: 'at_least', value: -5 }), 0);
  assert.is(leastOf(1, { kind: 'between', low: 2.5, high: 9 }), 3);
  assert.is(leastOf(1, { kind: 'above', value: 1e300 }), Number.MAX_SAFE_INTEGER);
  for (const kind of ['below', 'at_most'] as const) assert.is(leastOf(10, { kind, value: 0.5 }), undefined);
});

test('no window of more events satisfies the bound with fewer', () => {
  for (const value of [0.1, 0.3, 0.8, 0.9])
    for (let fewest = 1; fewest <= 60; fewest++) {
      const least = leastOf(fewest, { kind: 'above', value }) ?? 0;
      for (let events = fewest; events <= 200; events++)
        assert.not((least - 1) / events > value, `${value} ${fewest} ${events}`);
    }
});

test('a signal says how many events there must be', () => {
  const above = (value: number): Bound => ({ kind: 'above', value });
  assert.is(fewestOf(signal('s', { kind: 'count' }, above(100))), 101);
  assert.is(fewestOf(signal('s', { kind: 'count', of: exists('label') }, above(100))), 101);
  assert.is(fewestOf(signal('s', { kind: 'distinct', field: field('label') }, above(7))), 8);
  assert.is(fewestOf(signal('s', { kind: 'count' }, { kind: 'below', value: 5 })), 1);
  const share = { kind: 'share', of: compare('margin', 'below', 0.2), among: exists('margin') } as const;
  assert.is(fewestOf(signal('s', share, above(0.5))), 1);
  assert.is(fewestOf(signal('s', share, above(0.5), 20)), 20);
});

test.run();
