import { error } from '../fault.js';
import type { FieldType } from '../form.js';

const model = `fields: { ts: { type: timestamp }, principal: { type: keyword } }`;

/** What can be wrong with a source or a mapping. */
export const sourceFaults = {
  'special-field-type': error<{ use: 'time' | 'id'; field: string; type: FieldType; wanted: FieldType }>({
    message: ({ use, field, type, wanted }) =>
      `the ${use} of a source is a ${wanted}, and ${field} is a ${type}`,
    page: {
      what: 'The field that holds the time is no timestamp, or the one that holds the id no keyword.',
      why: 'Time is compared as instants, ids as texts; anything else would be read differently by each engine.',
      wrong: { of: 'source', text: `fields: { ts: { type: number }, principal: { type: keyword } }` },
      right: { of: 'source', text: model },
    },
  }),
  'reserved-field-name': error<{ name: string }>({
    message: ({ name }) => `${name} is a word of predicates and cannot name a field`,
    page: {
      what: 'A field is called `all`, `any`, `not` or `is`.',
      why: 'A test of the field could not be told from the word.',
      wrong: {
        of: 'source',
        text: 'fields: { ts: { type: timestamp }, principal: { type: keyword }, is: { type: keyword } }',
      },
      right: {
        of: 'source',
        text: 'fields: { ts: { type: timestamp }, principal: { type: keyword }, is_what: { type: keyword } }',
      },
    },
  }),
  'illegal-path': error<{ path: string }>({
    message: ({ path }) => `${path} is no path`,
    hint: () => `write keys with dots between them; a key with a dot in it in double quotes: a."b.c".d`,
    page: {
      what: 'A path has an empty key, or a quote that is not closed.',
      why: 'It would lead nowhere, and the field would be absent from every event.',
      wrong: { of: 'mapping', text: 'fields: { principal: { path: request..user } }' },
      right: { of: 'mapping', text: 'fields: { principal: { path: request.user } }' },
    },
  }),
  'derivation-unclear': error<{ field: string; count: number }>({
    message: ({ field, count }) =>
      count === 0 ? `nothing says where ${field} comes from` : `${field} comes from two places at once`,
    hint: () => 'write either path or constant',
    page: {
      what: 'A field of a mapping has neither a `path` nor a `constant`, or both.',
      why: 'A field has one origin.',
      wrong: { of: 'mapping', text: 'fields: { principal: {} }' },
      right: { of: 'mapping', text: 'fields: { principal: { path: user } }' },
    },
  }),
  'mapped-and-absent': error<{ field: string }>({
    message: ({ field }) => `${field} is mapped, and is said to be absent`,
    page: {
      what: 'A mapping says of one field both where it lies and that the log cannot give it.',
      why: 'One of the two is out of date.',
      wrong: {
        of: 'mapping',
        text: 'fields: { principal: { path: user } }\nabsent: { principal: Not logged }',
      },
      right: { of: 'mapping', text: 'fields: { principal: { path: user } }' },
    },
  }),
} as const;
