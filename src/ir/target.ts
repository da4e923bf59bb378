import type { Span } from '../text/source-text.js';
import type { Mapping } from './mapping.js';
import type { ListEntry } from './predicate.js';
import type { DeployedStatus } from './rule.js';
import type { Field } from './source.js';
/** The languages that rules are compiled to. */
export const backendNames = ['elastic', 'splunk', 'sigma'] as const;
export type BackendName = (typeof backendNames)[number];

/** A deviation or refusal of one rule, or of all, that the target's owner has looked at and lives with, for a time. */
export interface Acceptance {
  /** Left out: every rule. */
  readonly rule?: string;
  readonly code: string;
  readonly reason: string;
  /** A date, `2027-06-30`; its UTC day is the last on which the acceptance counts. */
  readonly expires: string;
  readonly span: Span;
}

/** Values of a field for which a rule says nothing here: joined to its `where` as a `not in_list`. */
export interface Exception {
  readonly rule: string;
  readonly field: Field;
  readonly entries: readonly ListEntry[];
  readonly span: Span;
}

interface TargetHead {
  readonly name: string;
  readonly description: string;
  /** How the log yields a source's fields; its paths name the index's fields. Left out: each source's fields under their own names. */
  readonly mapping?: Mapping;
  /** How late an event may reach the index, in milliseconds. */
  readonly delay: number;
  /** The status that a rule must have reached to be compiled for it. */
  readonly leastStatus: DeployedStatus;
  readonly accept: readonly Acceptance[];
  readonly exceptions: readonly Exception[];
  readonly span: Span;
}

interface ElasticHead extends TargetHead {
  readonly backend: 'elastic';
  readonly index: string;
  /** The index's field of type `date` that holds the event's time. */
  readonly time: string;
}

/** An Elasticsearch index (or pattern) that is searched with ES|QL. */
export interface EsqlTarget extends ElasticHead {
  readonly dialect: 'esql';
}

/** The engines that answer Query DSL. */
export const dslProducts = ['elasticsearch', 'opensearch'] as const;
export type DslProduct = (typeof dslProducts)[number];

/** An index (or pattern) of OpenSearch, or of an Elasticsearch without ES|QL, that is searched with Query DSL. */
export interface DslTarget extends ElasticHead {
  readonly dialect: 'dsl';
  readonly product: DslProduct;
}

export type ElasticTarget = EsqlTarget | DslTarget;

/** The query languages of an Elastic target. */
export const dialects = ['esql', 'dsl'] as const satisfies readonly ElasticTarget['dialect'][];

/** Where a search of Splunk finds what an event holds: in fields as Splunk extracts them, or in the event's whole text. */
export const splunkReadings = ['fields', 'event'] as const;
export type SplunkReading = (typeof splunkReadings)[number];

/** A Splunk index, whose events carry their time in `_time`. */
export interface SplunkTarget extends TargetHead {
  readonly backend: 'splunk';
  readonly index: string;
  readonly sourcetype?: string;
  readonly reading: SplunkReading;
  /** The index that keeps panes for rules of long windows, and how long after its run a pane can be searched, milliseconds. */
  readonly summary?: { readonly index: string; readonly lag: number };
  /** The data set of a data model that holds the log, under the names of the mapping. */
  readonly dataModel?: { readonly model: string; readonly dataset: string };
}

/** Sigma rules; which log they are for is said in Sigma's own terms. */
export interface SigmaTarget extends TargetHead {
  readonly backend: 'sigma';
  readonly logsource: {
    readonly category?: string;
    readonly product?: string;
    readonly service?: string;
  };
}

/** Where rules run: a deployment, its field names, and what its owner has accepted. */
export type Target = ElasticTarget | SplunkTarget | SigmaTarget;
export type TargetOf<B extends BackendName> = Extract<Target, { backend: B }>;
