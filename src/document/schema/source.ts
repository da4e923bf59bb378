import { fieldName, predicate, predicateDefinition, slug, timeFormat } from './common.js';
import { described, file, map, named, type Shape, type TypeOf, text, truth, word } from './json-schema.js';

export const fieldTypes = ['keyword', 'number', 'boolean', 'timestamp', 'ip'] as const;

const field = map(
  { type: word(...fieldTypes) },
  {
    required: described(truth(), 'A claim about the log: every event has it'),
    unit: text(),
    description: text(),
  },
);

/** A map whose keys are names of fields. */
function byField<T>(of: Shape<T>, least?: number): Shape<{ readonly [name: string]: T }> {
  const shape = named(of, least === undefined ? {} : { least });
  return { schema: { ...shape.schema, propertyNames: fieldName.schema } };
}

export const sourceFile = file(
  'A source of Rulewright: a log that rules read',
  map(
    {
      source: described(slug, 'Equals the file’s name'),
      description: text(),
      time: described(
        map({ field: text(), format: timeFormat }),
        'The field that holds the time of an event, and how it is written',
      ),
      fields: byField(field, 1),
    },
    {
      id: described(text(), 'The field that identifies an event'),
      define: described(byField(predicate), 'Predicates that rules use by name, with is:'),
    },
  ),
  { predicate: predicateDefinition },
);
export type SourceFile = TypeOf<typeof sourceFile>;
