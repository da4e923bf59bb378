import type { Predicate } from './predicate.js';
import type { Field } from './source.js';

/** What is computed from a group's events in a window (contract, section 5). Steps are milliseconds. */
export type Measure =
  | { readonly kind: 'count' /** Left out: every event. */; readonly of?: Predicate }
  | { readonly kind: 'share'; readonly of: Predicate; readonly among?: Predicate }
  | { readonly kind: 'distinct'; readonly field: Field }
  | { readonly kind: 'distinct_ratio'; readonly field: Field }
  | { readonly kind: 'sum'; readonly field: Field }
  | { readonly kind: 'avg'; readonly field: Field }
  | { readonly kind: 'min'; readonly field: Field }
  | { readonly kind: 'max'; readonly field: Field }
  | { readonly kind: 'stddev'; readonly field: Field }
  | { readonly kind: 'cv'; readonly field: Field }
  | {
      readonly kind: 'percentile';
      readonly field: Field /** In thousandths of a per cent: 95 is 95000. */;
      readonly p: number;
    }
  | { readonly kind: 'entropy'; readonly field: Field }
  | { readonly kind: 'top_share'; readonly field: Field }
  | { readonly kind: 'active'; readonly step: number }
  | { readonly kind: 'interval_avg' }
  | { readonly kind: 'interval_cv' }
  | { readonly kind: 'rate_cv'; readonly step: number }
  | { readonly kind: 'ratio'; readonly of: Quantity; readonly to: Quantity };

export type MeasureOf<K extends Measure['kind']> = Extract<Measure, { kind: K }>;

/** A measure and the number of counted things under which it has no value (`n:`). */
export interface Quantity {
  readonly measure: Measure;
  readonly atLeast?: number;
}

/** What a signal's value is held against. */
export type Bound =
  | { readonly kind: 'above' | 'at_least' | 'below' | 'at_most'; readonly value: number }
  | { readonly kind: 'between'; readonly low: number; readonly high: number };
