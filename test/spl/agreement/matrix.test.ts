import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Predicate } from '../../../src/ir/predicate.js';
import type { Rule } from '../../../src/ir/rule.js';
import { hostileTexts, misreadTexts } from '../../backends/hostile.js';
import { cases } from '../../backends/matrix.js';
import {
  aggregateRule,
  all,
  equals,
  field,
  matchRule,
  native,
  not,
  signal,
  span,
  splunkTarget,
} from '../../backends/samples.js';
import { evaluate } from '../../differential/outcome.js';
import type { FindingLine } from '../../oracle/found.js';
import { compareRows, roughSignals } from './comparison.js';
import { type LogLine, toEvents } from './log.js';
import { begin, makeNativeLog } from './native-log.js';
import { compileExact, runSurely, strictest } from './searches.js';

const test = suite('SPL against the evaluator, case by case');
const hour = 3_600_000;
const target = { ...splunkTarget, sourcetype: 'record' };
const range = { from: begin - hour, to: begin + 8 * hour };

async function findingsOf(rule: Rule, log: readonly LogLine[]): Promise<readonly FindingLine[]> {
  const text = log.map((line) => line.text).join('\n');
  const { findings } = await evaluate(
    [rule],
    native,
    [{ kind: 'text', name: 'log', text }],
    ['log'],
    undefined,
  );
  return findings;
}

const log = makeNativeLog(1);
const events = toEvents(log, target.index, 'record');

for (const [name, { rule, cells }] of cases)
  if (cells.splunk === 'exact')
    test(`${name}: what is called exact finds what the rule finds`, async () => {
      const findings = await findingsOf(rule, log);
      assert.ok(findings.length > 0, 'the log has nothing to find');
      const text = compileExact(rule, target, 'hunt', range) ?? '';
      const now = (begin + 10 * hour) / 1000;
      const leeway = { rough: roughSignals(rule) };
      assert.equal(compareRows(rule, findings, runSurely(text, { now, events }), leeway), []);
      const free = compileExact(rule, target, 'hunt') ?? '';
      const bounds = { earliest: String(range.from / 1000), latest: String(range.to / 1000) };
      assert.equal(compareRows(rule, findings, runSurely(free, { now, events, ...bounds }), leeway), []);
    });

/** Every nasty text as a value, and what one could be taken for. */
const nasty = [...hostileTexts, ...misreadTexts].filter((text) => text !== '');
const values = [
  ...new Set(nasty.flatMap((text) => [text, `${text}x`, `x${text}`, text.toUpperCase(), text.slice(1)])),
].filter((text) => text !== '' && Buffer.from(text, 'utf8').toString('utf8') === text);
const nastyLog: LogLine[] = values.map((value, place) => {
  const at = begin + place * 1000;
  const record = { ts: at / 1000, principal: value, input_hash: value, label: value };
  return { text: JSON.stringify(record), at };
});
const nastyEvents = toEvents(nastyLog, target.index, 'record');
const now = (begin + 10 * hour) / 1000;

test('a nasty text as a literal is found as it is, and nothing else', async () => {
  for (const text of ['', ...nasty]) {
    const rule = matchRule('literal', equals('label', text));
    const findings = await findingsOf(rule, nastyLog);
    assert.is(findings.length, text === '' ? 0 : 1, JSON.stringify(text));
    const search = compileExact(rule, target, 'hunt', range) ?? '';
    assert.equal(
      compareRows(rule, findings, runSurely(search, { now, events: nastyEvents })),
      [],
      JSON.stringify(text),
    );
  }
});

const quoted = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
const classed = (text: string): string => text.replace(/[-\\^[\]]/g, '\\$&');
const textTests: { readonly [name: string]: (text: string) => Predicate } = {
  contains: (text) => ({ kind: 'contains', ...ofLabel(text) }),
  'contains without case': (text) => ({ kind: 'contains', ...ofLabel(text), nocase: true }),
  starts_with: (text) => ({ kind: 'starts_with', ...ofLabel(text) }),
  ends_with: (text) => ({ kind: 'ends_with', ...ofLabel(text) }),
  'equals without case': (text) => ({ kind: 'equals', ...ofLabel(text), nocase: true }),
  wildcard: (text) => ({
    kind: 'wildcard',
    ...ofLabel(text),
    patterns: [
      ['any_one', { text }],
      [{ text }, 'any_run', 'any_one'],
      [{ text: text.slice(1) }, 'any_run'],
    ],
  }),
  regex: (text) => ({
    kind: 'regex',
    ...ofLabel(text),
    patterns: [`^.?${quoted(text)}.$`, `[^${classed(text)}x]{2}`],
  }),
};

const ofLabel = (text: string) => ({ field: field('label'), values: [text], nocase: false, span });

for (const [name, testOf] of Object.entries(textTests))
  test(`every nasty text under ${name} finds what the rule finds`, async () => {
    const signals = nasty.map((text, i) =>
      signal(`text_${i}`, { kind: 'count', of: testOf(text) }, { kind: 'at_least', value: 0 }),
    );
    const window = { size: hour, every: hour };
    const rule = aggregateRule('texts', signals, { by: [field('principal')], window });
    const findings = await findingsOf(rule, nastyLog);
    assert.is(findings.length, values.length);
    const search = compileExact(rule, target, 'hunt', range) ?? '';
    assert.equal(compareRows(rule, findings, runSurely(search, { now, events: nastyEvents }, strictest)), []);
  });

test('the negation of all nasty texts leaves the others', async () => {
  const rule = matchRule('literals', all(not(equals('label', ...nasty)), not(equals('model', 'a'))));
  const findings = await findingsOf(rule, nastyLog);
  assert.ok(findings.length > 50);
  const search = compileExact(rule, target, 'hunt', range) ?? '';
  assert.equal(compareRows(rule, findings, runSurely(search, { now, events: nastyEvents })), []);
});

test('nasty values are told apart in groups and in distinct counts', async () => {
  const distinct = signal('labels', { kind: 'distinct', field: field('label') }, { kind: 'above', value: 0 });
  for (const by of [[field('principal')], []]) {
    const rule = aggregateRule('groups', [distinct], { by });
    const findings = await findingsOf(rule, nastyLog);
    assert.ok(findings.length >= (by.length === 0 ? 12 : values.length));
    const search = compileExact(rule, target, 'hunt', range) ?? '';
    assert.equal(compareRows(rule, findings, runSurely(search, { now, events: nastyEvents })), []);
  }
});

test.run();
