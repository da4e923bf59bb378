import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deviationCodes } from '../../src/backends/deviation-code.js';
import type { Lowering } from '../../src/backends/lowering.js';
import { deviationsOf, refusalsOf } from '../../src/backends/lowering.js';
import { lowerRule, shapesOf } from '../../src/backends/registry.js';
import type { BackendName, Target } from '../../src/ir/target.js';
import { type Cell, cases, type Language } from './matrix.js';
import { dslTarget, elasticTarget, native, sigmaTarget, splunkTarget } from './samples.js';

const languages: { readonly [L in Language]: Target } = {
  esql: elasticTarget,
  dsl: dslTarget,
  splunk: splunkTarget,
  sigma: sigmaTarget,
};

function cellOf(lowering: Lowering<unknown>): Cell {
  const codes = [...deviationsOf(lowering), ...refusalsOf(lowering)].map(({ code }) => code);
  const [first, ...rest] = [...new Set(codes)].sort();
  if (first === undefined) return 'exact';
  return lowering.fidelity === 'refused' ? { refused: [first, ...rest] } : { approximate: [first, ...rest] };
}

for (const [language, target] of Object.entries(languages)) {
  for (const shape of shapesOf(target)) {
    test(`${language}, ${shape}: every case answers as the matrix says`, () => {
      assert.ok(cases.size > 30);
      for (const [name, { rule, cells }] of cases)
        assert.equal(cellOf(lowerRule(rule, target, shape)), Reflect.get(cells, language), name);
    });
  }
}

test('a deviation is declared by the back ends that are listed for its code, and by no other', () => {
  for (const [name, { rule }] of cases)
    for (const target of Object.values(languages)) {
      const sampled = { ...target, mapping: { ...native, sampled: true } };
      for (const shape of shapesOf(target))
        for (const { code } of deviationsOf(lowerRule(rule, sampled, shape))) {
          const listed: readonly BackendName[] = deviationCodes[code];
          assert.ok(listed.includes(target.backend), `${name}: ${code} of ${target.backend}`);
        }
    }
});

test('a refusal says why, what to change and where', () => {
  for (const [name, { rule }] of cases)
    for (const [language, target] of Object.entries(languages))
      for (const shape of shapesOf(target))
        for (const { reason, hint, span } of refusalsOf(lowerRule(rule, target, shape))) {
          assert.ok(reason.length > 10 && hint.length > 3, `${name} in ${language}`);
          assert.ok(span !== undefined, `${name} in ${language}`);
        }
});

test.run();
