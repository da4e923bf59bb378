import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPack } from '../../src/check/load-pack.js';
import { describeProblem } from '../../src/unit-test/description.js';
import { loadTests } from '../../src/unit-test/load-tests.js';
import { runTests } from '../../src/unit-test/run.js';
import { aggregateRule, inFolder, replaceKeys, sequenceRule, source } from '../check/pack.js';

const test = suite('tests of every kind of rule');

const event = (second: number, status: number) =>
  `{ ts: ${1_768_208_400 + second}, principal: eve, input_hash: h, wants_probs: true, n_features: 4, status: ${status} }`;

/** Runs the cases of a test file beside rules; each failure in words. */
async function run(files: Readonly<Record<string, string>>) {
  const all = Object.entries({ 'sources/inference.yaml': source, ...files });
  const { diagnostics, cases } = inFolder(
    Object.fromEntries(all.map(([path, text]) => [`rules/${path}`, text])),
    (folder) => {
      const rules = join(folder, 'rules');
      const loaded = loadPack(rules);
      const { cases: read, diagnostics: told } = loadTests(loaded, rules);
      return { cases: read, diagnostics: [...loaded.diagnostics, ...told] };
    },
  );
  assert.equal(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  const results = await runTests(cases);
  return results.map(({ outcome, problems }) => [outcome, problems.map(describeProblem)] as const);
}

const sequenceCase = (events: readonly string[], alerts: string) =>
  `rule: example\ncases:\n  - name: one\n    events: [ ${events.join(', ')} ]\n    expect: { alerts: [ ${alerts} ] }\n`;

test('a sequence that did not fire is told how far it came', async () => {
  const events = [event(0, 403), event(1, 403), event(7, 403)];
  const [[outcome, [problem]]] = await run({
    'example.yaml': sequenceRule,
    'example.test.yaml': sequenceCase(events, '{ group: { principal: eve } }'),
  });
  assert.is(outcome, 'missing');
  assert.match(problem.seen, '3 events of this group, nearest window ended');
  assert.equal(problem.signals, ['refused (3) 09:00:07Z ✓', 'served not reached ✗']);
  const [[whole]] = await run({
    'example.yaml': sequenceRule,
    'example.test.yaml': sequenceCase(
      [...events, event(8, 200)],
      '{ group: { principal: eve }, first_window_end: 2026-01-12T09:05:00Z, findings: 12, within_queries: 4 }',
    ),
  });
  assert.is(whole, 'passed');
});

test('a building block is tested as if it raised alerts, and a rule over findings with what it reads', async () => {
  const over = replaceKeys(
    aggregateRule,
    `id: 00000000-0000-4000-8000-000000000002
name: over
source: { findings: [example] }
window: { size: 1h }
signals: { times: { count: events, at_least: 3 } }
variants: { often: {}, always: { signals: { times: { count: events, at_least: 13 } } } }`,
  );
  const events = [event(0, 403), event(1, 403), event(7, 403), event(8, 200)];
  const results = await run({
    'example.yaml': replaceKeys(sequenceRule, 'building_block: true'),
    'over.yaml': over,
    'example.test.yaml': sequenceCase(events, '{ group: { principal: eve } }'),
    'often.test.yaml': sequenceCase(
      events,
      '{ group: { principal: eve }, first_window_end: 2026-01-12T09:15:00Z, within_queries: 4 }, { group: { principal: eve } }',
    ).replace('example', 'over-often'),
    'always.test.yaml': sequenceCase(events, '').replace('example', 'over-always'),
  });
  assert.equal(
    results.map(([outcome, problems]) => [outcome, problems.map(({ seen }) => seen)]),
    [
      ['passed', []],
      ['passed', []],
      ['passed', []],
    ],
  );
});

test.run();
