import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { refusalsOf } from '../../../src/backends/lowering.js';
import { lowerRule } from '../../../src/backends/registry.js';
import { compare, dslTarget, elasticTarget, equals, matchRule } from '../samples.js';

const range = { from: 0, to: 1 };
const first = Date.parse('0000-01-01T00:00:00Z');
const last = Date.parse('9999-12-31T23:59:59.999Z');

for (const target of [elasticTarget, dslTarget])
  test(`${target.dialect} writes instants of the years 0 to 9999, and refuses others`, () => {
    const answer = (instant: number) =>
      [compare('ts', 'below', instant), equals('ts', instant)].map((where) =>
        lowerRule(matchRule('one', where), target, 'hunt', range),
      );
    for (const instant of [first, -1, 0, last])
      for (const lowering of answer(instant)) {
        if (lowering.fidelity !== 'exact') return assert.unreachable(String(instant));
        assert.ok(lowering.output[0]?.text.includes(new Date(instant).toISOString()));
      }
    for (const instant of [first - 1, last + 1])
      for (const lowering of answer(instant))
        assert.equal(
          refusalsOf(lowering).map(({ code }) => code),
          ['instant-out-of-range'],
        );
  });

test.run();
