import { error, listNames } from '../fault.js';
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
  'derivation-unclear': error<{ field: string; kinds: readonly string[] }>({
    message: ({ field, kinds }) =>
      kinds.length === 0
        ? `nothing says where ${field} comes from`
        : `${field} comes from two places at once: ${listNames(kinds, 'and')}`,
    hint: () => 'write one of path, constant, first_of, any_of, prefix, split, network, hash',
    page: {
      what: 'A field of a mapping has no derivation (`path`, `constant`, `first_of` and so on), or several.',
      why: 'A field has one origin.',
      wrong: { of: 'mapping', text: 'fields: { principal: {} }' },
      right: { of: 'mapping', text: 'fields: { principal: { path: user } }' },
    },
  }),
  'derivation-type': error<{
    kind: string;
    field: string;
    type: FieldType;
    yields: readonly FieldType[];
  }>({
    message: ({ kind, field, type, yields }) =>
      `${kind} yields a ${listNames(yields, 'or')}, and ${field} is a ${type}`,
    page: {
      what: 'A derivation yields values of another type than its field has.',
      why: 'No value of it would fit, and the field would be absent from every event.',
      wrong: { of: 'mapping', text: 'fields: { n_features: { hash: { path: input } } }' },
      right: { of: 'mapping', text: 'fields: { input_hash: { hash: { path: input } } }' },
    },
  }),
  'path-test-unclear': error<Record<never, never>>({
    message: () => 'this is no one test of a path',
    hint: () => 'write { exists: PATH }, or path with one of equals, above, at_least, below, at_most',
    page: {
      what: 'A test of `any_of` asks nothing, or two things at once.',
      why: 'Each test is one question; several of them stand in the list.',
      wrong: { of: 'mapping', text: 'fields: { wants_probs: { any_of: [ { path: logprobs } ] } }' },
      right: { of: 'mapping', text: 'fields: { wants_probs: { any_of: [ { exists: logprobs } ] } }' },
    },
  }),
  'need-of-unmapped': error<{ field: string }>({
    message: ({ field }) => `${field} is not mapped, so that nothing is needed for it`,
    hint: () => 'map it, or say under absent what would mend it',
    page: {
      what: 'A mapping says under which setting a log gives a field, and does not say where it lies.',
      why: 'Whoever makes the setting would still not have the field.',
      wrong: {
        of: 'mapping',
        text: 'fields: { principal: { path: user } }\nneeds: { model: A setting }',
      },
      right: {
        of: 'mapping',
        text: 'fields: { principal: { path: user } }\nneeds: { principal: A setting }',
      },
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
