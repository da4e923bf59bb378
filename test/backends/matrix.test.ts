import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Lowering } from '../../src/backends/lowering.js';
import { deviationsOf, refusalsOf } from '../../src/backends/lowering.js';
import { backends, lowerRule } from '../../src/backends/registry.js';
import { backendNames } from '../../src/ir/target.js';
import { type Cell, cases } from './matrix.js';
import { elasticTarget, sigmaTarget, splunkTarget } from './samples.js';

const targets = { elastic: elasticTarget, splunk: splunkTarget, sigma: sigmaTarget };

function cellOf(lowering: Lowering<unknown>): Cell {
  const codes = [...deviationsOf(lowering), ...refusalsOf(lowering)].map(({ code }) => code);
  const [first, ...rest] = [...new Set(codes)].sort();
  if (first === undefined) return 'exact';
  return lowering.fidelity === 'refused' ? { refused: [first, ...rest] } : { approximate: [first, ...rest] };
}

for (const backend of backendNames) {
  for (const shape of backends[backend].shapes) {
    test(`${backend}, ${shape}: every case answers as the matrix says`, () => {
      assert.ok(cases.size > 30);
      for (const [name, { rule, cells }] of cases)
        assert.equal(cellOf(lowerRule(rule, targets[backend], shape)), cells[backend], name);
    });
  }
}

test('a refusal says why, what to change and where', () => {
  for (const [name, { rule }] of cases)
    for (const backend of backendNames)
      for (const shape of backends[backend].shapes)
        for (const { reason, hint, span } of refusalsOf(lowerRule(rule, targets[backend], shape))) {
          assert.ok(reason.length > 10 && hint.length > 3, `${name} in ${backend}`);
          assert.ok(span !== undefined, `${name} in ${backend}`);
        }
});

test.run();
