import type { Span } from '../text/source-text.js';
import type { Condition } from './condition.js';
import type { Bound, Quantity } from './measure.js';
import type { Predicate } from './predicate.js';
import type { Field, Source } from './source.js';

export const statuses = ['experimental', 'test', 'stable', 'deprecated'] as const;
export type Status = (typeof statuses)[number];

/** The statuses of rules that can be compiled, in the order in which a rule comes to them. */
export const deployedStatuses = ['experimental', 'test', 'stable'] as const satisfies readonly Status[];
export type DeployedStatus = (typeof deployedStatuses)[number];

/** Whether a status is this one or a later one of those that can be compiled. */
export function hasReached(status: Status, least: DeployedStatus): boolean {
  return status !== 'deprecated' && deployedStatuses.indexOf(status) >= deployedStatuses.indexOf(least);
}

/** From the least to the most severe. */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Half-open windows `[end − size, end)`; `end` runs over the multiples of `every` since the epoch. Milliseconds. */
export interface Window {
  readonly size: number;
  readonly every: number;
}

/** One measure and one bound, under a name. */
export interface Signal extends Quantity {
  readonly name: string;
  readonly bound: Bound;
  readonly span: Span;
}

/** When a finding belongs to an alert that is already open: its length in milliseconds and its group, a part of the rule's. */
export interface Suppression {
  readonly for: number;
  readonly by: readonly Field[];
}

/** A measure without a bound, or the first distinct values of a field. */
export type ReportItem =
  | { readonly name: string; readonly kind: 'quantity'; readonly quantity: Quantity }
  | { readonly name: string; readonly kind: 'values'; readonly field: Field; readonly limit: number };

/** So many events, each strictly later than those of the step before. */
export interface Step {
  readonly name: string;
  readonly where: Predicate;
  readonly atLeast: number;
  readonly span: Span;
}

interface RuleHead {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly risk?: number;
  /** ATLAS technique ids, the first being the one that findings carry. */
  readonly atlas: readonly string[];
  readonly references: readonly string[];
  readonly author?: string;
  readonly date?: string;
  readonly source: Source;
  /** The group; empty is one group of everything. */
  readonly by: readonly Field[];
  /** Left out: every finding is an alert of its own. */
  readonly suppress?: Suppression;
  /** What an alert tells beside its signals, by name, in the order of the file. Empty for a match rule. */
  readonly report: readonly ReportItem[];
  /** Its findings are for other rules to read; it raises no alerts. */
  readonly buildingBlock: boolean;
  /** The rules whose findings it reads, as events of `source`, instead of a log. */
  readonly reads?: readonly Rule[];
  /** What the person who gets an alert should look at, in order. */
  readonly investigate: readonly string[];
  readonly respond: readonly string[];
  readonly falsePositives: readonly string[];
  readonly blindSpots: readonly string[];
  readonly span: Span;
}

/** Every event that satisfies `where` is a finding. */
export interface MatchRule extends RuleHead {
  readonly kind: 'match';
  readonly where: Predicate;
}

/** A window of a group's events is a finding where the condition over its signals holds. */
export interface AggregateRule extends RuleHead {
  readonly kind: 'aggregate';
  /** Which events count at all; left out, every one. */
  readonly where?: Predicate;
  readonly window: Window;
  /** In the order of the file. */
  readonly signals: readonly Signal[];
  readonly condition: Condition;
}

/** A window of a group's events is a finding where each step's events follow those of the one before. */
export interface SequenceRule extends RuleHead {
  readonly kind: 'sequence';
  readonly where?: Predicate;
  /** `within` is its size. */
  readonly window: Window;
  readonly steps: readonly Step[];
}

/** A checked rule: typed, desugared, with every default filled in. */
export type Rule = MatchRule | AggregateRule | SequenceRule;

/** The source of the log that a rule's findings come of, at however many removes. */
export function logSource(rule: Rule): Source {
  let read = rule;
  while (read.reads?.[0] !== undefined) read = read.reads[0];
  return read.source;
}

/** The names of what a rule's findings have values of: its signals, or its steps. */
export function valueNames(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'match':
      return [];
    case 'aggregate':
      return rule.signals.map(({ name }) => name);
    case 'sequence':
      return rule.steps.map(({ name }) => name);
  }
}

/** The fields of an alert's group: those of its suppression, or the rule's own where nothing is suppressed. */
export function alertFields(rule: Rule): readonly Field[] {
  return rule.suppress?.by ?? rule.by;
}
