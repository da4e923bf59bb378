import type { AggregateRule, MatchRule, Rule } from '../ir/rule.js';
import type { Field, TimeFormat } from '../ir/source.js';
import type { BackendName, TargetOf } from '../ir/target.js';

/** Where a field of the source lies in the target: a field of the index (dotted, as the engine names it), or one value for all events. */
export type Place =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: string | number | boolean };

/** A field that a rule uses, and its place in the target. */
export interface BoundField {
  readonly field: Field;
  readonly place: Place;
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

/** The place of a field that the rule uses. Binding has found every one, so a miss is a bug. */
export function placeOf(bound: Pick<BoundRule, 'fields'>, field: Field): Place {
  const found = bound.fields.get(field.name);
  if (found === undefined) throw new Error(`the field ${field.name} was not bound`);
  return found.place;
}
