import type { Alert, GroupValue } from '../evaluate/finding.js';
import { alertFields } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import { writeBound, writeValue } from '../ir/words.js';
import { instantInWords, timeInWords } from '../text/instant.js';
import { printable, shorten } from '../text/printable.js';
import { groupValueOf } from './group-key.js';
import { type NearestWindow, type SignalState, type StepState, statesOf, stepsOf } from './nearest-window.js';
import type { ExpectedAlert } from './test-case.js';
import type { Difference, Problem } from './verdict.js';

/** A problem in words: what the case asks for beside what was seen. */
export interface ProblemText {
  readonly kind: Problem['kind'];
  readonly expected: string;
  readonly seen: string;
  /** The signals of the window in question, each with its value, its bound and a mark; or its steps, each with its time. */
  readonly signals: readonly string[];
}

/** Says in words what is wrong with a case. Lines of one problem are for the reader to lay out. */
export function describeProblem(problem: Problem): ProblemText {
  const { kind } = problem;
  switch (kind) {
    case 'error':
      return { kind, expected: 'a log to read', seen: show(problem.message, 400), signals: [] };
    case 'missing':
      return {
        kind,
        expected: describeExpected(problem.expected),
        seen: describeAbsence(problem),
        signals: problem.nearest === undefined ? [] : describeWindow(problem.nearest),
      };
    case 'wrong':
      return {
        kind,
        expected: `an alert for ${describeExpectedGroup(problem.expected)}, ${problem.differences.map((one) => describeValue(one.of, one.expected)).join(', ')}`,
        seen: problem.differences.map((one) => describeValue(one.of, one.actual)).join(', '),
        signals: signalsOf(problem.actual),
      };
    case 'late':
      return {
        kind,
        expected: `an alert for ${describeExpectedGroup(problem.expected)} by query ${writeCount(problem.allowed)}`,
        seen: `${describeAlert(problem.actual)}, after query ${writeCount(problem.queries)}`,
        signals: signalsOf(problem.actual),
      };
    case 'noisy':
      return {
        kind,
        expected: 'no such alert',
        seen: describeAlert(problem.actual),
        signals: signalsOf(problem.actual),
      };
  }
}

function describeExpected(expected: ExpectedAlert): string {
  const parts = [`an alert for ${describeExpectedGroup(expected)}`];
  const { firstWindowEnd, lastWindowEnd, findings, severity, withinQueries } = expected;
  if (firstWindowEnd !== undefined) parts.push(describeValue('first_window_end', firstWindowEnd));
  if (lastWindowEnd !== undefined) parts.push(describeValue('last_window_end', lastWindowEnd));
  if (findings !== undefined) parts.push(describeValue('findings', findings));
  if (severity !== undefined) parts.push(describeValue('severity', severity));
  if (withinQueries !== undefined) parts.push(`by query ${writeCount(withinQueries)}`);
  return parts.join(', ');
}

function describeValue(of: Difference['of'], value: number | string): string {
  if (typeof value === 'string') return `${of} ${value}`;
  return of === 'findings'
    ? `${writeCount(value)} ${value === 1 ? 'finding' : 'findings'}`
    : `${of} ${instantInWords(value)}`;
}

function describeAbsence({ events, near, nearest }: Extract<Problem, { kind: 'missing' }>): string {
  if (events === 0)
    return `none; no event of this group is in the log${near === undefined ? '' : `; near it: ${show(near)}`}`;
  const counted = `${writeCount(events)} ${events === 1 ? 'event' : 'events'} of this group`;
  if (nearest === undefined) return `none; ${counted}, none of which the rule counts`;
  return nearest.holds
    ? `none of its own; the window that ended ${instantInWords(nearest.end)} belongs to an earlier alert`
    : `none; ${counted}, nearest window ended ${instantInWords(nearest.end)}`;
}

function describeAlert(alert: Alert): string {
  const what = `an alert for ${describeGroup(alertFields(alert.rule), alert.group)}`;
  return `${what} at ${instantInWords(alert.firstAt)}`;
}

function signalsOf({ rule, values }: Alert): string[] {
  switch (rule.kind) {
    case 'match':
      return [];
    case 'aggregate':
      return statesOf(rule, values).map(describeSignal);
    case 'sequence':
      return stepsOf(rule, values).map(describeStep);
  }
}

function describeWindow({ signals, steps }: NearestWindow): string[] {
  return [...signals.map(describeSignal), ...steps.map(describeStep)];
}

/** `refused 09:03:07Z ✓`, `served not reached ✗` */
function describeStep({ step, reached }: StepState): string {
  const count = step.atLeast === 1 ? '' : ` (${step.atLeast})`;
  return `${step.name}${count} ${reached === null ? 'not reached ✗' : `${timeInWords(reached)} ✓`}`;
}

/** `volume 90 of > 100 ✗` */
export function describeSignal({ signal, value, met }: SignalState): string {
  const { name, bound } = signal;
  const of = bound.kind === 'between' ? '' : 'of ';
  return `${name} ${writeValue(value, bound)} ${of}${writeBound(bound)} ${met ? '✓' : '✗'}`;
}

function describeExpectedGroup({ group }: ExpectedAlert): string {
  return describeGroup(
    group.map(({ field }) => field),
    group.map(({ field, value }) => groupValueOf(field, value)),
  );
}

/** A lone text stands for itself; all else is named. */
function describeGroup(fields: readonly Field[], group: readonly GroupValue[]): string {
  const [field] = fields;
  const [value] = group;
  if (field === undefined || value === undefined) return 'the whole log';
  if (fields.length === 1 && typeof value === 'string') return show(value);
  return fields.map(({ name }, index) => `${name} ${show(String(group[index]))}`).join(', ');
}

function writeCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A text from a log or a file, safe to show anywhere and of bearable length. */
function show(text: string, most = 100): string {
  return shorten(printable(text), most);
}
