import type { Rule } from '../ir/rule.js';
import type { InputError } from '../log/input.js';
import type { LimitError } from '../log/limit.js';
import type { GroupValue } from './group-value.js';

export type { GroupValue };

/** Where an event was read: its physical line, from 1, in one of the inputs (an index into them). */
export interface EventPlace {
  readonly input: number;
  readonly line: number;
}

/** A measure, null where it has no value, or the first distinct values of a field. */
export type ReportValue = number | null | readonly GroupValue[];

/** A window of a group in which a rule's condition holds, or an event that a match rule names. */
export interface Finding {
  readonly rule: Rule;
  /** In the order of the rule's `by`. */
  readonly group: readonly GroupValue[];
  /** The window's end or, for a match rule, the event's time; milliseconds UTC. */
  readonly at: number;
  /** Each signal's value or each step's time (milliseconds UTC), in the rule's order; null where it has none. Empty for a match rule. */
  readonly values: readonly (number | null)[];
  /** What the rule reports of it, in the order of its `report`. */
  readonly report: readonly ReportValue[];
  /** A match rule's event. */
  readonly place?: EventPlace;
  /** The event's id, where the source names a field for it and the event has it. */
  readonly id?: string;
  /** What finds its events again, given `at`; to be asked only while the finding is reported. */
  readonly evidence: (at: number) => Evidence;
}

/** What a person is told: a finding that no earlier alert covers, and the findings that it covers in turn. */
export interface Alert {
  readonly rule: Rule;
  /** The values of the rule's suppression fields, or of its whole group where nothing is suppressed. */
  readonly group: readonly GroupValue[];
  readonly firstAt: number;
  readonly lastAt: number;
  readonly findings: number;
  /** At the opening finding, in the order of the rule's signals. */
  readonly values: readonly (number | null)[];
  /** The most extreme over all its findings: the smallest under an upper bound, else the largest. */
  readonly extremes: readonly (number | null)[];
  /** That of the opening finding, in the order of the rule's `report`. */
  readonly report: readonly ReportValue[];
  readonly evidence: Evidence;
}

/** What finds the evidence again. */
export interface Evidence {
  /** Milliseconds UTC, half-open. */
  readonly from: number;
  readonly to: number;
  /** A few of the opening finding's events. */
  readonly places: readonly EventPlace[];
  readonly ids: readonly string[];
}

/** What was read and what could not be, by cause. Nothing is lost uncounted. */
export interface ReplayStats {
  /** Lines that hold anything but white space. */
  lines: number;
  /** Lines that are JSON objects and have a readable time. */
  events: number;
  /** Lines that are not JSON objects in UTF-8. */
  skipped: number;
  /** Events without a readable time. */
  withoutTime: number;
  /** Events that a rule's `where` lets through and that lack a field of its `by`, by rule name. */
  withoutGroup: Map<string, number>;
  /** Values that do not fit their field, by field name. */
  unfit: Map<string, number>;
  /** Events that repeat the id of one that counted. */
  duplicates: number;
  /** Events of a stream that came too late for any rule. */
  late: number;
  /** Events of a stream that lay more than a day ahead and waited. */
  waited: number;
  /** Of these, how many still waited when the input ended. */
  cutShort: number;
  /** The earliest and latest time of an event, where there is one; milliseconds UTC. */
  from?: number;
  to?: number;
  /** The input that broke off after events of it had been read, so that all this is true only as far as it goes. */
  brokenOff?: InputError;
  /** The limit that stopped the run before all was read and evaluated; the windows that were open then have not been evaluated. */
  stopped?: LimitError;
}
