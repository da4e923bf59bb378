import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { aggregateRule, loadFiles, matchRule, replaceKeys, sequenceRule, source } from './pack.js';

const test = suite('sequences and reports');

function load(model: string, keys: string) {
  return loadFiles({ 'sources/inference.yaml': source, 'example.yaml': replaceKeys(model, keys) });
}

function codes(model: string, keys: string): string[] {
  return load(model, keys).diagnostics.map(({ code }) => code);
}

function ruleOf(model: string, keys: string) {
  const { pack, diagnostics } = load(model, keys);
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
  );
  return pack.rules[0];
}

test('a sequence has windows of the length within, suppressed for as long', () => {
  const rule = ruleOf(sequenceRule, '');
  if (rule.kind !== 'sequence') throw new Error(`a ${rule.kind} rule`);
  assert.equal(rule.window, { size: 3_600_000, every: 300_000 });
  assert.is(rule.suppress?.for, 3_600_000);
  assert.equal(
    rule.steps.map(({ name, atLeast, where }) => [name, atLeast, where.kind]),
    [
      ['refused', 3, 'equals'],
      ['served', 1, 'equals'],
    ],
  );
  const other = ruleOf(sequenceRule, 'within: 2h\nevery: 1h\nwhere: { model: m }\nsuppress: none');
  if (other.kind !== 'sequence') throw new Error(`a ${other.kind} rule`);
  assert.equal(other.window, { size: 7_200_000, every: 3_600_000 });
  assert.is(other.where?.kind, 'equals');
  assert.equal(other.suppress, undefined);
});

test('a rule is of one kind, and has the keys of that kind', () => {
  assert.equal(codes(sequenceRule, 'window: { size: 1h }'), ['missing-key', 'several-kinds']);
  assert.equal(codes(aggregateRule, 'every: 5m'), ['several-kinds']);
  assert.equal(codes(matchRule, 'every: 5m'), ['missing-key']);
  assert.equal(codes(matchRule, 'within: 1h'), ['missing-key']);
  assert.equal(codes(sequenceRule, 'every: 7m'), ['illegal-step']);
  assert.equal(codes(sequenceRule, 'every: 24h'), ['window-not-multiple']);
  assert.equal(codes(sequenceRule, 'steps: []'), ['empty-list']);
  assert.equal(codes(sequenceRule, 'steps: [ { name: A, where: { lable: x } } ]'), [
    'illegal-form',
    'unknown-field',
  ]);
});

test('a report holds measures without a bound, and values', () => {
  const rule = ruleOf(
    aggregateRule,
    `report:
  addresses: { values: src_ip }
  agents: { values: user_agent, limit: 3 }
  most: { max: margin, n: 5 }
  part: { share: { wants_probs: true }, among: { label: x } }
  quotient: { ratio: { of: volume, to: { distinct: model } } }`,
  );
  assert.equal(
    rule.report.map((item) =>
      item.kind === 'values' ? [item.field.name, item.limit] : item.quantity.atLeast,
    ),
    [['src_ip', 10], ['user_agent', 3], 5, undefined, undefined],
  );
  const [values, count] = ruleOf(
    sequenceRule,
    'report: { addresses: { values: src_ip }, count: { count: events } }',
  ).report;
  assert.is(values.kind, 'values');
  assert.is(count.kind, 'quantity');
});

test('what a report cannot say is told', () => {
  const report = (text: string, model = aggregateRule) => codes(model, `report: { a: { ${text} } }`);
  assert.equal(report('count: events, above: 3'), ['unknown-key']);
  assert.equal(report('values: src_ipp'), ['unknown-field']);
  assert.equal(report('values: src_ip, limit: 0'), ['out-of-range']);
  assert.equal(report('values: src_ip, n: 3'), ['setting-without-measure']);
  assert.equal(report('values: src_ip, count: events'), ['several-measures']);
  assert.equal(report('count: events, limit: 3'), ['setting-without-measure']);
  assert.equal(report('limit: 3'), ['setting-without-measure']);
  assert.equal(report('n: 3'), ['measure-missing']);
  assert.equal(report('ratio: { of: volumee, to: volume }'), ['unknown-signal']);
  assert.equal(report('ratio: { of: refused, to: { count: events } }', sequenceRule), ['unknown-signal']);
  assert.equal(report('count: events', matchRule), ['report-without-window']);
});

test.run();
