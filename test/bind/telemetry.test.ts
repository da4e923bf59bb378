import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { settleCondition, signalTruth, truthOf } from '../../src/bind/blindness.js';
import { judgeTelemetry } from '../../src/bind/telemetry.js';
import type { Condition } from '../../src/ir/condition.js';
import type { Mapping } from '../../src/ir/mapping.js';
import type { Bound, Measure } from '../../src/ir/measure.js';
import type { SequenceRule } from '../../src/ir/rule.js';
import {
  aggregateRule,
  all,
  any,
  equals,
  exists,
  field,
  fullVectorHarvest,
  matchRule,
  native,
  not,
  signal,
} from '../backends/samples.js';

const test = suite('telemetry');

/** The native shape without some fields. */
function without(...fields: string[]): Mapping {
  return { ...native, fields: new Map([...native.fields].filter(([name]) => !fields.includes(name))) };
}
const isMissing = (name: string) => name === 'margin';
const gone = exists('margin');
const there = exists('label');

test('tests of a missing field are false, and what hangs on events stays open', () => {
  assert.is(truthOf(gone, isMissing), false);
  assert.is(truthOf(not(gone), isMissing), true);
  assert.is(truthOf(there, isMissing), undefined);
  assert.is(truthOf(all(there, gone), isMissing), false);
  assert.is(truthOf(any(there, gone), isMissing), undefined);
  assert.is(truthOf(any(there, not(gone)), isMissing), true);
  assert.is(truthOf(all(there, not(gone)), isMissing), undefined);
});

test('a measure of a missing field has one value, or none', () => {
  const truth = (measure: Measure, bound: Bound, atLeast?: number) =>
    signalTruth(signal('s', measure, bound, atLeast), isMissing);
  const above: Bound = { kind: 'above', value: 0.5 };
  const below: Bound = { kind: 'below', value: 0.5 };
  const margin = field('margin');
  assert.is(truth({ kind: 'count' }, above), undefined);
  assert.is(truth({ kind: 'count', of: gone }, above), false);
  assert.is(truth({ kind: 'count', of: gone }, below), true);
  assert.is(truth({ kind: 'distinct_ratio', field: margin }, above), false);
  assert.is(truth({ kind: 'distinct', field: margin }, below), true);
  assert.is(truth({ kind: 'avg', field: margin }, below), false);
  assert.is(truth({ kind: 'share', of: gone }, above), false);
  assert.is(truth({ kind: 'share', of: not(gone) }, above), true);
  assert.is(truth({ kind: 'share', of: not(gone) }, above, 100), undefined);
  assert.is(truth({ kind: 'share', of: there, among: gone }, below), false);
  assert.is(truth({ kind: 'share', of: gone, among: there }, below), undefined);
  const distinct = { measure: { kind: 'distinct', field: margin } } as const;
  const count = { measure: { kind: 'count' } } as const;
  assert.is(truth({ kind: 'ratio', of: count, to: distinct }, below), false);
  assert.is(truth({ kind: 'ratio', of: distinct, to: count }, above), false);
});

test('what is left of a condition', () => {
  const name = (text: string): Condition => ({ kind: 'signal', name: text });
  const truths: Readonly<Record<string, boolean>> = { yes: true, no: false };
  const left = (condition: Condition) => settleCondition(condition, (signalName) => truths[signalName]);
  const a = name('a');
  const b = name('b');
  assert.is(left({ kind: 'and', of: [a, name('no')] }), false);
  assert.equal(left({ kind: 'and', of: [a, name('yes')] }), a);
  assert.equal(left({ kind: 'or', of: [a, name('no'), b] }), { kind: 'or', of: [a, b] });
  assert.is(left({ kind: 'not', of: name('no') }), true);
  assert.equal(left({ kind: 'at_least', count: 2, of: [a, b, name('no')] }), { kind: 'and', of: [a, b] });
  assert.equal(left({ kind: 'at_least', count: 2, of: [a, b, name('yes')] }), { kind: 'or', of: [a, b] });
  assert.is(left({ kind: 'at_least', count: 2, of: [a, name('no')] }), false);
});

