import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ownShape } from '../../src/ir/mapping.js';
import type { MatchRule, Rule } from '../../src/ir/rule.js';
import { describeProblem } from '../../src/unit-test/description.js';
import { generateTraffic } from '../../src/unit-test/generated-traffic.js';
import { runTests } from '../../src/unit-test/run.js';
import type { ExpectedAlert, TestCase, TestLog } from '../../src/unit-test/test-case.js';
import type { Traffic } from '../../src/unit-test/traffic.js';
import { field, harvest, requestsOf, somewhere, source, start, trafficOf } from './sample.js';

const minute = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'rulewright-run-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function traffic(...parts: Parameters<typeof requestsOf>): TestLog {
  return { kind: 'traffic', traffic: trafficOf(...parts) };
}

function expectation(principal: string, change: Partial<ExpectedAlert> = {}): ExpectedAlert {
  return { group: [{ field: field('principal'), value: principal }], span: somewhere, ...change };
}

function caseOf(log: TestLog, alerts: ExpectedAlert[], rule: Rule = harvest): TestCase {
  return { rule, name: 'one', log, alerts, span: somewhere };
}

/** The outcome of a case, and each of its problems in words. */
async function run(...cases: TestCase[]): Promise<string[][]> {
  const results = await runTests(cases);
  assert.is(results.length, cases.length);
  for (const [index, { testCase, milliseconds }] of results.entries()) {
    assert.is(testCase, cases[index]);
    assert.ok(milliseconds >= 0);
  }
  return results.map(({ outcome, problems }) => [
    outcome,
    ...problems
      .map(describeProblem)
      .map(({ kind, expected, seen, signals }) => [kind, expected, seen, ...signals].join(' | ')),
  ]);
}

const caught = { firstWindowEnd: start + 50 * minute };

test('one hundred in an hour is not enough, and one hundred and one is', async () => {
  assert.equal(await run(caseOf(traffic({ count: 100 }), [])), [['passed']]);
  assert.equal(await run(caseOf(traffic({ count: 101 }), [expectation('thief', caught)])), [['passed']]);
});

test('a missing alert comes with its nearest window', async () => {
  assert.equal(await run(caseOf(traffic({ count: 90 }), [expectation('thief', { withinQueries: 300 })])), [
    [
      'missing',
      'missing | an alert for thief, by query 300 | none; 90 events of this group, nearest window ended 2026-01-12 09:50Z | volume 90 of > 100 ✗ | novelty 1.00 of > 0.9 ✓',
    ],
  ]);
});

test('a missing alert whose window is named comes with that window', async () => {
  const expected = expectation('thief', { firstWindowEnd: start + 10 * minute });
  assert.equal(await run(caseOf(traffic({ count: 90 }), [expected])), [
    [
      'missing',
      'missing | an alert for thief, first_window_end 2026-01-12 09:10Z | none; 90 events of this group, nearest window ended 2026-01-12 09:10Z | volume 18 of > 100 ✗ | novelty 1.00 of > 0.9 ✓',
    ],
  ]);
});

test('a missing alert of a group that is not there says so', async () => {
  assert.equal(await run(caseOf(traffic({}), [expectation('theif')])), [
    ['missing', 'missing | an alert for theif | none; no event of this group is in the log; near it: thief'],
  ]);
});

test('an alert that is not named is noisy, with its values', async () => {
  assert.equal(await run(caseOf(traffic({ count: 120 }), [])), [
    [
      'noisy',
      'noisy | no such alert | an alert for thief at 2026-01-12 09:45Z | volume 108 of > 100 ✓ | novelty 1.00 of > 0.9 ✓',
    ],
  ]);
});

test('an alert with other values is wrong', async () => {
  const [[outcome, problem] = []] = await run(
    caseOf(traffic({ count: 101 }), [
      expectation('thief', { firstWindowEnd: start + 45 * minute, findings: 1 }),
    ]),
  );
  assert.is(outcome, 'wrong');
  assert.ok(
    problem?.startsWith(
      'wrong | an alert for thief, first_window_end 2026-01-12 09:45Z, 1 finding | first_window_end 2026-01-12 09:50Z, 3 findings',
    ),
    problem,
  );
});

test('queries to detect are the events of the principal before the first alert', async () => {
  const two: Traffic = {
    seed: 7,
    start,
    principals: [requestsOf({ count: 120 }), requestsOf({ name: 'other', count: 60 })],
  };
  const log: TestLog = { kind: 'traffic', traffic: two };
  // Requests come every 25 s: before 09:45 there are 108.
  const [passed] = await run(caseOf(log, [expectation('thief', { withinQueries: 108 })]));
  assert.equal(passed, ['passed']);
  const [late] = await run(caseOf(log, [expectation('thief', { withinQueries: 107 })]));
  assert.is(late?.[0], 'late');
  assert.ok(
    late?.[1]?.startsWith(
      'late | an alert for thief by query 107 | an alert for thief at 2026-01-12 09:45Z, after query 108 | volume 108',
    ),
    late?.[1],
  );
});

