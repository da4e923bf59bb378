import type { BoundRule } from '../../../bind/bound-rule.js';
import { placeOf } from '../../../bind/bound-rule.js';
import type { Field } from '../../../ir/source.js';
import type { DslTarget } from '../../../ir/target.js';
import type { Json, JsonObject } from './json.js';
import { writeScript } from './script.js';

/** A rule bound to a target of this dialect. */
export type DslRule<R = BoundRule<'elastic'>['rule']> = Omit<BoundRule<'elastic'>, 'rule' | 'target'> & {
  readonly rule: R;
  readonly target: DslTarget;
};

/** Where a query finds a field: in a field of the index, or nowhere, since it is the same in every event. */
export type Where =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: string | number | boolean };

export type Fields = (field: Field) => Where;

/** Where the fields of a rule lie. The event's time is the index's field of type `date`, whatever the record itself says. */
export function findFields(bound: DslRule): Fields {
  return (field) => {
    if (field.name === bound.rule.source.time.field) return { kind: 'field', name: bound.target.time };
    const place = placeOf(bound, field);
    return place.kind === 'field'
      ? { kind: 'field', name: place.name }
      : { kind: 'constant', value: coerce(field, place.value) };
  };
}

/** A mapping's constant in the field's type. */
function coerce({ type }: Field, value: string | number | boolean): string | number | boolean {
  switch (type) {
    case 'keyword':
    case 'ip':
      return String(value);
    case 'number':
    case 'timestamp':
      return Number(value) + 0;
    case 'boolean':
      return String(value) === 'true';
  }
}

/**
 * Painless: a field's one value, or null (contract, section 2). Doc values are sorted, so that several are one where the first equals the
 * last; numbers become doubles, minus zero zero, and instants milliseconds, of whichever class (ZonedDateTime is version 8's and OpenSearch's,
 * and version 7 has its own). A field that an index does not map has no value.
 */
export const oneValue = `
def oneValue(Map doc, String name) {
  if (!doc.containsKey(name)) return null;
  def values = doc.get(name);
  if (values.size() == 0 || values.get(0) != values.get(values.size() - 1)) return null;
  def value = values.get(0);
  if (value instanceof Number) return ((Number) value).doubleValue() + 0.0;
  return value instanceof String || value instanceof Boolean ? value : value.toInstant().toEpochMilli();
}
`;

const hasOneValue = `
if (!doc.containsKey(params.field)) return false;
def values = doc.get(params.field);
return values.size() > 0 && values.get(0) == values.get(values.size() - 1);
`;

/** The filter of events in which a field of the index has a value; of those with several it has none. */
export function present(name: string): JsonObject {
  return { script: { script: writeScript(hasOneValue, { field: name }) } };
}

const groupValue = `${oneValue} return oneValue(doc, params.field);`;
const constantValue = 'return params.value;';

/** How a composite aggregation takes a field as a part of its key. Numbers and booleans keep repetitions, so these are read by a script. */
export function groupBy(field: Field, where: Where): Json {
  const valueTypes = {
    number: 'double',
    boolean: 'boolean',
    timestamp: 'long',
    keyword: 'string',
    ip: 'string',
  };
  const value_type = valueTypes[field.type];
  if (where.kind === 'constant')
    return { terms: { script: writeScript(constantValue, { value: where.value }), value_type } };
  if (field.type === 'keyword' || field.type === 'ip') return { terms: { field: where.name } };
  return { terms: { script: writeScript(groupValue, { field: where.name }), value_type } };
}
