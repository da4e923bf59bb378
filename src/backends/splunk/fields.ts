import { type BoundRule, placeOf } from '../../bind/bound-rule.js';
import type { Field } from '../../ir/source.js';
import type { Span } from '../../text/source-text.js';
import { deviate, exact, type Lowering, type Refusal, refuse } from '../lowering.js';
import { writeCoercion } from './coercion.js';
import { isPlainFieldName, isSearchable, writeField, writeNumber, writeText } from './literal.js';
import * as variable from './variable.js';

/** A field's use and, where it is approximate, what that does to the events, groups or values that it yields. */
type Use = 'test' | 'group' | 'distinct' | 'value';

const addressEffect = { test: 'under', group: 'both', distinct: 'over', value: 'both' } as const;

/** The fields of one search: each is coerced once, under a name of the search's own. */
export interface Fields {
  /** The name of the coerced field, in SPL. */
  readonly use: (field: Field, use: Use, span?: Span) => Lowering<string>;
  /** `name = expression` for each field that the rule uses, in the order of the rule. */
  readonly assignments: readonly string[];
}

/** Coerces the fields that a rule uses. */
export function makeFields(bound: BoundRule<'splunk'>): Fields {
  const names = new Map<string, string>();
  const assignments: string[] = [];
  for (const { field } of bound.fields.values()) {
    const name = variable.field(field.name, names.size + 1);
    names.set(field.name, isTimeOf(bound, field) ? variable.time : name);
    if (field.type !== 'timestamp') assignments.push(`${name} = ${writeSource(bound, field)}`);
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
    return exact(name);
  };
  return { use, assignments };
}

/** Refuses a log with names that a search cannot hold, or that it needs for itself. */
export function refuseNames({ fields, time, target }: BoundRule<'splunk'>): readonly Refusal[] {
  const places = [...fields.values()].flatMap(({ place }) => (place.kind === 'field' ? [place.name] : []));
  const unfit = [...new Set([time.name, ...places])].filter(
    (name) => !isPlainFieldName(name) || name.startsWith(variable.reserved),
  );
  const unsearchable = [target.index, target.sourcetype ?? target.index].find((one) => !isSearchable(one));
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

function refuseIndex(name: string, span: Span): Refusal {
  return {
    code: 'index-name',
    reason: `${JSON.stringify(name)} cannot name an index or a source type in a search`,
    hint: 'name an index that Splunk can have: lower-case letters, digits, "_", "-" and the wildcard "*"',
    span,
  };
}

/** Whether a field is the event's time, which the search has in milliseconds, as literals of instants are. */
function isTimeOf(bound: BoundRule<'splunk'>, field: Field): boolean {
  const place = placeOf(bound, field);
  return field.type === 'timestamp' && place.kind === 'field' && place.name === bound.time.name;
}

function writeSource(bound: BoundRule<'splunk'>, field: Field): string {
  const place = placeOf(bound, field);
  if (place.kind === 'constant') return writeConstant(field, place.value);
  const key = place.name.split('.').at(-1) ?? place.name;
  return writeCoercion(field.type, writeField(place.name), key);
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
