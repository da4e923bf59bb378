import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Judgement, judge } from '../oracle/judge.js';
import { type Case, makeCase, toTrial } from '../random/cases.js';
import { compare } from './comparison.js';
import type { Outcome } from './outcome.js';
import { shrink } from './shrink.js';

const test = suite('comparison and shrinking');

/** The first random case with findings and alerts of an aggregate rule, and none on the edge. */
function findCase(): { one: Case; judgement: Judgement } {
  for (let seed = 1; seed < 100; seed++) {
    const one = makeCase(seed);
    const judgement = judge(toTrial(one));
    const windows = judgement.findings.filter((finding) => finding.window_end !== undefined).length;
    if (windows > 5 && judgement.onEdge.length === 0) return { one, judgement };
  }
  throw new Error('no case fits');
}
const { one, judgement } = findCase();

function differ(change: Partial<Outcome>, moved = false): number {
  return compare(judgement, { ...judgement, ...change }, toTrial(one).rules, moved).differences.length;
}

test('the same is no difference, moved or not', () => {
  assert.is(differ({}), 0);
  assert.is(differ({ findings: judgement.findings.toReversed() }, true), 0);
});

test('every change is a difference', () => {
  const { findings, alerts, counts } = judgement;
  const last = findings.findLastIndex((finding) => finding.window_end !== undefined);
  const finding = findings[last];
  const alert = alerts[0];
  if (finding === undefined || alert === undefined) throw new Error('nothing to change');
  const values = Object.fromEntries(Object.keys(finding.values ?? {}).map((name) => [name, 1e6]));
  assert.is(differ({ findings: findings.slice(1) }), 1);
  assert.is(differ({ findings: findings.toReversed() }), 1);
  assert.is(differ({ findings: [...findings, finding] }), 1);
  assert.is(differ({ findings: findings.with(last, { ...finding, values }) }), 1);
  assert.is(differ({ findings: findings.with(last, { ...finding, group: { x: 1 } }) }), 1);
  assert.is(differ({ alerts: alerts.slice(1) }), 1);
  assert.is(differ({ alerts: alerts.with(0, { ...alert, findings: alert.findings + 1 }) }), 1);
  assert.is(differ({ alerts: alerts.with(0, { ...alert, last_window_end: '' }) }), 1);
  assert.is(differ({ counts: { ...counts, skipped: counts.skipped + 1 } }), 1);
  assert.is(differ({ counts: { ...counts, unfit: { ...counts.unfit, x: 1 } } }), 1);
  const [shown] = judgement.evidence;
  if (shown === undefined) throw new Error('nothing to change');
  for (const change of [
    { from: 0 },
    { to: 0 },
    { places: [] },
    { places: [{ input: 9, line: 9 }] },
    { ids: ['?'] },
  ]) {
    assert.is(differ({ evidence: judgement.evidence.with(0, { ...shown, ...change }) }), 1);
  }
  assert.is(differ({ findings: [], alerts: [] }), 2);
});

test('only sums of doubles may differ, and only in their last bits', () => {
  const rule = (signal: object) => ({
    ...(one.rules[0] ?? raise()),
    signals: { s: { ...signal, above: 0 } },
  });
  const line = (value: number) => ({
    rule: one.rules[0]?.name ?? '',
    rule_id: '',
    group: {},
    window_end: '',
    values: { s: value },
  });
  const say = (value: number): Judgement => ({ ...judgement, findings: [line(value)], alerts: [] });
  const count = (signal: object, a: number, b: number) =>
    compare(say(a), say(b), [rule(signal)], false).differences.length;
  assert.is(count({ sum: 'size' }, 1, 1 + 1e-13), 0);
  assert.is(count({ ratio: { of: { avg: 'size' }, to: { count: 'events' } } }, 1, 1 + 1e-13), 0);
  assert.is(count({ sum: 'size' }, 1, 1 + 1e-8), 1);
  assert.is(count({ max: 'size' }, 1, 1 + 1e-13), 1);
});

function raise(): never {
  throw new Error('no rule');
}

test('a failing case is made as small as it can be', async () => {
  const start = {
    ...makeCase(3),
    lines: makeCase(3).lines.concat(Buffer.from('{"a": 1,"needle": [1, "},"],"b": 2}')),
  };
  assert.ok(start.lines.length > 5);
  const small = await shrink(start, async (smaller) =>
    smaller.lines.some((line) => Buffer.from(line).toString().includes('"needle": [1, "},"]')),
  );
  assert.equal(
    small.lines.map((line) => Buffer.from(line).toString()),
    ['{"needle": [1, "},"]}'],
  );
  assert.is(small.rules.length, 1);
});

test.run();
