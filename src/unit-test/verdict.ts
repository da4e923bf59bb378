import type { Alert } from '../evaluate/finding.js';
import type { NearestWindow } from './nearest-window.js';
import type { ExpectedAlert, TestCase } from './test-case.js';

/** What became of a case: `passed`, or the kind of its first problem. */
export type Outcome = 'passed' | Problem['kind'];

export type Problem =
  /** The case could not be judged. */
  | { readonly kind: 'error'; readonly message: string }
  | {
      readonly kind: 'missing';
      readonly expected: ExpectedAlert;
      /** How many events of the log belong to the expected group, whether the rule counts them or not. */
      readonly events: number;
      /** Where there is none, a group of the log that may have been meant. */
      readonly near?: string;
      /** Of the group's windows the one that came closest; a rule without windows has none. */
      readonly nearest?: NearestWindow;
    }
  /** An alert of the expected group is there, with other values. */
  | {
      readonly kind: 'wrong';
      readonly expected: ExpectedAlert;
      readonly actual: Alert;
      readonly differences: readonly Difference[];
    }
  /** The alert is there, after more queries than allowed. */
  | {
      readonly kind: 'late';
      readonly expected: ExpectedAlert;
      readonly actual: Alert;
      readonly queries: number;
      readonly allowed: number;
    }
  /** An alert that the case does not name. */
  | { readonly kind: 'noisy'; readonly actual: Alert };

/** A property in which an alert differs from what is expected. Instants are milliseconds UTC. */
export type Difference =
  | {
      readonly of: 'first_window_end' | 'last_window_end' | 'findings';
      readonly expected: number;
      readonly actual: number;
    }
  | { readonly of: 'severity'; readonly expected: string; readonly actual: string };

/** A case that was run. */
export interface CaseResult {
  readonly testCase: TestCase;
  readonly outcome: Outcome;
  /** Empty for a case that passed; missing alerts before wrong, late and noisy ones. */
  readonly problems: readonly Problem[];
  /** Its share of the time that was spent. */
  readonly milliseconds: number;
}

const order = { error: 0, missing: 1, wrong: 2, late: 3, noisy: 4 } as const satisfies Record<
  Problem['kind'],
  number
>;

/** Closes a case: its outcome is the kind of its gravest problem. */
export function closeCase(
  testCase: TestCase,
  problems: readonly Problem[],
  milliseconds: number,
): CaseResult {
  const sorted = [...problems].sort((a, b) => order[a.kind] - order[b.kind]);
  return { testCase, outcome: sorted[0]?.kind ?? 'passed', problems: sorted, milliseconds };
}
