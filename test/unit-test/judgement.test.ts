import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Alert } from '../../src/evaluate/finding.js';
import { describeProblem } from '../../src/unit-test/description.js';
import { judge } from '../../src/unit-test/judgement.js';
import type { ExpectedAlert, TestCase } from '../../src/unit-test/test-case.js';
import { closeCase } from '../../src/unit-test/verdict.js';
import { field, harvest, somewhere, start, trafficOf } from './sample.js';

const minute = 60_000;

function alertOf(principal: string, firstAt: number, change: Partial<Alert> = {}): Alert {
  return {
    rule: harvest,
    group: [principal],
    firstAt,
    lastAt: firstAt,
    findings: 1,
    values: [101, 0.95],
    extremes: [101, 0.95],
    report: [],
    evidence: { from: firstAt - harvest.window.size, to: firstAt, places: [], ids: [] },
    ...change,
  };
}

function expectedOf(principal: string, change: Partial<ExpectedAlert> = {}): ExpectedAlert {
  return { group: [{ field: field('principal'), value: principal }], span: somewhere, ...change };
}

function caseOf(...alerts: ExpectedAlert[]): TestCase {
  return {
    rule: harvest,
    name: 'a case',
    log: { kind: 'traffic', traffic: trafficOf({}) },
    alerts,
    span: somewhere,
  };
}

function problemsOf(testCase: TestCase, alerts: Alert[], times: number[] = []): string[] {
  const queries = new Map(testCase.alerts.map((expected) => [expected, times]));
  const { missing, problems } = judge(testCase, alerts, queries);
  return [
    ...missing.map(({ group }) => `missing ${group[0]?.value}`),
    ...problems.map(describeProblem).map(({ kind, expected, seen }) => `${kind}: ${expected} | ${seen}`),
  ];
}

test('alerts in any order are the set that is expected', () => {
  const testCase = caseOf(
    expectedOf('b'),
    expectedOf('a', { firstWindowEnd: start, findings: 1, severity: 'low' }),
  );
  assert.equal(problemsOf(testCase, [alertOf('a', start), alertOf('b', start)]), []);
  assert.equal(problemsOf(caseOf(), []), []);
});

test('an alert that is not named is noisy, one that is not there is missing', () => {
  assert.equal(problemsOf(caseOf(expectedOf('a')), [alertOf('b', start)]), [
    'missing a',
    'noisy: no such alert | an alert for b at 2026-01-12 09:00Z',
  ]);
  assert.equal(problemsOf(caseOf(expectedOf('a')), [alertOf('a', start), alertOf('a', start + minute)]), [
    'noisy: no such alert | an alert for a at 2026-01-12 09:01Z',
  ]);
});

test('an alert with other values is wrong, and says in what', () => {
  const wanted = expectedOf('a', {
    firstWindowEnd: start,
    lastWindowEnd: start + 10 * minute,
    findings: 3,
    severity: 'high',
  });
  assert.equal(
    problemsOf(caseOf(wanted), [alertOf('a', start + 5 * minute, { lastAt: start + 10 * minute })]),
    [
      'wrong: an alert for a, first_window_end 2026-01-12 09:00Z, 3 findings, severity high | ' +
        'first_window_end 2026-01-12 09:05Z, 1 finding, severity low',
    ],
  );
});

test('of several alerts of a group, a named first window takes its own', () => {
  const later = start + 60 * minute;
  const alerts = [alertOf('a', start, { findings: 1 }), alertOf('a', later, { findings: 2 })];
  assert.equal(
    problemsOf(caseOf(expectedOf('a', { findings: 1 }), expectedOf('a', { firstWindowEnd: later })), alerts),
    [],
  );
  assert.equal(
    problemsOf(caseOf(expectedOf('a', { firstWindowEnd: later }), expectedOf('a', { findings: 1 })), alerts),
    [],
  );
});

test('an alert may come after so many queries of its principal and no more', () => {
  const times = [start - 3000, start - 2000, start - 1000, start, start + 1000];
  assert.equal(problemsOf(caseOf(expectedOf('a', { withinQueries: 3 })), [alertOf('a', start)], times), []);
  assert.equal(problemsOf(caseOf(expectedOf('a', { withinQueries: 2 })), [alertOf('a', start)], times), [
    'late: an alert for a by query 2 | an alert for a at 2026-01-12 09:00Z, after query 3',
  ]);
});

test('the first alert that names a principal is its detection, even where a later one is expected', () => {
  const times = [start - 2000, start - 1000, start + 1000];
  const testCase = caseOf(
    expectedOf('a', { firstWindowEnd: start + minute, withinQueries: 2 }),
    expectedOf('a'),
  );
  assert.equal(problemsOf(testCase, [alertOf('a', start), alertOf('a', start + minute)], times), []);
});

test('a case is named by its gravest problem', () => {
  const noisy = { kind: 'noisy', actual: alertOf('a', start) } as const;
  const missing = { kind: 'missing', expected: expectedOf('a'), events: 0 } as const;
  assert.is(closeCase(caseOf(), [], 1).outcome, 'passed');
  assert.is(closeCase(caseOf(), [noisy], 1).outcome, 'noisy');
  const both = closeCase(caseOf(), [noisy, missing], 1);
  assert.is(both.outcome, 'missing');
  assert.equal(both.problems, [missing, noisy]);
});

test.run();
