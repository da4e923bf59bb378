import { error, listNames, nearWords } from '../fault.js';
import { type Form, type Found, forms, found } from '../form.js';

/** What the JSON Schemas see: keys that are not known or not there, values of another kind. */
export const shapeFaults = {
  'unknown-key': error<{ key: string; near: string | undefined; known: readonly string[] }>({
    message: ({ key, near }) => `there is no key ${key} here${nearWords(near)}`,
    hint: ({ near, known }) =>
      near === undefined && known.length > 0 && known.length <= 24
        ? `known here: ${known.join(', ')}`
        : undefined,
    page: {
      what: 'A map has a key that means nothing there.',
      why: 'A key that is passed over in silence is a setting that its author believes in: a misspelt `suppress` would alert without end.',
      wrong: { of: 'rule', text: 'supress: 1h' },
      right: { of: 'rule', text: 'suppress: 1h' },
    },
  }),
  'missing-key': error<{ keys: readonly string[] }>({
    message: ({ keys }) =>
      keys.length === 1 ? `the key ${keys[0]} is missing` : `the keys ${listNames(keys, 'and')} are missing`,
    page: {
      what: 'A map lacks a key that it must have.',
      why: 'A rule needs its id, name, title, description, status, severity, techniques, source, and the keys of its kind: without them an alert cannot be traced, judged or compared.',
      wrong: {
        of: 'file',
        path: 'example.yaml',
        text: 'id: 6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11\nname: example\ntitle: Example\nstatus: test\nseverity: low\natlas: [AML.T0024]\nsource: inference\nwhere: { wants_probs: true }',
      },
      right: { of: 'rule', text: 'description: Requests for all probabilities' },
    },
  }),
  'wrong-type': error<{ expected: Form; found: Found }>({
    message: (p) => `expected ${forms[p.expected]}, found ${found[p.found]}`,
    page: {
      what: 'A value is of another kind than its place takes.',
      why: 'Nothing is converted by guessing: what stands in the file is what is meant.',
      wrong: { of: 'rule', text: 'by: principal' },
      right: { of: 'rule', text: 'by: [principal]' },
    },
  }),
  'number-for-text': error<{ text: string }>({
    message: ({ text }) => `${text} is a number in YAML, and a text is wanted here`,
    hint: ({ text }) => `write it in quotes: '${text}'`,
    page: {
      what: 'A value that should be a text is read as a number.',
      why: 'Versions, labels and codes look like numbers: `1.10` is the number 1.1, `1e3` is 1000. In quotes they stay as they are written.',
      wrong: { of: 'target', text: 'version: 8.10' },
      right: { of: 'target', text: "version: '8.19'" },
    },
  }),
  'text-for-number': error<{ text: string }>({
    message: ({ text }) => `${text} is a text, and a number is wanted here`,
    hint: ({ text }) =>
      Number.isFinite(Number(text)) && text.trim() !== '' ? `write it without quotes: ${text}` : undefined,
    page: {
      what: 'A value that should be a number is a text.',
      why: 'In quotes even digits are a text, and `1,000`, `1_000` and `50%` are texts without quotes too.',
      wrong: { of: 'rule', text: "signals: { volume: { count: events, above: '100' } }" },
      right: { of: 'rule', text: 'signals: { volume: { count: events, above: 100 } }' },
    },
  }),
  'number-not-finite': error<{ text: string }>({
    message: ({ text }) => `${text} is not a finite number`,
    hint: () => 'write a finite number, or leave the bound out',
    page: {
      what: 'A number is infinite, or no number at all (`.inf`, `.nan`).',
      why: 'Nothing compares with it in a way that every engine agrees on.',
      wrong: { of: 'rule', text: 'signals: { volume: { count: events, above: .inf } }' },
      right: { of: 'rule', text: 'signals: { volume: { count: events, above: 100 } }' },
    },
  }),
  'text-for-boolean': error<{ text: string }>({
    message: ({ text }) => `${text} is a text in YAML 1.2, and true or false is wanted here`,
    hint: ({ text }) =>
      /^(?:yes|y|on|true)$/i.test(text)
        ? 'write true'
        : /^(?:no|n|off|false)$/i.test(text)
          ? 'write false'
          : undefined,
    page: {
      what: 'A value that should be `true` or `false` is a text.',
      why: 'YAML 1.1 read `yes`, `no`, `on` and `off` as booleans, YAML 1.2 reads them as texts, and tools differ in which they follow.',
      wrong: {
        of: 'source',
        text: 'fields: { ts: { type: timestamp, required: yes }, principal: { type: keyword } }',
      },
      right: {
        of: 'source',
        text: 'fields: { ts: { type: timestamp, required: true }, principal: { type: keyword } }',
      },
    },
  }),
  'empty-value': error<{ expected: Form }>({
    message: ({ expected }) => `there is no value here; expected ${forms[expected]}`,
    page: {
      what: 'A key has no value, or the value `null` or `~`.',
      why: 'It says neither what the setting is nor that it is left out.',
      wrong: { of: 'rule', text: 'author:' },
      right: { of: 'rule', text: 'author: Detection engineering' },
    },
  }),
  'illegal-value': error<{ value: string; allowed: readonly string[]; near: string | undefined }>({
    message: ({ value, near }) => `${value} is not one of the values that are known here${nearWords(near)}`,
    hint: ({ allowed }) => `write ${listNames(allowed, 'or')}`,
    page: {
      what: 'A value is not one of the few that its key takes.',
      why: 'What is not known cannot be acted on; it is more often a slip than a wish.',
      wrong: { of: 'rule', text: 'severity: hihg' },
      right: { of: 'rule', text: 'severity: high' },
    },
  }),
  'illegal-form': error<{ expected: Form; value: string }>({
    message: ({ expected, value }) =>
      `expected ${forms[expected]}, found ${value === '' ? 'an empty text' : value}`,
    page: {
      what: 'A text is not written as its place wants it.',
      why: 'Ids, names, dates and durations have one form each, so that every tool reads them alike.',
      wrong: { of: 'rule', text: 'window: { size: 1 hour }' },
      right: { of: 'rule', text: 'window: { size: 1h }' },
    },
  }),
  'out-of-range': error<{ least: number | undefined; most: number | undefined; open: boolean }>({
    message: ({ least, most, open }) =>
      least !== undefined && most !== undefined
        ? `expected a number from ${least} to ${most}`
        : least !== undefined
          ? `expected a number ${open ? 'above' : 'of at least'} ${least}`
          : `expected a number ${open ? 'below' : 'of at most'} ${most}`,
    page: {
      what: 'A number lies outside what its place takes.',
      why: 'A risk runs from 0 to 100, a share from 0 to 1, a percentile from 0 to 100: another number is a slip.',
      wrong: { of: 'rule', text: 'risk: 250' },
      right: { of: 'rule', text: 'risk: 25' },
    },
  }),
  'empty-list': error<{ expected: Form }>({
    message: ({ expected }) => `this is empty; expected ${forms[expected]} with something in it`,
    page: {
      what: 'A list or a map that must hold something is empty.',
      why: 'An empty `any` would match nothing and an empty `all` everything: neither is what its author meant.',
      wrong: { of: 'rule', text: 'where: { any: [] }' },
      right: { of: 'rule', text: 'where: { any: [ { status: 200 }, { status: 206 } ] }' },
    },
  }),
  'repeated-item': error<{ item: string }>({
    message: ({ item }) => `${item} stands twice in this list`,
    page: {
      what: 'A list names one thing twice.',
      why: 'The second adds nothing; probably something else was meant.',
      wrong: { of: 'rule', text: 'by: [principal, principal]' },
      right: { of: 'rule', text: 'by: [principal, model]' },
    },
  }),
} as const;
