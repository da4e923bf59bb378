import type { Mapping } from '../ir/mapping.js';
import type { Literal } from '../ir/predicate.js';
import type { Rule, Severity } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import type { SourceText, Span } from '../text/source-text.js';
import type { Traffic } from './traffic.js';

/** The tests of one rule, from a `*.test.yaml` file. */
export interface RuleTests {
  readonly rule: Rule;
  readonly source: SourceText;
  /** In the order of the file. */
  readonly cases: readonly TestCase[];
}

/** One log, and the alerts that its rule must raise on it. */
export interface TestCase {
  readonly rule: Rule;
  readonly name: string;
  readonly log: TestLog;
  /** The whole set: any other alert of the rule fails the case. */
  readonly alerts: readonly ExpectedAlert[];
  readonly span: Span;
}

/** Where a case's events come from. */
export type TestLog =
  /** Absolute paths, read as one log. Without a mapping it is in the source's own shape. */
  | { readonly kind: 'fixture'; readonly paths: readonly string[]; readonly mapping?: Mapping }
  /** JSON Lines. */
  | { readonly kind: 'events'; readonly text: string; readonly mapping?: Mapping }
  | { readonly kind: 'traffic'; readonly traffic: Traffic };

/** An alert as a case expects it; what it leaves out may be anything. Instants are milliseconds UTC. */
export interface ExpectedAlert {
  /** A value for each field of the alert's group, in its order. */
  readonly group: readonly GroupExpectation[];
  readonly firstWindowEnd?: number;
  readonly lastWindowEnd?: number;
  readonly findings?: number;
  readonly severity?: Severity;
  /** The most queries that may pass before detection: `countQueries` says which are counted. */
  readonly withinQueries?: number;
  readonly span: Span;
}

export interface GroupExpectation {
  readonly field: Field;
  readonly value: Literal;
}
