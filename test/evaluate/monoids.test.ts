import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Monoid } from '../../src/evaluate/accumulator/fold.js';
import { momentsOf, readDeviation, readSum, sumOf } from '../../src/evaluate/accumulator/monoids.js';

const test = suite('sums and deviations');

/** A summary of some values, joined from two parts cut at a place. */
function summarize(monoid: Monoid, values: readonly number[], cut: number): Float64Array {
  const [first, rest] = [new Float64Array(monoid.width), new Float64Array(monoid.width)];
  for (const [i, value] of values.entries()) monoid.add(i < cut ? first : rest, 0, value);
  monoid.join(first, 0, rest, 0);
  return first;
}

function near(got: number, expected: number, what: string): void {
  assert.ok(Math.abs(got - expected) <= 1e-14 * Math.abs(expected), `${what}: ${got} for ${expected}`);
}

test('means hold at the ends of the range of doubles', () => {
  for (const cut of [0, 1, 2, 3]) {
    const mean = (values: number[]) => readSum(summarize(sumOf, values, cut), values.length);
    near(mean([1e308, 1e308]), 1e308, 'two of the largest');
    near(mean([1e308, -1e308, 3]), 1, 'the largest, taken away again');
    near(mean([1e308, 1e308, 1e308]), 1e308, 'three of the largest');
    near(mean([1e-308, 3e-308]), 2e-308, 'the smallest');
    assert.is(mean(Array<number>(120).fill(0.1)), 0.1);
  }
  assert.is(readSum(summarize(sumOf, [1e308, 1e308], 1), 1), Number.POSITIVE_INFINITY);
});

test('deviations hold where squares overflow or vanish', () => {
  for (const cut of [0, 1, 2]) {
    const deviation = (values: number[]) => readDeviation(summarize(momentsOf, values, cut));
    near(deviation([1, 3]), 1, 'ordinary values');
    near(deviation([1e200, 3e200]), 1e200, 'huge values');
    near(deviation([1e-200, 3e-200]), 1e-200, 'tiny values');
    near(deviation([1e308, -1e308]), 1e308, 'the largest of both signs');
    near(deviation([1e-200, 2]), 1, 'a tiny and an ordinary value');
    near(deviation([5, 1e200]), 5e199, 'an ordinary and a huge value');
    near(deviation([1e15, 1e15 + 2]), 1, 'a large mean');
    assert.is(deviation([1e308, 1e308]), 0);
    assert.is(deviation([0, 0]), 0);
  }
});

test.run();
