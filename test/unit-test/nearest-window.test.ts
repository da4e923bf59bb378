import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Condition } from '../../src/ir/condition.js';
import type { Bound } from '../../src/ir/measure.js';
import type { AggregateRule } from '../../src/ir/rule.js';
import { describeSignal } from '../../src/unit-test/description.js';
import { holdsIn, nearness, statesOf } from '../../src/unit-test/nearest-window.js';
import { harvest, somewhere } from './sample.js';

function shown(bound: Bound, value: number | null): string {
  const signal = { name: 's', measure: { kind: 'count' }, bound, span: somewhere } as const;
  return statesOf({ ...harvest, signals: [signal] }, [value])
    .map(describeSignal)
    .join();
}

test('a value is shown beside its bound, with the digits that tell them apart', () => {
  assert.is(shown({ kind: 'above', value: 100 }, 90), 's 90 of > 100 ✗');
  assert.is(shown({ kind: 'above', value: 0.9 }, 0.9), 's 0.90 of > 0.9 ✗');
  assert.is(shown({ kind: 'above', value: 0.9 }, 0.9000001), 's 0.9000001 of > 0.9 ✓');
  assert.is(shown({ kind: 'at_least', value: 0.9 }, 0.9), 's 0.90 of ≥ 0.9 ✓');
  assert.is(shown({ kind: 'below', value: 0.5 }, 1 / 3), 's 0.33 of < 0.5 ✓');
  assert.is(shown({ kind: 'at_most', value: 0.5 }, 0.504), 's 0.504 of ≤ 0.5 ✗');
  assert.is(shown({ kind: 'between', low: 0, high: 1 }, 1.5), 's 1.50 in 0…1 ✗');
  assert.is(shown({ kind: 'between', low: 0, high: 1 }, 1), 's 1 in 0…1 ✓');
  assert.is(shown({ kind: 'above', value: 1 }, null), 's no value of > 1 ✗');
});

function near(rule: AggregateRule, ...values: (number | null)[]): number {
  return nearness(rule, statesOf(rule, values));
}

function under(condition: Condition): AggregateRule {
  return { ...harvest, condition };
}

const volume: Condition = { kind: 'signal', name: 'volume' };
const novelty: Condition = { kind: 'signal', name: 'novelty' };

test('the window that lacks least is the nearest', () => {
  assert.is(near(harvest, 101, 0.95), 1);
  assert.ok(near(harvest, 100, 0.95) < 1);
  assert.ok(near(harvest, 100, 0.95) > near(harvest, 90, 0.95));
  assert.ok(near(harvest, 90, 0.95) > near(harvest, 90, 0.4));
  assert.ok(near(harvest, 101, 0.9) < 1, 'a value on a bound that it must pass');
  assert.ok(near(harvest, 101, null) < near(harvest, 101, 0.1));
});

test('nearness follows the condition', () => {
  assert.is(near(under({ kind: 'or', of: [volume, novelty] }), 1, 0.95), 1);
  assert.is(near(under({ kind: 'at_least', count: 1, of: [volume, novelty] }), 1, 0.95), 1);
  assert.is(near(under({ kind: 'not', of: volume }), 1, 0), 1);
  assert.is(near(under({ kind: 'not', of: volume }), 101, 0), 0);
  assert.ok(holdsIn(under({ kind: 'not', of: volume }), statesOf(harvest, [1, 0])));
  assert.not(holdsIn(harvest, statesOf(harvest, [101, 0.9])));
});

test.run();
