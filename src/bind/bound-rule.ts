import type { Computed } from '../ir/mapping.js';
import type { AggregateRule, MatchRule, Rule, SequenceRule } from '../ir/rule.js';
import type { Field, TimeFormat } from '../ir/source.js';
import type { BackendName, TargetOf } from '../ir/target.js';
import type { Span } from '../text/source-text.js';

/**
 * Where a field of the source lies in the target: a field of the index (dotted, as the engine names it), one value for all events, or
 * something that the query has to compute.
 */
export type Place =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: string | number | boolean }
  | { readonly kind: 'computed'; readonly from: Computed };

/** A place that needs no computing. */
export type PlainPlace = Exclude<Place, { readonly kind: 'computed' }>;

/** A field that a rule uses, its place in the target, and the first place of the rule that uses it. */
export interface BoundField {
  readonly field: Field;
  readonly place: Place;
  readonly span: Span;
}

/**
 * A rule beside the target's names for what it uses. The rule keeps the source's names (rows are written under them); a backend
 * asks for the place of each field that it meets.
 */
interface Bound<R extends Rule, B extends BackendName> {
  readonly rule: R;
  readonly target: TargetOf<B>;
  /** Each field that the rule uses, by the source's name. */
  readonly fields: ReadonlyMap<string, BoundField>;
  /** Where the log holds the event's time, and how it is written there. */
  readonly time: { readonly name: string; readonly format: TimeFormat };
  /** Whether the log holds only a part of the requests. */
  readonly sampled: boolean;
}

export type BoundRule<B extends BackendName = BackendName> = Bound<Rule, B>;
export type BoundMatchRule<B extends BackendName = BackendName> = Bound<MatchRule, B>;
export type BoundAggregateRule<B extends BackendName = BackendName> = Bound<AggregateRule, B>;
export type BoundSequenceRule<B extends BackendName = BackendName> = Bound<SequenceRule, B>;

/**
 * The place of a field that the rule uses, for a back end that computes none and has refused those. Binding has found every field, so a
 * miss is a bug.
 */
export function placeOf(bound: Pick<BoundRule, 'fields'>, field: Field): PlainPlace {
  const place = bound.fields.get(field.name)?.place;
  if (place === undefined) throw new Error(`the field ${field.name} was not bound`);
  if (place.kind === 'computed') throw new Error(`the field ${field.name} is computed, and was not refused`);
  return place;
}
