import { described, file, map, named, type TypeOf, text, together, truth, word } from './json-schema.js';
import { fieldName, predicate, predicateDefinition, slug, timeFormat } from './vocabulary.js';

export const fieldTypes = ['keyword', 'number', 'boolean', 'timestamp', 'ip'] as const;

const field = map(
  { type: word(...fieldTypes) },
  {
    required: described(truth(), 'A claim about the log: every event has it'),
    unit: text(),
    description: text(),
  },
);

export const sourceFile = file(
  'A source of Rulewright: a log that rules read',
  together(
    map(
      {
        source: described(slug, 'Equals the file’s name'),
        description: text(),
        time: described(
          map({ field: text(), format: timeFormat }),
          'The field that holds the time of an event, and how it is written',
        ),
        fields: named(field, { least: 1, names: fieldName }),
      },
      {
        id: described(text(), 'The field that identifies an event'),
        dedupe: described(truth(), 'Of events with one id only the earliest counts'),
        define: described(
          named(predicate, { names: fieldName }),
          'Predicates that rules use by name, with is:',
        ),
      },
    ),
    { dedupe: ['id'] },
  ),
  { predicate: predicateDefinition },
);
export type SourceFile = TypeOf<typeof sourceFile>;
