/** What a place of a file may hold, in words that go after "expected". The schemas name one for each place. */
export const forms = {
  text: 'a text',
  number: 'a number',
  'whole number': 'a whole number',
  boolean: 'true or false',
  scalar: 'a text, a number, or true or false',
  map: 'a map of keys and values',
  list: 'a list',
  'list of texts': 'a list of texts',
  uuid: 'a UUID such as 6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11',
  slug: 'a name of lower-case letters, digits and hyphens, such as full-vector-harvest',
  'field name': 'the name of a field: letters, digits and underscores, not a digit first',
  'signal name': 'a name of lower-case letters, digits and underscores that begins with a letter',
  'technique id': 'the id of an ATLAS technique, such as AML.T0024.002',
  date: 'a date such as 2026-11-24',
  instant: 'an instant such as 2026-11-24T09:00:00Z',
  duration: 'a duration: a whole number and s, m, h or d, such as 5m',
  link: 'a link that begins with https:// or http://',
  path: 'the path of a value, such as request.user.id',
  'file name': 'the name of a file',
  entry: 'a map with value, reason, owner and, if need be, expires',
  predicate: 'a map of tests (all must hold) or a list of maps (any must)',
  'literal or list': 'a value or a list of values',
  'events or predicate': 'the word events, or a map of tests',
  events: 'the word events',
  window: 'a map with size and, if need be, every',
  suppression: 'a duration such as 1h, the word none, or a map with for and by',
  signal: 'a map with one measure and one bound, such as { count: events, above: 100 }',
  operand: 'the name of a signal, or a map with one measure',
  'report item': 'a map with one measure, such as { count: events }, or { values: src_ip }',
  step: 'a map with name, where and, if need be, at_least',
  'list of steps': 'a list of steps, such as { name: probe, where: { status: 403 } }',
  source: 'the name of a source, or a map such as { findings: [rule-a, rule-b] }',
  variant: 'a map of the keys that the variant has in place of the file’s',
  'pair of numbers': 'a list of two numbers, the lower first',
  derivation: 'a map such as { path: request.user.id } or { constant: gateway }',
  'path test': 'a map such as { exists: request.logprobs } or { path: request.n, above: 0 }',
  'text or list': 'a text or a list of texts',
  pace: 'the word even, poisson or burst, or a map such as { bursts: 25 }',
  inputs: 'the word fresh, or a map such as { repeat: 7 } or { fresh: 0.7 }',
  share: 'a number from 0 to 1, or the word all or none',
  'field values': 'a value, or a map that says how the values of requests differ',
  version: "a version as a text, such as '8.19'",
} as const satisfies Record<string, string>;

export type Form = keyof typeof forms;

/** What a file holds at a place, in words. */
export const found = {
  text: 'a text',
  number: 'a number',
  boolean: 'a boolean',
  nothing: 'nothing',
  map: 'a map',
  list: 'a list',
} as const;

export type Found = keyof typeof found;

/** The types of fields, as messages name them. */
export type FieldType = 'keyword' | 'number' | 'boolean' | 'timestamp' | 'ip';