test('works, and under which settings', () => {
  assert.equal(judgeTelemetry(fullVectorHarvest, native), {
    verdict: 'works',
    reasons: [],
    sampled: false,
    missing: [],
    needs: [],
    blind: [],
    unreported: [],
  });
  const mapping = {
    ...native,
    needs: new Map([
      ['input_hash', 'log bodies'],
      ['label', 'log answers'],
    ]),
  };
  assert.equal(judgeTelemetry(fullVectorHarvest, mapping).needs, [
    { field: 'input_hash', setting: 'log bodies' },
  ]);
});

test('degraded: which signal goes blind, what is left of the condition, and what would mend it', () => {
  const rule = {
    ...fullVectorHarvest,
    condition: {
      kind: 'and',
      of: [
        { kind: 'signal', name: 'volume' },
        {
          kind: 'or',
          of: [
            { kind: 'signal', name: 'novelty' },
            { kind: 'signal', name: 'full_vectors' },
          ],
        },
      ],
    },
  } as const;
  const mapping = { ...without('wants_probs'), absent: new Map([['wants_probs', 'log the flag']]) };
  const told = judgeTelemetry(rule, mapping);
  assert.is(told.verdict, 'degraded');
  assert.equal(told.reasons, ['full_vectors is never met: what is left is volume and novelty']);
  assert.equal(told.blind, [{ signal: 'full_vectors', becomes: 'never', fields: ['wants_probs'] }]);
  assert.equal(told.missing, [{ field: 'wants_probs', mend: 'log the flag' }]);
});

test('a signal that still sees something is narrowed', () => {
  const rule = aggregateRule('r', [
    signal('s', { kind: 'share', of: any(there, gone) }, { kind: 'above', value: 0.5 }),
  ]);
  const told = judgeTelemetry(rule, without('margin'));
  assert.equal(
    [told.verdict, told.blind],
    ['degraded', [{ signal: 's', becomes: 'narrowed', fields: ['margin'] }]],
  );
});

test('impossible: no group, nothing passes, or the condition is settled', () => {
  assert.is(judgeTelemetry(fullVectorHarvest, without('principal')).verdict, 'impossible');
  assert.is(judgeTelemetry(fullVectorHarvest, without('wants_probs')).verdict, 'impossible');
  assert.is(judgeTelemetry(matchRule('r', equals('label', 'x')), without('label')).verdict, 'impossible');
  assert.is(
    judgeTelemetry(matchRule('r', not(equals('label', 'x'))), without('label')).verdict,
    'impossible',
  );
  const step = (name: string, of: typeof gone) => ({
    name,
    where: of,
    atLeast: 1,
    span: fullVectorHarvest.span,
  });
  const { signals: _, condition: __, ...head } = fullVectorHarvest;
  const sequence: SequenceRule = { ...head, kind: 'sequence', steps: [step('a', there), step('b', gone)] };
  assert.is(judgeTelemetry(sequence, native).verdict, 'works');
  assert.equal(judgeTelemetry(sequence, without('margin')).reasons, ['no event passes the step b']);
});

test('a sample is named as such', () => {
  const told = judgeTelemetry(fullVectorHarvest, { ...native, sampled: true });
  assert.equal([told.verdict, told.sampled], ['degraded', true]);
});

test('what only the report reads is lost from alerts, and blinds nothing', () => {
  const rule = {
    ...fullVectorHarvest,
    report: [{ name: 'labels', kind: 'values', field: field('label'), limit: 3 }],
  } as const;
  const told = judgeTelemetry(rule, without('label'));
  assert.equal([told.verdict, told.missing, told.unreported], ['works', [], ['label']]);
  assert.equal(judgeTelemetry(rule, native).unreported, []);
});

test('a rule over findings sees what the rules that it reads see', () => {
  const reader = { ...fullVectorHarvest, name: 'reader', reads: [fullVectorHarvest, matchRule('m', there)] };
  assert.is(judgeTelemetry(reader, native).verdict, 'works');
  assert.is(judgeTelemetry(reader, without('label')).verdict, 'degraded');
  assert.is(judgeTelemetry(reader, without('label', 'principal')).verdict, 'impossible');
});

test.run();
