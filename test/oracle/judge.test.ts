import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RuleDoc, SourceDoc } from './documents.js';
import { judge } from './judge.js';
import { expandVariants } from './variants.js';

const test = suite('oracle: findings and alerts');
const minute = 60_000;

const source: SourceDoc = {
  source: 'log',
  description: '',
  time: { field: 'ts', format: 'epoch_millis' },
  id: 'id',
  fields: {
    ts: { type: 'timestamp', description: '' },
    who: { type: 'keyword', description: '' },
    net: { type: 'keyword', description: '' },
    id: { type: 'keyword', description: '' },
  },
};
const head = {
  id: '6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11',
  title: '',
  description: '',
  status: 'stable',
  severity: 'low',
  atlas: ['AML.T0024.002'],
  source: 'log',
} as const;

interface Row {
  readonly ts: number;
  readonly who?: string;
  readonly net?: string;
  readonly id?: string;
}

function run(rules: readonly Partial<RuleDoc>[], ...files: (readonly Row[])[]) {
  return judge({
    source,
    rules: rules.map((rule, i) => ({ ...head, name: `rule-${i}`, ...rule })),
    inputs: files.map((rows, i) => ({
      name: `${i}.jsonl`,
      bytes: Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')),
    })),
  });
}
const spread = (count: number, from: number, to: number): Row[] =>
  Array.from({ length: count }, (_, i) => ({ who: 'a', ts: from + ((to - from) * (i + 0.5)) / count }));

const over100 = {
  by: ['who'],
  window: { size: '1h', every: '5m' },
  signals: { volume: { count: 'events', above: 100 } },
};

test('60 events in the half hour before a full hour and 60 in the half hour after it', () => {
  const rows = [...spread(60, 30 * minute, 60 * minute), ...spread(60, 60 * minute, 90 * minute)];
  const { findings, alerts } = run([over100], rows);
  // Two a minute: the window [25, 85) holds 110, [20, 80) 100, [40, 100) 100; between them 110, 120 and 110.
  assert.equal(
    findings.map(({ window_end, values }) => [window_end, values?.volume]),
    [
      ['1970-01-01T01:25:00.000Z', 110],
      ['1970-01-01T01:30:00.000Z', 120],
      ['1970-01-01T01:35:00.000Z', 110],
    ],
  );
  assert.equal(alerts, [
    {
      rule: 'rule-0',
      rule_id: head.id,
      group: { who: 'a' },
      first_window_end: '1970-01-01T01:25:00.000Z',
      last_window_end: '1970-01-01T01:35:00.000Z',
      findings: 3,
      values: { volume: 110 },
      extremes: { volume: 120 },
      severity: 'low',
      atlas: ['AML.T0024.002'],
      respond: [],
    },
  ]);
  const tumbling = { ...over100, window: { size: '1h', every: '1h' } };
  assert.equal(run([tumbling], rows).findings, []);
});

test('a window holds its start and not its end, before the epoch too', () => {
  const rule = {
    by: ['who'],
    window: { size: '10m', every: '10m' },
    signals: { two: { count: 'events', at_least: 2 } },
  };
  const ends = (...times: number[]) =>
    run(
      [rule],
      times.map((ts) => ({ ts, who: 'a' })),
    ).findings.map(({ window_end }) => window_end);
  assert.equal(ends(0, 10 * minute - 1), ['1970-01-01T00:10:00.000Z']);
  assert.equal(ends(0, 10 * minute), []);
  assert.equal(ends(-10 * minute, -1), ['1970-01-01T00:00:00.000Z']);
  assert.equal(ends(-1, 0), []);
});

test('a window without an event of the group is not evaluated', () => {
  const rule = {
    by: ['who'],
    window: { size: '10m', every: '5m' },
    signals: { few: { count: { who: 'x' }, below: 1 } },
  };
  const rows = [
    { ts: 0, who: 'a' },
    { ts: 60 * minute, who: 'a' },
  ];
  assert.equal(
    run([rule], rows).findings.map(({ window_end }) => window_end?.slice(11, 16)),
    ['00:05', '00:10', '01:05', '01:10'],
  );
});

