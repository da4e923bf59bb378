import type { BoundRule, Place } from '../bind/bound-rule.js';
import { nameOf, type PathTest } from '../ir/mapping.js';
import type { Field, FieldType } from '../ir/source.js';

/** How a query reads a field of the index: as a type, as the text of whatever it holds, or whether it is there. */
export type Reading = FieldType | 'text' | 'presence';

/** A field of the index that a rule's query reads. */
export interface Wanted {
  /** The index's name. */
  readonly name: string;
  readonly reading: Reading;
  /** What the rule calls it. */
  readonly field: string;
  /** Whether the rule groups by it, so that an event without a value is lost. */
  readonly isKey: boolean;
}

/**
 * The fields of the index that a rule's query reads, each reading once, the event's time first.
 * @param time the index's field that holds an event's time
 */
export function findWanted(
  { rule, fields }: Pick<BoundRule, 'rule' | 'fields'>,
  time: string,
): readonly Wanted[] {
  const clock = rule.source.time.field;
  const wanted: Wanted[] = [{ name: time, reading: 'timestamp', field: clock, isKey: true }];
  for (const { field, place } of fields.values()) {
    if (field.name === clock) continue;
    const isKey = rule.by.some(({ name }) => name === field.name);
    for (const [name, reading] of readingsOf(place, field))
      if (!wanted.some((one) => one.name === name && one.reading === reading))
        wanted.push({ name, reading, field: field.name, isKey });
  }
  return wanted;
}

function readingsOf(place: Place, { type }: Field): readonly (readonly [name: string, reading: Reading])[] {
  if (place.kind === 'constant') return [];
  if (place.kind === 'field') return [[place.name, type]];
  const { from } = place;
  switch (from.kind) {
    case 'first_of':
      return from.paths.map((path) => [nameOf(path), type === 'keyword' ? 'text' : type]);
    case 'any_of':
      return from.tests.map((test) => [nameOf(test.path), readingOf(test)]);
    case 'network':
      return [[nameOf(from.path), 'ip']];
    case 'prefix':
    case 'split':
    case 'hash':
      return [[nameOf(from.path), 'text']];
  }
}

function readingOf(test: PathTest): Reading {
  if (test.kind === 'exists') return 'presence';
  if (test.kind === 'compare' || typeof test.value === 'number') return 'number';
  return typeof test.value === 'boolean' ? 'boolean' : 'keyword';
}
