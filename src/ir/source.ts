import type { Span } from '../text/source-text.js';
import type { Predicate } from './predicate.js';

/** What a value of a field can be, once coerced (contract, section 2). */
export type FieldType = 'keyword' | 'number' | 'boolean' | 'timestamp' | 'ip';

/** How a log writes an instant; the format decides what can be read. */
export type TimeFormat =
  | 'epoch_seconds'
  | 'epoch_millis'
  | 'epoch_micros'
  | 'epoch_nanos'
  | 'rfc3339'
  | 'dotnet_ticks';

/** One field of a source: the only names that rules use. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** A claim about the log, for checks and back ends; the evaluator goes by what an event holds. */
  readonly required: boolean;
  readonly unit?: string;
  readonly description?: string;
}

/** A log that rules read: its time, its fields, and predicates that rules use by name. */
export interface Source {
  readonly name: string;
  readonly description: string;
  readonly time: { readonly field: string; readonly format: TimeFormat };
  /** The field that identifies an event, if the log has one. */
  readonly id?: string;
  /** Whether of several events with one id only the earliest counts. */
  readonly dedupe: boolean;
  readonly fields: ReadonlyMap<string, Field>;
  readonly define: ReadonlyMap<string, Predicate>;
  readonly span: Span;
}
