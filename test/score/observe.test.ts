import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { countQueries } from '../../src/score/observe.js';
import { createVolumeRule } from '../../src/score/volume-rule.js';
import { field, source } from '../unit-test/sample.js';

const test = suite('queries to detect');

test('a window sees what lies before its end, a match its own event too', () => {
  const window = createVolumeRule(source, field('principal'));
  const match = { ...window, kind: 'match', where: { kind: 'all', of: [], span: window.span } } as const;
  const times = [10, 20, 20, 30];
  const counts = (rule: typeof window | typeof match) =>
    [5, 10, 20, 30, 31].map((at) => countQueries(rule, times, at));
  assert.equal(counts(window), [0, 0, 1, 3, 4]);
  assert.equal(counts(match), [0, 1, 3, 4, 4]);
});

test.run();
