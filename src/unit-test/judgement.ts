import { isCountedAt } from '../evaluate/detection.js';
import type { Alert } from '../evaluate/finding.js';
import { alertFields } from '../ir/rule.js';
import { keyOfExpected, keyOfGroup } from './group-key.js';
import { identityOf } from './queries.js';
import type { ExpectedAlert, TestCase } from './test-case.js';
import type { Difference, Problem } from './verdict.js';

/** What a case says about the alerts that were raised. Missing alerts are yet to be looked into. */
export interface Judgement {
  readonly missing: readonly ExpectedAlert[];
  readonly problems: readonly Problem[];
}

/**
 * Holds the alerts of a case's rule against those that it expects.
 * Within a group an expected alert that names its first window end takes the alert that opened there; the others are
 * taken in order of time.
 * @param alerts All alerts of the rule, in order of time.
 * @param queries For an expected alert with `withinQueries`, the times of the events that are counted for it.
 */
export function judge(
  testCase: TestCase,
  alerts: readonly Alert[],
  queries: ReadonlyMap<ExpectedAlert, readonly number[]>,
): Judgement {
  const { pairs, missing, noisy } = pairAlerts(testCase.alerts, alerts);
  const problems: Problem[] = noisy.map((actual) => ({ kind: 'noisy', actual }));
  for (const [expected, actual] of pairs) {
    const differences = compare(expected, actual);
    if (differences.length > 0) problems.push({ kind: 'wrong', expected, actual, differences });
    const late = judgeDelay(testCase, expected, alerts, queries.get(expected) ?? []);
    if (late !== undefined) problems.push(late);
  }
  return { missing, problems };
}

interface Pairing {
  readonly pairs: readonly (readonly [ExpectedAlert, Alert])[];
  readonly missing: readonly ExpectedAlert[];
  readonly noisy: readonly Alert[];
}

function pairAlerts(expected: readonly ExpectedAlert[], alerts: readonly Alert[]): Pairing {
  const pairs: [ExpectedAlert, Alert][] = [];
  const open = new Set(alerts);
  const waiting = new Set(expected);
  const take = (wanted: ExpectedAlert, fits: (alert: Alert) => boolean): void => {
    const key = keyOfExpected(wanted.group);
    for (const alert of open) {
      if (keyOfGroup(alert.group) !== key || !fits(alert)) continue;
      pairs.push([wanted, alert]);
      open.delete(alert);
      waiting.delete(wanted);
      return;
    }
  };
  for (const wanted of expected)
    if (wanted.firstWindowEnd !== undefined) take(wanted, (alert) => alert.firstAt === wanted.firstWindowEnd);
  for (const wanted of [...waiting]) take(wanted, () => true);
  return { pairs, missing: [...waiting], noisy: [...open] };
}

function compare(expected: ExpectedAlert, actual: Alert): Difference[] {
  const differences: Difference[] = [];
  const { firstWindowEnd, lastWindowEnd, findings, severity } = expected;
  if (firstWindowEnd !== undefined && firstWindowEnd !== actual.firstAt)
    differences.push({ of: 'first_window_end', expected: firstWindowEnd, actual: actual.firstAt });
  if (lastWindowEnd !== undefined && lastWindowEnd !== actual.lastAt)
    differences.push({ of: 'last_window_end', expected: lastWindowEnd, actual: actual.lastAt });
  if (findings !== undefined && findings !== actual.findings)
    differences.push({ of: 'findings', expected: findings, actual: actual.findings });
  if (severity !== undefined && severity !== actual.rule.severity)
    differences.push({ of: 'severity', expected: severity, actual: actual.rule.severity });
  return differences;
}

function judgeDelay(
  { rule }: TestCase,
  expected: ExpectedAlert,
  alerts: readonly Alert[],
  times: readonly number[],
): Problem | undefined {
  if (expected.withinQueries === undefined) return undefined;
  const fields = alertFields(rule);
  const named = keyOfExpected(identityOf(expected.group));
  const indices = identityOf(expected.group).map(({ field }) =>
    fields.findIndex((of) => of.name === field.name),
  );
  const first = alerts.find(
    (alert) => keyOfGroup(indices.flatMap((index) => alert.group[index] ?? [])) === named,
  );
  if (first === undefined) return undefined;
  const queries = times.filter((time) => isCountedAt(rule, time, first.firstAt)).length;
  return queries <= expected.withinQueries
    ? undefined
    : { kind: 'late', expected, actual: first, queries, allowed: expected.withinQueries };
}
