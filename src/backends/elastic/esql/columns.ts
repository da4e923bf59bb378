import { type BoundRule, placeOf } from '../../../bind/bound-rule.js';
import type { Field } from '../../../ir/source.js';
import { writeDouble, writeInstant, writeName, writeString } from './literal.js';

/** Hands out column names that nothing else in the query has. */
export type Namer = (wish: string) => string;

/** A namer that avoids the names given, and every name that it gave. */
export function makeNamer(taken: Iterable<string>): Namer {
  const used = new Set(taken);
  return (wish) => {
    let name = wish;
    for (let i = 2; used.has(name); i++) name = `${wish}_${i}`;
    used.add(name);
    return name;
  };
}

/** The index's names of the fields that the rule uses. */
export function placeNames({ fields }: Pick<BoundRule, 'fields'>): readonly string[] {
  return [...fields.values()].flatMap(({ place }) => (place.kind === 'field' ? [place.name] : []));
}

/** The columns in which a query holds the rule's fields, each with one value or null. */
export interface FieldColumns {
  /** The column of a field that the rule uses, unquoted. */
  readonly of: (field: Field) => string;
  /** `name = expression`, in the order in which an EVAL may compute them. */
  readonly definitions: readonly (readonly [name: string, expression: string])[];
}

/**
 * Gives each field that the rule uses a column under the source's own name, or under a free one where that is also the name of
 * another field of the index. A field with several values has none (contract, section 2), and no comparison in the language
 * sees several values as anything but null with a warning, so it is cleared once, here.
 */
export function defineFields(bound: BoundRule<'elastic'>, name: Namer): FieldColumns {
  const columns = new Map<string, string>();
  const definitions: [string, string][] = [];
  const inUse = new Set([bound.target.time, ...placeNames(bound)]);
  for (const { field } of bound.fields.values()) {
    const place = placeOf(bound, field);
    const isTime = field.name === bound.rule.source.time.field;
    const own = isTime
      ? field.name === bound.target.time
      : place.kind === 'field' && place.name === field.name;
    const column = own || !inUse.has(field.name) ? field.name : name(`${field.name}_value`);
    columns.set(field.name, column);
    definitions.push([column, isTime ? writeTime(bound.target.time) : oneValue(field, place)]);
  }
  return {
    of: (field) => columns.get(field.name) ?? unknownField(field),
    definitions,
  };
}

/** The event's time in milliseconds, as the contract counts it: a field of type `date_nanos` would be numbers a million times as large. */
export function writeTime(time: string): string {
  return `TO_DATETIME(${writeName(time)})`;
}

function unknownField(field: Field): never {
  throw new Error(`the field ${field.name} has no column`);
}

/**
 * The field's one value, or null. Keywords and addresses are indexed as sets, so that a repeated value is one; numbers, booleans
 * and dates keep repetitions, so there the least must equal the greatest. Adding 0.0 turns every number into a double and
 * minus zero into zero.
 */
function oneValue(field: Field, place: ReturnType<typeof placeOf>): string {
  if (place.kind === 'constant') return constantOf(field, place.value);
  const name = writeName(place.name);
  switch (field.type) {
    case 'keyword':
    case 'ip':
      return `CASE(MV_COUNT(${name}) == 1, ${name})`;
    case 'boolean':
    case 'timestamp':
      return `CASE(MV_MIN(${name}) == MV_MAX(${name}), MV_MIN(${name}))`;
    case 'number':
      return `CASE(MV_MIN(${name}) == MV_MAX(${name}), MV_MIN(${name}) + 0.0)`;
  }
}

function constantOf(field: Field, value: string | number | boolean): string {
  switch (field.type) {
    case 'keyword':
      return writeString(String(value));
    case 'number':
      return writeDouble(Number(value));
    case 'boolean':
      return String(value) === 'true' ? 'true' : 'false';
    case 'ip':
      return `TO_IP(${writeString(String(value))})`;
    case 'timestamp':
      return writeInstant(Number(value));
  }
}
