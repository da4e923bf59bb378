import type { BoundRule, Place } from '../../../bind/bound-rule.js';
import { type Mapping, nameOf, pathsOf } from '../../../ir/mapping.js';
import type { Field } from '../../../ir/source.js';
import { type Refused, refuse } from '../../lowering.js';
import { fieldDerived } from '../../unsupported.js';
import { compute } from './computed.js';
import { writeName } from './literal.js';
import { readField, writeConstant } from './values.js';

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
  return [...fields.values()].flatMap(({ place }) => namesOf(place));
}

function namesOf(place: Place): readonly string[] {
  switch (place.kind) {
    case 'field':
      return [place.name];
    case 'constant':
      return [];
    case 'computed':
      return pathsOf(place.from).map(nameOf);
  }
}

/**
 * The refusal of fields that no query over an index can compute; undefined where there are none. What a mapping reads out of a text that
 * holds JSON is one of them: an index has the text as one value, and ES|QL 8.19 does not look into it.
 */
export function refuseFields({ fields, target }: BoundRule<'elastic'>): Refused | undefined {
  const leaves = leavesOf(target.mapping);
  const [first, ...rest] = [...fields.values()].flatMap(({ field, place, span }) => {
    const within = namesOf(place).flatMap((name) => leaves.filter((leaf) => name.startsWith(`${leaf}.`)));
    const inside = within.map(
      (leaf) => `${field.name} is read out of ${leaf}, which is one value in an index`,
    );
    const computing = place.kind === 'computed' ? compute(place.from, field) : undefined;
    const reasons = computing !== undefined && 'reason' in computing ? [...inside, computing.reason] : inside;
    return reasons.slice(0, 1).map((reason) => fieldDerived(field, reason, span));
  });
  return first && refuse(first, ...rest);
}

/** The fields of the index that the mapping takes a value from. */
function leavesOf(mapping: Mapping | undefined): readonly string[] {
  const paths = [...(mapping?.fields.values() ?? [])].flatMap((derivation) => {
    if (derivation.kind === 'constant') return [];
    return derivation.kind === 'path' ? [derivation.path] : pathsOf(derivation);
  });
  return [...new Set(paths.map(nameOf))];
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
  for (const { field, place } of bound.fields.values()) {
    const isTime = field.name === bound.rule.source.time.field;
    const own = isTime
      ? field.name === bound.target.time
      : place.kind === 'field' && place.name === field.name;
    const column = own || !inUse.has(field.name) ? field.name : name(`${field.name}_value`);
    columns.set(field.name, column);
    definitions.push([column, isTime ? writeTime(bound.target.time) : readPlace(field, place)]);
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

/** A field's one value, or null. What cannot be computed was refused before. */
function readPlace(field: Field, place: Place): string {
  switch (place.kind) {
    case 'field':
      return readField(place.name, field.type);
    case 'constant':
      return writeConstant(field, place.value);
    case 'computed': {
      const computing = compute(place.from, field);
      if ('reason' in computing) throw new Error(`${field.name} was not refused: ${computing.reason}`);
      return computing.expression;
    }
  }
}
