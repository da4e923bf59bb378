import { slug, timeFormat } from './common.js';
import { described, file, map, named, scalar, type TypeOf, text, truth } from './json-schema.js';

const derivation = map(
  {},
  {
    path: described(text('path'), 'Where the value lies; a key with a dot in it is put in double quotes'),
    constant: described(scalar(), 'One value for every event'),
  },
  'derivation',
);

export const mappingFile = file(
  'A mapping of Rulewright: how a log of another shape yields the fields of a source',
  map(
    {
      mapping: described(slug, 'Equals the file’s name'),
      description: text(),
      source: text(),
      fields: named(derivation),
    },
    {
      time: described(
        map({ path: text('path'), format: timeFormat }),
        'Where the time lies; left out, where and how the source has it',
      ),
      absent: described(named(text()), 'Fields that this log cannot give, and what would mend it'),
      sampled: described(truth(), 'Whether the log holds only a part of the requests'),
    },
  ),
);
export type MappingFile = TypeOf<typeof mappingFile>;
