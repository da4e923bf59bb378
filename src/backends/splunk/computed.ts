import type { BoundRule } from '../../bind/bound-rule.js';
import { type Computed, nameOf, type PathTest } from '../../ir/mapping.js';
import type { Field, FieldType } from '../../ir/source.js';
import type { SplunkReading } from '../../ir/target.js';
import { type Refused, refuse } from '../lowering.js';
import { fieldDerived } from '../unsupported.js';
import { writeNumber, writeText } from './literal.js';
import { join, operators, present, writeEquality } from './predicates.js';
import type { Reading } from './reading.js';
import { title } from './title.js';

type ComputedOf<K extends Computed['kind']> = Extract<Computed, { kind: K }>;
type Read = Reading['value'];

/** How a search computes a field, as `src/log/derive.ts` does of a line, or why it does not. */
type Computing = { readonly write: (read: Read) => string } | { readonly reason: string };

const writers: {
  readonly [K in Computed['kind']]: (
    computed: ComputedOf<K>,
    field: Field,
    reading: SplunkReading,
  ) => Computing;
} = {
  first_of: ({ paths }, { type }) => ({
    write: (read) => {
      const values = paths.map((path) => read(nameOf(path), type));
      return values.length === 1 ? values.join('') : `coalesce(${values.join(', ')})`;
    },
  }),
  any_of: ({ tests }) =>
    tests.some(({ kind }) => kind === 'exists')
      ? { reason: 'whether there is anything at a place, an object or a list too, is not seen in Splunk' }
      : {
          write: (read) =>
            `if(${join(
              tests.map((test) => writeTest(test, read)),
              'OR',
            )}, "true", "false")`,
        },
  prefix: (computed) => unwritten(computed),
  split: (computed) => unwritten(computed),
  network: (computed) => unwritten(computed),
  hash: ({ path }, _field, reading) =>
    reading === 'event'
      ? { write: () => `sha256(json_extract(_raw, ${writeText(nameOf(path))}))` }
      : { reason: 'the hash of what may be an object needs the whole text of an event (reading: event)' },
};

function unwritten({ kind }: Computed): Computing {
  return { reason: `the log yields it only through ${kind}, which is not compiled to ${title}` };
}

function writeTest(test: PathTest, read: Read): string {
  const place = nameOf(test.path);
  switch (test.kind) {
    case 'exists':
      throw new Error('a test of existence is refused before it is written');
    case 'compare': {
      const name = read(place, 'number');
      return present(name, `${name} ${operators[test.order]} ${writeNumber(test.value)}`);
    }
    case 'equals': {
      const type = typeOf(test.value);
      const name = read(place, type);
      return present(name, writeEquality(name, type, test.value));
    }
  }
}

function typeOf(value: string | number | boolean): FieldType {
  if (typeof value === 'string') return 'keyword';
  return typeof value === 'number' ? 'number' : 'boolean';
}

function computing<K extends Computed['kind']>(
  kind: K,
  computed: ComputedOf<K>,
  field: Field,
  reading: SplunkReading,
): Computing {
  return writers[kind](computed, field, reading);
}

/** The expression of a field that a search computes. */
export function writeComputed(computed: Computed, field: Field, reading: SplunkReading, read: Read): string {
  const found = computing(computed.kind, computed, field, reading);
  if ('write' in found) return found.write(read);
  throw new Error(`${field.name} is not computed, and was not refused: ${found.reason}`);
}

/** The refusal of fields that the target's log yields only by a computation that no search makes; undefined where there are none. */
export function refuseUncomputed({ fields, target }: BoundRule<'splunk'>): Refused | undefined {
  const [first, ...rest] = [...fields.values()].flatMap(({ field, place, span }) => {
    if (place.kind !== 'computed') return [];
    const found = computing(place.from.kind, place.from, field, target.reading);
    return 'reason' in found
      ? [fieldDerived(field, `${field.name} is not computed for ${target.name}: ${found.reason}`, span)]
      : [];
  });
  return first && refuse(first, ...rest);
}
