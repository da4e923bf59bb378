import type { BoundField, BoundRule } from '../../bind/bound-rule.js';
import { nameOf, type Path, pathsOf } from '../../ir/mapping.js';
import type { Field } from '../../ir/source.js';
import type { SplunkTarget } from '../../ir/target.js';
import type { Span } from '../../text/source-text.js';
import { deviate, exact, type Lowering, type Refusal, refuse } from '../lowering.js';
import { writeCoercion } from './coercion.js';
import { writeComputed } from './computed.js';
import { writeEventTime } from './event-time.js';
import { isPlainFieldName, isSearchable, writeNumber, writeText } from './literal.js';
import { isStep, lastKey, makeReading, type Reading } from './reading.js';
import * as variable from './variable.js';

/** A field's use and, where it is approximate, what that does to the events, groups or values that it yields. */
type Use = 'test' | 'exists' | 'group' | 'distinct' | 'value';

const addressEffect = {
  test: 'under',
  exists: 'under',
  group: 'both',
  distinct: 'over',
  value: 'both',
} as const;
const hashEffect = { test: 'both', group: 'both', distinct: 'over', value: 'both' } as const;

/** The fields of one search: each is coerced once, under a name of the search's own. */
export interface Fields {
  /** The name of the coerced field, in SPL. */
  readonly use: (field: Field, use: Use, span?: Span) => Lowering<string>;
  /** `name = expression` for the event's time and each field that the rule uses. */
  readonly assignments: readonly string[];
}

/** What the rows hold that the fields are made of, and the time of a row in milliseconds. */
export interface Origin {
  readonly reading: Reading;
  readonly time: string;
}

/** The events of a target's index. */
export function eventsOf({ target, time }: BoundRule<'splunk'>): Origin {
  const reading = makeReading(target.reading);
  return { reading, time: writeEventTime(time.format, reading.raw(time.name)) };
}

/** Coerces the fields that a rule uses. */
export function makeFields(bound: BoundRule<'splunk'>, { reading, time }: Origin = eventsOf(bound)): Fields {
  const names = new Map<string, string>();
  const assignments = [`${variable.time} = ${time}`];
  for (const one of bound.fields.values()) {
    const { field } = one;
    const name = variable.field(field.name, names.size + 1);
    names.set(field.name, isTimeOf(bound, field) ? variable.time : name);
    if (field.type !== 'timestamp') assignments.push(`${name} = ${writeSource(bound, one, reading)}`);
  }
  const use: Fields['use'] = (field, kind, span) => {
    const name = names.get(field.name);
    if (name === undefined) throw new Error(`the field ${field.name} was not bound`);
    const at = span === undefined ? {} : { span };
    if (field.type === 'timestamp' && name !== variable.time)
      return refuse({
        code: 'unsupported-timestamp',
        reason: `${field.name} is an instant besides the event's own, which is not compiled to Splunk SPL`,
        hint: 'leave the field out of the rule, or take the rule out of this target',
        ...at,
      });
    if (field.type === 'ip')
      return deviate(name, [
        {
          code: 'address-as-text',
          effect: addressEffect[kind],
          reason: `${field.name} is compared as it is written, so that an IPv6 address in another spelling is another one`,
          ...at,
        },
      ]);
    const place = bound.fields.get(field.name)?.place;
    if (place?.kind === 'computed' && place.from.kind === 'hash' && kind !== 'exists')
      return deviate(name, [
        {
          code: 'hash-of-text',
          effect: hashEffect[kind],
          reason: `${field.name} is the hash of the JSON as it stands in the event, so that one value written in two ways is two`,
          ...at,
        },
      ]);
    return exact(name);
  };
  return { use, assignments: [...reading.assignments(), ...assignments] };
}

/** Refuses a log with names that a search cannot hold, or that it needs for itself. */
export function refuseNames({ fields, time, target }: BoundRule<'splunk'>): readonly Refusal[] {
  const unstepped =
    target.reading === 'event' ? pathsRead(fields, target).filter((path) => !path.every(isStep)) : [];
  const places = [...fields.values()].flatMap(({ place }) => {
    if (place.kind === 'computed') return pathsOf(place.from).map(nameOf);
    return place.kind === 'field' ? [place.name] : [];
  });
  const unfit = [...new Set([time.name, ...places])].filter(
    (name) =>
      !isPlainFieldName(name) ||
      name.startsWith(variable.reserved) ||
      unstepped.some((path) => nameOf(path) === name),
  );
  // What is written to is one index.
  const unsearchable =
    [target.index, target.sourcetype ?? target.index].find((one) => !isSearchable(one)) ??
    [target.summary?.index ?? 'none'].find((one) => !/^[a-z0-9_][a-z0-9_-]*$/.test(one));
  return [
    ...unfit.map((name) => ({
      code: 'field-name',
      reason: `a field of the index cannot be called ${JSON.stringify(name)} in a search`,
      hint: `give it an alias of letters, digits, ".", "_" and "-" that does not begin with ${variable.reserved}`,
      span: target.span,
    })),
    ...(unsearchable === undefined ? [] : [refuseIndex(unsearchable, target.span)]),
  ];
}

/** The paths by which the fields that a rule uses, and the time, lie in an event. */
function pathsRead(fields: BoundRule['fields'], { mapping }: SplunkTarget): readonly Path[] {
  const used = [...fields.keys()].flatMap((name) => {
    const from = mapping?.fields.get(name);
    if (from === undefined) return [[name]];
    return from.kind === 'path' ? [from.path] : from.kind === 'constant' ? [] : pathsOf(from);
  });
  return mapping === undefined ? used : [mapping.time.path, ...used];
}

function refuseIndex(name: string, span: Span): Refusal {
  return {
    code: 'index-name',
    reason: `${JSON.stringify(name)} cannot name an index or a source type in a search`,
    hint: 'name an index that Splunk can have: lower-case letters, digits, "_", "-" and the wildcard "*"',
    span,
  };
}

/** Whether a field is the event's time, which the search has in milliseconds, as literals of instants are. */
function isTimeOf({ fields, time }: BoundRule<'splunk'>, field: Field): boolean {
  const place = fields.get(field.name)?.place;
  return field.type === 'timestamp' && place?.kind === 'field' && place.name === time.name;
}

function writeSource(
  { target }: BoundRule<'splunk'>,
  { field, place }: BoundField,
  reading: Reading,
): string {
  switch (place.kind) {
    case 'constant':
      return writeConstant(field, place.value);
    case 'computed':
      return writeComputed(place.from, field, target.reading, reading.value);
    case 'field':
      return writeCoercion(field.type, reading.raw(place.name), lastKey(place.name));
  }
}

function writeConstant(field: Field, value: string | number | boolean): string {
  switch (field.type) {
    case 'keyword':
    case 'ip':
      return writeText(String(value));
    case 'boolean':
      return String(value) === 'true' || String(value) === 'false' ? writeText(String(value)) : 'null()';
    case 'number':
      return Number.isFinite(Number(value)) ? writeNumber(Number(value)) : 'null()';
    case 'timestamp':
      throw new Error('a field of type timestamp is refused before it is coerced');
  }
}
