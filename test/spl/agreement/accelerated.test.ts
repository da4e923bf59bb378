import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lowerRule } from '../../../src/backends/registry.js';
import type { Derivation } from '../../../src/ir/mapping.js';
import type { AggregateRule } from '../../../src/ir/rule.js';
import type { SplunkTarget } from '../../../src/ir/target.js';
import {
  aggregateRule,
  all,
  compare,
  equals,
  exists,
  field,
  matchRule,
  native,
  not,
  signal,
  splunkTarget,
} from '../../backends/samples.js';
import { evaluate } from '../../differential/outcome.js';
import { readSavedSearches } from '../conf.js';
import { interpret } from '../interpret.js';
import { compareRows, roughSignals, within } from './comparison.js';
import { toEvents } from './log.js';
import { begin, makeNativeLog } from './native-log.js';
import { readings } from './searches.js';

/*
 * The accelerated form over a data set whose events keep what the log says: with one value a field, no JSON null, and `_time` of the event. There
 * it finds what the rule finds; what a data model may change is said as a deviation.
 */

const test = suite('SPL over a data model against the evaluator');
const hour = 3_600_000;
const dataModel = { model: 'Inference', dataset: 'Requests' };
const target: SplunkTarget = { ...splunkTarget, sourcetype: 'record', dataModel };
const dataModels = new Map([['Inference.Requests', () => true]]);

const log = makeNativeLog(5).filter(({ text, at }) => at !== undefined && !/:null|\[/.test(text));
const events = toEvents(log, target.index, 'record');

const rule = aggregateRule(
  'kept',
  [
    signal('volume', { kind: 'count' }, { kind: 'above', value: 3 }),
    signal('inputs', { kind: 'distinct_ratio', field: field('input_hash') }, { kind: 'above', value: 0.1 }),
    signal(
      'cats',
      { kind: 'share', of: equals('label', 'cat'), among: not(compare('margin', 'above', 0.5)) },
      { kind: 'above', value: 0.2 },
    ),
    signal('models', { kind: 'distinct', field: field('model') }, { kind: 'at_least', value: 0 }),
    signal('total', { kind: 'sum', field: field('margin') }, { kind: 'above', value: 0 }),
    signal('least', { kind: 'min', field: field('margin') }, { kind: 'at_least', value: -1 }),
    signal('commonest', { kind: 'top_share', field: field('label') }, { kind: 'above', value: 0.1 }),
  ],
  { where: not(all(exists('status'), compare('status', 'above', 450))) },
);

function searchOf(one: AggregateRule) {
  const lowering = lowerRule(one, target, 'accelerated');
  if (lowering.fidelity === 'refused') throw new Error(JSON.stringify(lowering.refusals));
  const [search] = readSavedSearches(lowering.output[0]?.text ?? '');
  if (search === undefined) throw new Error('no stanza');
  return search;
}

for (const [name, change] of Object.entries({
  'an hour every five minutes': {},
  'a day every two hours, of one group': { by: [], window: { size: 24 * hour, every: 2 * hour } },
}))
  test(`what the data set keeps is counted as the rule counts: ${name}`, async () => {
    const changed = { ...rule, ...change };
    const text = log.map((line) => line.text).join('\n');
    const input = { kind: 'text', name: 'log', text } as const;
    const { findings } = await evaluate([changed], native, [input], ['log'], undefined);
    const { search, earliest = '', latest = '' } = searchOf(changed);
    const { size, every } = changed.window;
    let found = 0;
    for (let end = begin; end < begin + 6 * hour + size; end += 3 * every) {
      const due = within(findings, { from: end - 3 * every, to: end });
      found += due.length;
      const now = (end + target.delay) / 1000;
      const outcomes = readings.map((reading) =>
        interpret(search, { now, events, dataModels, earliest, latest, ...reading }),
      );
      assert.equal(
        outcomes.flatMap(({ notes }) => notes),
        [],
      );
      const rows = outcomes.map((outcome) => outcome.rows);
      assert.equal(compareRows(changed, due, rows, { rough: roughSignals(changed) }), [], String(end));
    }
    assert.ok(found > 3, `${found} findings`);
  });

test('every rule says that a data model may keep something else', () => {
  const lowering = lowerRule(rule, target, 'accelerated');
  assert.equal(
    lowering.fidelity === 'approximate' && lowering.deviations.map(({ code, effect }) => `${code} ${effect}`),
    ['as-the-data-model-keeps both'],
  );
  assert.match(
    searchOf(rule).search,
    /^\| tstats summariesonly=false .* FROM datamodel=Inference[.]Requests BY Requests[.]principal, /,
  );
});

test('what tstats does not keep is refused', () => {
  const codes = (one: Parameters<typeof lowerRule>[0], at = target) => {
    const lowering = lowerRule(one, at, 'accelerated');
    return lowering.fidelity === 'refused' ? lowering.refusals.map(({ code }) => code) : [];
  };
  const pace = (kind: 'interval_avg' | 'interval_cv') =>
    aggregateRule('pace', [signal('pace', { kind }, { kind: 'below', value: 60 })]);
  assert.equal(codes(pace('interval_avg')), ['accelerated-times']);
  assert.equal(codes(pace('interval_cv')), ['accelerated-times']);
  assert.equal(codes({ ...rule, where: compare('ts', 'above', begin) }), ['accelerated-times']);
  assert.equal(codes(matchRule('single', equals('label', 'cat'))), ['kept-without-window']);
  const derive = (from: Derivation) => ({
    ...target,
    mapping: { ...native, fields: new Map([...native.fields, ['label', from] as const]) },
  });
  assert.equal(codes(rule, derive({ kind: 'path', path: ['answer', 'label'] })), ['field-name']);
  assert.equal(codes(rule, derive({ kind: 'hash', path: ['answer'] })), ['field-derived']);
});

test.run();