test('events without their group are counted by rule, after its where', () => {
  const rows = [{ ts: 0 }, { ts: 1, net: 'n' }, { ts: 2, who: 'a', net: 'n' }];
  const { counts } = run([over100, { ...over100, where: { net: 'n' } }, { ...over100, by: [] }], rows);
  assert.equal(counts.withoutGroup, { 'rule-0': 2, 'rule-1': 1 });
});

test('match rules name events, with their place or their id', () => {
  const rule = { where: { 'who|exists': true } };
  const rows = [
    { ts: 5, who: 'b' },
    { ts: 3, who: 'a', id: 'x' },
  ];
  const at = (ms: number) => `1970-01-01T00:00:00.00${ms}Z`;
  const named = { rule: 'rule-0', rule_id: head.id, group: {} };
  assert.equal(run([rule], rows).findings, [
    { ...named, time: at(3), id: 'x' },
    { ...named, time: at(5), line: 1 },
  ]);
  assert.equal(run([{ ...rule, by: ['who'] }], [{ ts: 5 }], rows).findings, [
    { ...named, group: { who: 'a' }, time: at(3), id: 'x' },
    { ...named, group: { who: 'b' }, time: at(5), line: 1, file: '1.jsonl' },
  ]);
  // Each finding is an alert of its own, unless the rule says how long one stands for others.
  assert.is(run([rule], rows).alerts.length, 2);
  assert.is(run([{ ...rule, suppress: '1m' }], rows).alerts.length, 1);
});

test('findings come by time, rule, and group by code point', () => {
  const rule = { by: ['who'], window: { size: '5m' }, signals: { any: { count: 'events', above: 0 } } };
  const rows = ['😀', '\uff5e', 'b'].map((who) => ({ ts: 5 * minute - 1, who }));
  const { findings } = run(
    [
      { ...rule, name: 'z', window: { size: '5m', every: '5m' } },
      { ...rule, name: 'a', window: { size: '5m', every: '5m' } },
    ],
    rows,
  );
  assert.equal(
    findings.map(({ rule, group }) => `${rule} ${String(group.who)}`),
    ['a b', 'a \uff5e', 'a 😀', 'z b', 'z \uff5e', 'z 😀'],
  );
});

test('suppression: an alert stands for what comes less than its length later', () => {
  const rule = {
    by: ['who'],
    window: { size: '5m', every: '5m' },
    signals: { any: { count: 'events', above: 0 } },
  };
  const rows = [0, 5, 10, 15].map((at) => ({ ts: at * minute, who: 'a', net: 'n' }));
  const opened = (suppress?: RuleDoc['suppress']) =>
    run([suppress === undefined ? rule : { ...rule, suppress }], rows).alerts.map(
      ({ first_window_end, findings }) => `${first_window_end.slice(14, 16)} ${findings}`,
    );
  // The findings are at 5, 10, 15 and 20 minutes; left out, the length is the window's.
  assert.equal(opened(), ['05 1', '10 1', '15 1', '20 1']);
  assert.equal(opened('none'), ['05 1', '10 1', '15 1', '20 1']);
  assert.equal(opened('10m'), ['05 2', '15 2']);
  assert.equal(opened({ for: '11m' }), ['05 3', '20 1']);
});

test('suppression by a part of the group: the first group opens, every group counts', () => {
  const rule = {
    by: ['net', 'who'],
    window: { size: '5m', every: '5m' },
    signals: { many: { count: 'events', above: 0 }, few: { count: 'events', below: 3 } },
    condition: '1 of them',
    suppress: { for: '10m', by: ['net'] },
  };
  const rows = [
    { ts: 0, who: 'b', net: 'n' },
    { ts: 0, who: 'b', net: 'n' },
    { ts: 0, who: 'b', net: 'n' },
    { ts: 0, who: 'a', net: 'n' },
    { ts: 0, who: 'a', net: 'n' },
    { ts: 5 * minute, who: 'c', net: 'n' },
    { ts: 5 * minute, who: 'c', net: 'm' },
  ];
  const { alerts } = run([rule], rows);
  assert.equal(
    alerts.map(({ group, findings, values, extremes, last_window_end }) => [
      group,
      findings,
      values,
      extremes,
      last_window_end.slice(14, 16),
    ]),
    [
      [{ net: 'n' }, 3, { many: 2, few: 2 }, { many: 3, few: 1 }, '10'],
      [{ net: 'm' }, 1, { many: 1, few: 1 }, { many: 1, few: 1 }, '10'],
    ],
  );
});

