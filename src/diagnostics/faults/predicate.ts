import { error, listNames, nearWords } from '../fault.js';
import { type FieldType, type Form, type Found, forms, found } from '../form.js';

/** Why RE2 refuses a regular expression. */
export const regexProblems = {
  'bad class': 'a character class is not well formed',
  'bad escape': 'RE2 does not know this escape',
  'bad group': 'RE2 does not know this kind of group',
  'bad name': 'the name of a group is not well formed, or comes twice',
  'bad repeat': 'a repetition has nothing to repeat, repeats another, or counts beyond 1,000',
  unclosed: 'a bracket or parenthesis is not closed',
  'stray close': 'a parenthesis is closed that was not opened',
  'trailing backslash': 'it ends in a lone backslash',
  'too large': 'it is too large, or nests too deep',
  other: 'RE2 cannot read it',
} as const;

const inSource = (text: string) => ({ of: 'rule', text }) as const;

/** What can be wrong with a test of an event. */
export const predicateFaults = {
  'unknown-field': error<{
    source: string;
    field: string;
    near: string | undefined;
    unshared?: boolean;
  }>({
    message: ({ source, field, near }) => `the source ${source} has no field ${field}${nearWords(near)}`,
    hint: ({ unshared, field }) =>
      unshared === true ? `${field} must be in the group of each of the rules, with one type` : undefined,
    page: {
      what: 'A rule names a field that its source does not have.',
      why: 'A test of a field that no event holds is false for ever: a typing slip would be a rule that never fires.',
      wrong: inSource('by: [principle]'),
      right: inSource('by: [principal]'),
    },
  }),
  'unknown-modifier': error<{ modifier: string; near: string | undefined; known: readonly string[] }>({
    message: ({ modifier, near }) => `there is no modifier ${modifier}${nearWords(near)}`,
    hint: ({ near, known }) => (near === undefined ? `known: ${known.join(', ')}` : undefined),
    page: {
      what: 'After the `|` of a test stands a word that is no modifier.',
      why: 'Modifiers differ from language to language (`startswith`, `gte`, `re`); here each has one name and one meaning.',
      wrong: inSource('where: { user_agent|startswith: curl/ }'),
      right: inSource('where: { user_agent|starts_with: curl/ }'),
    },
  }),
  'modifier-combination': error<{ first: string; second: string }>({
    message: ({ first, second }) => `${second} cannot follow ${first}`,
    hint: () => 'a test has one modifier; only nocase may follow, and only a modifier of texts',
    page: {
      what: 'A test has two modifiers that do not go together.',
      why: 'Each modifier is a whole test. Only `nocase` changes another: `contains`, `starts_with`, `ends_with`, `wildcard`, `regex`.',
      wrong: inSource('where: { user_agent|contains|starts_with: curl }'),
      right: inSource('where: { user_agent|contains|nocase: curl }'),
    },
  }),
  'modifier-type': error<{ modifier: string; field: string; type: FieldType; takes: readonly FieldType[] }>({
    message: ({ modifier, field, type, takes }) =>
      `${modifier} is for fields of type ${listNames(takes, 'or')}, and ${field} is a ${type}`,
    page: {
      what: 'A modifier is used on a field of a type that it has no meaning for.',
      why: 'Engines would convert each in their own way; here nothing is converted after the edge.',
      wrong: inSource('where: { status|contains: "40" }'),
      right: inSource('where: { status: [400, 401, 403] }'),
    },
  }),
  'literal-type': error<{
    field: string;
    type: FieldType;
    expected: Form;
    found: Found;
    instead: string | undefined;
  }>({
    message: (p) => `${p.field} is a ${p.type}: expected ${forms[p.expected]}, found ${found[p.found]}`,
    hint: ({ instead }) => (instead === undefined ? undefined : `write ${instead}`),
    page: {
      what: 'A value that a field is compared with is not of the field’s type.',
      why: 'The text "3" and the number 3 are different values, and engines convert them differently. A keyword’s literal is a text: in YAML, in quotes where it looks like a number.',
      wrong: inSource('where: { label: 3 }'),
      right: inSource('where: { label: "3" }'),
    },
  }),
  'number-too-large': error<{ text: string }>({
    message: ({ text }) => `${text} lies beyond 2^53, where a number is no longer exact`,
    hint: () => 'if it is an id, make its field a keyword and write the id in quotes',
    page: {
      what: 'A whole number has more digits than a double holds.',
      why: 'It would be compared as another number. Such values in a log are unfit for the same reason.',
      wrong: inSource('where: { n_features: 90071992547409931 }'),
      right: inSource('where: { n_features: 9007199254740991 }'),
    },
  }),
  'lone-surrogate': error<Record<never, never>>({
    message: () => 'the text holds half of a surrogate pair, which no event can hold',
    page: {
      what: 'A text holds a lone surrogate (`"\\ud800"`).',
      why: 'It is no character and cannot be written in UTF-8: the test could never be true.',
      wrong: inSource('where: { label: "a\\ud800" }'),
      right: inSource('where: { label: "a\\U0001F600" }'),
    },
  }),
  'illegal-instant': error<{ text: string }>({
    message: ({ text }) => `${text} is no instant`,
    hint: () => 'write it as RFC 3339 does, with an offset: 2026-11-24T09:00:00Z',
    page: {
      what: 'The value that a timestamp is compared with is no instant.',
      why: 'Without an offset, or on a day that does not exist, each engine would make something else of it.',
      wrong: inSource('where: { ts|above: 2026-11-24 09:00 }'),
      right: inSource('where: { ts|above: 2026-11-24T09:00:00Z }'),
    },
  }),
  'illegal-address': error<{ text: string; field: string; isNetwork: boolean }>({
    message: ({ text }) => `${text} is no IP address`,
    hint: ({ text, field, isNetwork }) =>
      isNetwork
        ? `for a network write ${field}|cidr: ${text}`
        : 'write IPv4 without leading zeros, IPv6 without a zone',
    page: {
      what: 'The value that an address is compared with is no address.',
      why: 'Addresses are compared by value, in one canonical form; another text can never be equal to one.',
      wrong: inSource('where: { src_ip: 10.0.0.0/8 }'),
      right: inSource('where: { src_ip|cidr: 10.0.0.0/8 }'),
    },
  }),
  'illegal-network': error<{ text: string }>({
    message: ({ text }) => `${text} is no IP network`,
    hint: () => 'write an address, a slash and the length of the prefix: 203.0.113.0/24, 2001:db8::/32',
    page: {
      what: 'The value of a `cidr` test is no network.',
      why: 'A network is an address and the number of its leading bits that count.',
      wrong: inSource('where: { src_ip|cidr: 203.0.113.* }'),
      right: inSource('where: { src_ip|cidr: 203.0.113.0/24 }'),
    },
  }),
  'bits-below-prefix': error<{ text: string; network: string }>({
    message: ({ text }) => `${text} has bits set below its prefix`,
    hint: ({ network }) => `write ${network}`,
    page: {
      what: 'The address of a network has bits set that its prefix cuts off.',
      why: 'Either the address is meant, or the prefix is wrong: engines differ in whether they cut the bits, refuse, or match nothing.',
      wrong: inSource('where: { src_ip|cidr: 203.0.113.77/24 }'),
      right: inSource('where: { src_ip|cidr: 203.0.113.0/24 }'),
    },
  }),
  'mapped-network': error<{ text: string; network: string | undefined }>({
    message: ({ text }) =>
      `${text} is a network of IPv4-mapped addresses, and these are IPv4 addresses everywhere`,
    hint: ({ network }) => (network === undefined ? 'write the IPv4 network' : `write ${network}`),
    page: {
      what: 'A `cidr` test names a network under `::ffff:0:0/96`.',
      why: 'An IPv4-mapped address is the IPv4 address wherever it is read, so no event could lie in this network.',
      wrong: inSource('where: { src_ip|cidr: "::ffff:10.0.0.0/104" }'),
      right: inSource('where: { src_ip|cidr: 10.0.0.0/8 }'),
    },
  }),
  'matches-everything': error<{ modifier: string; field: string }>({
    message: ({ modifier, field }) => `every value of ${field} passes this ${modifier}`,
    hint: ({ field }) => `to ask whether there is a value write ${field}|exists: true`,
    page: {
      what: 'The text of a test is empty, or a wildcard is nothing but stars: every value passes.',
      why: 'It is mostly a slip, such as a variable that was not filled in. Whether there is a value is asked by `exists`.',
      wrong: inSource('where: { user_agent|contains: "" }'),
      right: inSource('where: { user_agent|exists: true }'),
    },
  }),
  'lone-backslash': error<Record<never, never>>({
    message: () => 'the wildcard ends in a lone backslash',
    hint: () => 'for a backslash write \\\\',
    page: {
      what: 'A wildcard ends in a backslash with nothing after it.',
      why: 'A backslash takes the next character literally, and there is none.',
      wrong: inSource("where: { user_agent|wildcard: 'bot*\\' }"),
      right: inSource("where: { user_agent|wildcard: 'bot*\\\\' }"),
    },
  }),
  'illegal-regex': error<{ problem: keyof typeof regexProblems; lookaround: boolean }>({
    message: ({ problem }) => `the regular expression is not RE2’s: ${regexProblems[problem]}`,
    hint: ({ lookaround }) =>
      lookaround
        ? 'RE2 has no look-ahead, no look-behind and no back references: use two tests, or not:'
        : undefined,
    page: {
      what: 'A regular expression is not one that RE2 reads.',
      why: 'RE2 takes time in proportion to the text, whatever the pattern: a hostile value in a log cannot stall it. That leaves out look-around and back references.',
      wrong: inSource("where: { user_agent|regex: '^(?!curl)' }"),
      right: inSource('where: { not: { user_agent|starts_with: curl } }'),
    },
  }),
  'unknown-definition': error<{ source: string; name: string; near: string | undefined }>({
    message: ({ source, name, near }) => `the source ${source} defines no ${name}${nearWords(near)}`,
    page: {
      what: '`is:` names a predicate that the source’s `define:` does not have.',
      why: 'What is not defined cannot be asked.',
      wrong: inSource('where: { is: near_boundry }'),
      right: inSource('where: { is: near_boundary }'),
    },
  }),
  'circular-definition': error<{ circle: readonly string[] }>({
    message: ({ circle }) => `the definition leads back to itself: ${circle.join(' → ')}`,
    page: {
      what: 'A definition uses itself by `is:`, at once or through others.',
      why: 'It has no meaning: each of the definitions waits for the other.',
      wrong: { of: 'source', text: 'define: { slow: { is: slow } }' },
      right: { of: 'source', text: 'define: { slow: { since_previous_ms|above: 1000 } }' },
    },
  }),
  'definitions-too-deep': error<{ limit: number }>({
    message: ({ limit }) => `definitions use each other more than ${limit} deep here`,
    page: {
      what: 'A definition uses one that uses one, and so on, too many times over.',
      why: 'Nobody can follow such a predicate, and what it stands for nests deeper than engines take.',
      wrong: { of: 'situation', text: 'define: { a1: { is: a0 }, a2: { is: a1 }, … a20: { is: a19 } }' },
      right: { of: 'source', text: 'define: { slow: { since_previous_ms|above: 1000 } }' },
    },
  }),
  'too-many-tests': error<{ limit: number }>({
    message: ({ limit }) =>
      `with its definitions written out, this holds more than ${limit.toLocaleString('en-US')} tests`,
    page: {
      what: 'A predicate, with the definitions that it uses written out, is too large.',
      why: 'Definitions that use definitions can stand for any number of tests; engines refuse such queries, or take long to.',
      wrong: {
        of: 'situation',
        text: 'define: { a1: { all: [ { is: a0 }, … ten times ] }, a2: { all: [ { is: a1 }, … ] }, … }',
      },
      right: { of: 'source', text: 'define: { slow: { since_previous_ms|above: 1000 } }' },
    },
  }),
} as const;
