import {
  described,
  file,
  list,
  map,
  named,
  number,
  scalar,
  type TypeOf,
  text,
  together,
  truth,
  wholeNumber,
} from './json-schema.js';
import { slug, timeFormat } from './vocabulary.js';

const path = text('path');
const at = map({ path });
const prefixLength = (most: number) => wholeNumber({ least: 0, most });

const pathTest = map(
  {},
  {
    exists: described(path, 'Whether there is a value, of whatever kind'),
    path: described(path, 'Where the value lies that is compared'),
    equals: scalar(),
    above: number(),
    at_least: number(),
    below: number(),
    at_most: number(),
  },
  'path test',
);

const derivation = together(
  map(
    {},
    {
      path: described(path, 'Where the value lies; a key with a dot in it is put in double quotes'),
      constant: described(scalar(), 'One value for every event'),
      first_of: described(list(path, { least: 1 }), 'The first of several paths that has a value'),
      any_of: described(list(pathTest, { least: 1 }), 'True where any of the tests passes, else false'),
      prefix: described(at, 'The first characters of a text, as many as length says'),
      length: wholeNumber({ least: 1, most: 10_000 }),
      split: described(at, 'The part of a text, split by a separator, from 0; from the end where negative'),
      by: text(),
      part: wholeNumber({ least: -10_000, most: 10_000 }),
      network: described(at, 'The network of an address, such as 203.0.113.0/24'),
      v4: described(prefixLength(32), 'The bits of an IPv4 network; left out, 24'),
      v6: described(prefixLength(128), 'The bits of an IPv6 network; left out, 64'),
      hash: described(at, 'The SHA-256 of a text, or of an object as JSON with sorted keys'),
    },
    'derivation',
  ),
  {
    prefix: ['length'],
    length: ['prefix'],
    split: ['by', 'part'],
    by: ['split'],
    part: ['split'],
    v4: ['network'],
    v6: ['network'],
  },
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
      needs: described(named(text()), 'Fields that this log gives only under a setting, and which'),
      absent: described(named(text()), 'Fields that this log cannot give, and what would mend it'),
      sampled: described(truth(), 'Whether the log holds only a part of the requests'),
    },
  ),
);
export type MappingFile = TypeOf<typeof mappingFile>;