test('a verdict that hangs on the last bits of a sum is set apart', () => {
  const sums = {
    source: { ...source, fields: { ...source.fields, x: { type: 'number' as const, description: '' } } },
  };
  const rule = {
    ...head,
    name: 'r',
    by: [],
    window: { size: '5m', every: '5m' },
    signals: { s: { sum: 'x', above: 0.3 } },
  };
  const bytes = Buffer.from('{"ts": 0, "x": 0.1}\n{"ts": 0, "x": 0.2}\n{"ts": 300000, "x": 0.4}');
  const judged = judge({ ...sums, rules: [rule], inputs: [{ name: '', bytes }] });
  assert.equal(
    judged.onEdge.map(({ window_end }) => window_end?.slice(14, 16)),
    ['05'],
  );
  assert.equal(
    judged.findings.map(({ window_end }) => window_end?.slice(14, 16)),
    ['05', '10'],
  );
});

test('a sequence is a window in which each step comes after the one before', () => {
  const rule = {
    by: ['who'],
    within: '10m',
    every: '5m',
    steps: [
      { name: 'probe', where: { net: 'n' }, at_least: 2 },
      { name: 'harvest', where: { 'net|exists': true } },
    ],
  };
  const rows = [
    { ts: 0, who: 'a', net: 'n' },
    { ts: 1000, who: 'a', net: 'n' },
    { ts: 1000, who: 'a', net: 'm' },
    { ts: 6 * minute, who: 'a', net: 'm' },
    { ts: 6 * minute, who: 'b', net: 'm' },
  ];
  const { findings, alerts } = run([rule], rows);
  const values = { probe: 1000, harvest: 6 * minute };
  assert.equal(
    findings.map(({ group, window_end, values }) => [group, window_end?.slice(11, 16), values]),
    [[{ who: 'a' }, '00:10', values]],
  );
  assert.equal(
    alerts.map((alert) => [alert.values, alert.extremes]),
    [[values, {}]],
  );
});

test('a rule over findings sees them before suppression, a millisecond before their end', () => {
  const weak = {
    name: 'weak',
    by: ['net', 'who'],
    window: { size: '5m', every: '5m' },
    signals: { any: { count: 'events', above: 0 } },
    suppress: '1d',
    building_block: true,
  };
  const strong = {
    name: 'strong',
    source: { findings: ['weak'] },
    where: { rule: 'weak', 'signal.any|below': 3 },
    by: ['net'],
    window: { size: '10m', every: '5m' },
    signals: { principals: { distinct: 'who', at_least: 2 } },
  };
  const rows = [
    { ts: 0, who: 'a', net: 'n' },
    { ts: 6 * minute, who: 'b', net: 'n' },
    { ts: 6 * minute, who: 'c', net: 'n' },
    { ts: 6 * minute, who: 'c', net: 'n' },
    { ts: 6 * minute, who: 'c', net: 'n' },
  ];
  const { findings, alerts } = run([strong, weak], rows);
  assert.equal(
    findings
      .filter(({ rule }) => rule === 'strong')
      .map(({ group, window_end, values }) => [group, window_end, values]),
    [[{ net: 'n' }, '1970-01-01T00:10:00.000Z', { principals: 2 }]],
  );
  assert.equal(
    alerts.map(({ rule }) => rule),
    ['strong'],
  );
});

test('a variant is the file with keys of its own', () => {
  const file: RuleDoc = { ...head, name: 'r', id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8', ...over100 };
  const [variant, ...others] = expandVariants({
    ...file,
    variants: { 'www.example.com': { by: ['net'], signals: { more: { distinct: 'who', above: 1 } } } },
  });
  assert.equal(others, []);
  assert.equal(variant, {
    ...file,
    name: 'r-www.example.com',
    // The name and its UUID are those of RFC 9562, appendix A.4.
    id: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    by: ['net'],
    signals: { ...over100.signals, more: { distinct: 'who', above: 1 } },
  });
  assert.equal(expandVariants(file), [file]);
});

test.run();
