import { error, nearWords, warning } from '../fault.js';

const entry = '{ value: svc-batch, reason: Nightly scoring, owner: ml-platform }';
const head = 'list: example\ndescription: Jobs that were looked at\n';
const inList = (text: string) => ({ of: 'list', text }) as const;

/** Why the values of a list cannot be had. */
export const valueProblems = {
  elsewhere: 'it must lie beside the list, so that its name is no path',
  missing: 'there is no such file beside the list',
  special: 'it is not a regular file',
  'too large': 'it is larger than 16 MiB',
  failed: 'reading it failed',
  empty: 'it holds no value',
} as const;

const originProblems = {
  nothing: 'nothing says what the list holds',
  both: 'the list has its values from two places at once',
  'for all': 'each entry says this of itself',
} as const;

/** What can be wrong with a list, its values, and what names it. */
export const listFaults = {
  'unknown-list': error<{ name: string; near: string | undefined; known: readonly string[] }>({
    message: ({ name, near }) => `there is no list ${name}${nearWords(near)}`,
    hint: ({ known, near }) =>
      near !== undefined
        ? undefined
        : known.length === 0
          ? 'lists lie in the folder lists of the rules'
          : `there are: ${known.join(', ')}`,
    page: {
      what: '`in_list` names a list that the folder `lists` does not have.',
      why: 'A list that is not there holds nothing: the test would never be true, and its negation always.',
      wrong: { of: 'rule', text: 'where: { principal|in_list: service-acounts }' },
      right: { of: 'rule', text: 'where: { principal: svc-batch }' },
    },
  }),
  'list-unclear': error<{ problem: keyof typeof originProblems }>({
    message: ({ problem }) => originProblems[problem],
    hint: () =>
      'write entries, or values_from with one reason, owner and, if need be, expires for all values',
    page: {
      what: 'A list has neither `entries` nor `values_from`, or both, or says of all entries what each says itself.',
      why: 'A value has one origin, and one person who answers for it.',
      wrong: inList(`${head}entries: [${entry}]\nowner: ml-platform`),
      right: inList(`${head}entries: [${entry}]`),
    },
  }),
  'values-file': error<{ file: string; problem: keyof typeof valueProblems }>({
    message: ({ file, problem }) => `${file} cannot be read as values: ${valueProblems[problem]}`,
    page: {
      what: 'The text that `values_from` names cannot be read, or holds nothing.',
      why: 'A list without its values would let everything pass, or nothing. Only a text beside the list is read, since lists come from pull requests.',
      wrong: inList(`${head}values_from: ../accounts.txt\nreason: Known\nowner: ml-platform`),
      right: inList(`${head}entries: [${entry}]`),
    },
  }),
  'expired-entry': warning<{ expires: string }>({
    message: ({ expires }) => `this no longer counts for events after ${expires}`,
    hint: () => 'look at it again: take it out, or give it a later day',
    page: {
      what: 'The last day on which an entry of a list, or an exception of a target, counts has passed.',
      why: 'Exceptions are made for a while. Events after that day are judged without it; those before it, as ever.',
      wrong: inList(`${head}entries: [{ value: a, reason: Test, owner: ml, expires: 2020-01-31 }]`),
      right: inList(`${head}entries: [{ value: a, reason: Test, owner: ml, expires: 9999-12-31 }]`),
    },
  }),
  'repeated-entry': warning<{ value: string }>({
    message: ({ value }) => `${value} stands in the list before`,
    hint: () => 'keep one of them; as it is, the one counts that counts longest',
    page: {
      what: 'A value comes twice in a list.',
      why: 'Whoever takes one of them out would believe that the value is gone.',
      wrong: inList(`${head}entries: [${entry}, ${entry}]`),
      right: inList(`${head}entries: [${entry}]`),
    },
  }),
} as const;
