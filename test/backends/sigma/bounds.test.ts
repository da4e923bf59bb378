import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  leastOutside,
  leastWithin,
  lowOf,
  percentFor,
  sidesOf,
  wholeComparison,
} from '../../../src/backends/sigma/bounds.js';
import { fewestOf } from '../../../src/backends/sigma/demands.js';
import type { Bound } from '../../../src/ir/measure.js';
import { compare, exists, field, signal } from '../samples.js';

/** Undefined where the bound has no lower end. */
function leastOf(divisor: number, bound: Bound): number | undefined {
  const low = lowOf(bound);
  return low && leastWithin(divisor, low);
}

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

test('the fewest others are what the first share that is too large leaves', () => {
  for (const value of [0, 0.05, 0.1, 0.3, 0.5, 2 / 3, 0.95, 1, 1.5])
    for (const kind of ['below', 'at_most'] as const)
      for (const things of [1, 2, 3, 7, 20, 99, 100, 101]) {
        const [high] = sidesOf({ kind, value });
        let passing = things;
        while (passing >= 0 && !(kind === 'below' ? passing / things < value : passing / things <= value))
          passing--;
        const told = `${kind} ${value} of ${things}`;
        const others = high && leastOutside(things, high);
        assert.is(others, things - passing, told);
        // Of one thing more it is never one fewer.
        if (high) assert.ok(leastOutside(things + 1, high) >= things - passing, told);
      }
});

test('a threshold becomes the narrowest whole number that lets all through', () => {
  const rows: readonly (readonly [Bound, string])[] = [
    [{ kind: 'above', value: 0.8 }, 'gt 0'],
    [{ kind: 'at_least', value: 0.8 }, 'gt 0'],
    [{ kind: 'above', value: -0.5 }, 'gt -1'],
    [{ kind: 'at_least', value: 5 }, 'gte 5'],
    [{ kind: 'above', value: 5 }, 'gt 5'],
    [{ kind: 'below', value: 5 }, 'lt 5'],
    [{ kind: 'below', value: 4.5 }, 'lt 5'],
    [{ kind: 'at_most', value: 4.5 }, 'lt 5'],
    [{ kind: 'at_most', value: 5 }, 'lte 5'],
    [{ kind: 'between', low: 0.5, high: 5 }, 'gt 0, lte 5'],
  ];
  for (const [bound, written] of rows) {
    const comparisons = sidesOf(bound).map(wholeComparison);
    assert.is(comparisons.map(({ op, than }) => `${op} ${than}`).join(', '), written);
  }
});

test('a percentile is moved so far that no reading of it falls on the wrong side of the nearest rank', () => {
  for (const p of [1_000, 25_000, 50_000, 90_000, 95_000, 99_000, 99_900, 100_000, 33_333])
    for (const fewest of [1, 2, 5, 20, 100, 1000]) {
      const [low, high] = [percentFor(p, fewest, 'low'), percentFor(p, fewest, 'high')];
      for (let m = fewest; m < fewest + 300; m++) {
        const rank = Math.ceil((p * m) / 100_000);
        const told = `${p} of ${m}, ${low} and ${high}`;
        assert.ok(Math.floor(((m - 1) * low) / 100 + 1e-9) + 1 >= rank, told);
        assert.ok(Math.ceil((low * m) / 100 - 1e-9) >= rank, told);
        assert.ok(Math.ceil(((m - 1) * high) / 100 - 1e-9) + 1 <= rank, told);
        assert.ok(Math.max(1, Math.ceil((high * m) / 100 - 1e-9)) <= rank, told);
      }
    }
  assert.is(percentFor(95_000, 20, 'low'), 98);
  assert.is(percentFor(50_000, 50, 'low'), 50);
  assert.is(percentFor(95_000, 100, 'high'), 94);
});

test.run();