test('a group without a principal counts its own events', async () => {
  const rule: Rule = { ...harvest, by: [field('label')], suppress: { for: minute, by: [field('label')] } };
  const labels = new Map([[field('label'), { kind: 'one_of', values: ['cat', 'dog'] } as const]]);
  const log = traffic({ count: 204, fields: labels });
  const expected = (label: string, withinQueries: number): ExpectedAlert => ({
    group: [{ field: field('label'), value: label }],
    span: somewhere,
    withinQueries,
  });
  // Suppression of a minute leaves every window an alert of its own.
  const alerts = [1, 2, 3].flatMap(() => [expected('cat', 102), expected('dog', 102)]);
  assert.equal(await run(caseOf(log, alerts, rule)), [['passed']]);
});

test('a rule over everything counts every event', async () => {
  const rule: Rule = { ...harvest, by: [], suppress: { for: 3_600_000, by: [] } };
  const expected: ExpectedAlert = { group: [], span: somewhere, withinQueries: 101, ...caught };
  assert.equal(await run(caseOf(traffic({ count: 101 }), [expected], rule)), [['passed']]);
  const late = await run(caseOf(traffic({ count: 101 }), [{ ...expected, withinQueries: 100 }], rule));
  assert.ok(late[0]?.[1]?.startsWith('late | an alert for the whole log by query 100 |'), late[0]?.[1]);
});

test('a match rule counts the very event, and has no windows', async () => {
  const rule: MatchRule = {
    ...harvest,
    kind: 'match',
    where: { kind: 'compare', field: field('margin'), order: 'below', value: 0.2, span: somewhere },
    suppress: { for: 3_600_000, by: [field('principal')] },
  };
  const line = (second: number, margin: number): string =>
    `{"ts":${start / 1000 + second},"principal":"a","margin":${margin}}\n`;
  const log: TestLog = { kind: 'events', text: line(2, 0.1) + line(0, 0.5) + line(1, 0.3) };
  const expected = expectation('a', { firstWindowEnd: start + 2000, withinQueries: 3 });
  assert.equal(await run(caseOf(log, [expected], rule)), [['passed']]);
  assert.equal((await run(caseOf(log, [{ ...expected, withinQueries: 2 }], rule)))[0]?.[0], 'late');
  assert.equal(await run(caseOf({ kind: 'events', text: line(0, 0.5) }, [expected], rule)), [
    [
      'missing',
      'missing | an alert for a, first_window_end 2026-01-12 09:00:02Z, by query 3 | none; 1 event of this group, none of which the rule counts',
    ],
  ]);
});

test('files in any order show the same windows, and are read once for all their cases', async () => {
  const lines = generateTraffic(trafficOf({ count: 90 }), source)
    .split('\n')
    .slice(0, -1);
  const half = (part: number): string => {
    const path = join(folder, `${part}.jsonl`);
    writeFileSync(
      path,
      `${lines
        .filter((_, index) => index % 2 === part)
        .reverse()
        .join('\n')}\n`,
    );
    return path;
  };
  const paths = [half(0), half(1)];
  const fixture: TestLog = { kind: 'fixture', paths };
  const turned: TestLog = { kind: 'fixture', paths: [...paths].reverse() };
  const other: Rule = {
    ...harvest,
    name: 'other',
    signals: harvest.signals.slice(1),
    condition: { kind: 'signal', name: 'novelty' },
  };
  const [missing, silent, fires] = await run(
    caseOf(fixture, [expectation('thief')]),
    caseOf(turned, []),
    caseOf(fixture, [expectation('thief', { firstWindowEnd: start + 5 * minute })], other),
  );
  assert.ok(
    missing?.[1]?.includes('nearest window ended 2026-01-12 09:50Z | volume 90 of > 100 ✗'),
    missing?.[1],
  );
  assert.equal(silent, ['passed']);
  assert.equal(fires?.[0], 'noisy', 'the hour after the traffic is another alert');
});

test('events in another shape are read through their mapping', async () => {
  const own = ownShape(source);
  const mapping = {
    ...own,
    name: 'other',
    time: { path: ['at'], format: 'rfc3339' } as const,
    fields: new Map([...own.fields, ['principal', { kind: 'path', path: ['user', 'id'] } as const]]),
  };
  const at = (second: number) => new Date(start + second * 1000).toISOString();
  const text = Array.from(
    { length: 101 },
    (_, index) => `{"at":"${at(index)}","user":{"id":"a"},"input_hash":"${index}"}\n`,
  ).join('');
  const expected = expectation('a', { firstWindowEnd: start + 5 * minute, withinQueries: 101 });
  assert.equal(await run(caseOf({ kind: 'events', text, mapping }, [expected])), [['passed']]);
});

test('a log that shows nothing is an error, even where silence is expected', async () => {
  const empty = join(folder, 'empty.jsonl');
  writeFileSync(empty, '\n');
  const errors = await run(
    caseOf({ kind: 'fixture', paths: [empty] }, []),
    caseOf({ kind: 'events', text: 'nothing\n{"ts":"then"}\n' }, []),
    caseOf({ kind: 'events', text: '{"ts":1,"principle":"a"}\n' }, []),
    caseOf({ kind: 'fixture', paths: [join(folder, 'nowhere.jsonl')] }, []),
  );
  assert.equal(errors.slice(0, 3), [
    ['error', 'error | a log to read | the log is empty'],
    [
      'error',
      "error | a log to read | none of the log's 2 lines is an event (1 not JSON objects, 1 without a readable time)",
    ],
    [
      'error',
      "error | a log to read | none of the log's 1 events has all of principal, the fields of the rule's group",
    ],
  ]);
  assert.is(errors[3]?.[0], 'error');
});

test.run();
