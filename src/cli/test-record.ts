import type { Alert } from '../evaluate/finding.js';
import { formatInstant } from '../text/instant.js';
import { positionAt } from '../text/source-text.js';
import { groupValueOf } from '../unit-test/group-key.js';
import type { NearestWindow } from '../unit-test/nearest-window.js';
import type { ExpectedAlert } from '../unit-test/test-case.js';
import type { CaseResult, Difference, Problem } from '../unit-test/verdict.js';
import { recordAlert } from './finding-record.js';

/** The results of a run for machines (contract, section 11). */
export function recordResults(results: readonly CaseResult[]) {
  const passed = results.filter(({ outcome }) => outcome === 'passed').length;
  return { passed, failed: results.length - passed, cases: results.map(recordCase) };
}

function recordCase({ testCase, outcome, problems, milliseconds }: CaseResult) {
  const { source, start } = testCase.span;
  return {
    rule: testCase.rule.name,
    case: testCase.name,
    file: source.file,
    line: positionAt(source, start).line,
    outcome,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    problems: problems.map(recordProblem),
  };
}

function recordProblem(problem: Problem) {
  const { kind } = problem;
  switch (kind) {
    case 'error':
      return { kind, message: problem.message };
    case 'missing':
      return {
        kind,
        expected: recordExpected(problem.expected),
        events: problem.events,
        ...(problem.near === undefined ? {} : { near: problem.near }),
        nearest: problem.nearest === undefined ? null : recordWindow(problem.nearest),
      };
    case 'wrong':
      return {
        kind,
        expected: recordExpected(problem.expected),
        actual: recordSeen(problem.actual),
        differences: problem.differences.map(recordDifference),
      };
    case 'late': {
      const { queries, allowed } = problem;
      return {
        kind,
        expected: recordExpected(problem.expected),
        actual: recordSeen(problem.actual),
        queries,
        allowed,
      };
    }
    case 'noisy':
      return { kind, actual: recordSeen(problem.actual) };
  }
}

function recordSeen(alert: Alert) {
  return recordAlert(alert, undefined);
}

function recordExpected(expected: ExpectedAlert) {
  const { group, firstWindowEnd, lastWindowEnd, findings, severity, withinQueries } = expected;
  return {
    group: Object.fromEntries(group.map(({ field, value }) => [field.name, groupValueOf(field, value)])),
    ...(firstWindowEnd === undefined ? {} : { first_window_end: formatInstant(firstWindowEnd) }),
    ...(lastWindowEnd === undefined ? {} : { last_window_end: formatInstant(lastWindowEnd) }),
    ...(findings === undefined ? {} : { findings }),
    ...(severity === undefined ? {} : { severity }),
    ...(withinQueries === undefined ? {} : { within_queries: withinQueries }),
  };
}

function recordDifference(difference: Difference) {
  const write = (value: number | string) =>
    typeof value === 'number' && difference.of !== 'findings' ? formatInstant(value) : value;
  const { of, expected, actual } = difference;
  return { of, expected: write(expected), actual: write(actual) };
}

function recordWindow({ end, signals, steps }: NearestWindow) {
  return {
    window_end: formatInstant(end),
    values: Object.fromEntries([
      ...signals.map(({ signal, value }) => [signal.name, value]),
      ...steps.map(({ step, reached }) => [step.name, reached]),
    ]),
    met: Object.fromEntries([
      ...signals.map(({ signal, met }) => [signal.name, met]),
      ...steps.map(({ step, reached }) => [step.name, reached !== null]),
    ]),
  };
}
