import { described, file, list, map, scalar, type TypeOf, text } from './json-schema.js';
import { date, slug } from './vocabulary.js';

const expires = described(date, 'The last day, in UTC, on which it counts');

/** A value, why it is there, and who answers for it: in lists and in the exceptions of targets. */
export const listEntry = map({ value: scalar(), reason: text(), owner: text() }, { expires }, 'entry');

export const listFile = file(
  'A list of Rulewright: values that rules ask for with in_list',
  map(
    {
      list: described(slug, 'Equals the file’s name'),
      description: text(),
    },
    {
      entries: described(list(listEntry, { least: 1 }), 'The values, each with its own reason'),
      values_from: described(
        text('file name'),
        'In place of entries: a text beside this file, one value a line; blank lines and those that begin with # are nothing',
      ),
      reason: described(text(), 'With values_from: why the values are there'),
      owner: described(text(), 'With values_from: who answers for them'),
      expires,
    },
  ),
);
export type ListFile = TypeOf<typeof listFile>;
