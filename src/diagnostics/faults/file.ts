import { error, warning } from '../fault.js';

/** Why a file could not be read. */
export const readProblems = {
  missing: 'there is no such file',
  forbidden: 'reading it is not permitted',
  folder: 'it is a folder',
  'no folder': 'it is no folder',
  deep: 'it lies too deep in other folders',
  special: 'it is not a regular file',
  failed: 'reading it failed',
} as const;

/** What a YAML parser can stumble over, in our words. */
export const yamlProblems = {
  indentation: 'the indentation does not fit the lines above it',
  'nested map': 'a key and its value cannot follow another key on one line',
  unclosed: 'this is not closed',
  'missing character': 'a quote, bracket or brace is not closed, or a comma is missing',
  'bad escape': 'a text in double quotes holds an escape that YAML does not know',
  'reserved character': 'a text cannot begin with this character unless it is in quotes',
  'stray text': 'this text does not belong to the value before it',
  'long key': 'a key is longer than 1,024 characters or spreads over several lines',
  directive: 'this directive is not YAML 1.2',
  properties: 'anchors and tags do not belong here',
  'not yaml': 'this is not YAML',
} as const;

const base = `name: example`;

/** What keeps a file from being read at all. */
export const fileFaults = {
  'unreadable-file': error<{ problem: keyof typeof readProblems }>({
    message: ({ problem }) => `the file cannot be read: ${readProblems[problem]}`,
    page: {
      what: 'A file that should be read cannot be.',
      why: 'Whatever it holds is missing from the verdict, so nothing is replayed or compiled without it.',
      wrong: { of: 'situation', text: 'a rule file that the user who runs the check may not read' },
      right: { of: 'rule', text: base },
    },
  }),
  'file-too-large': error<{ limit: number }>({
    message: ({ limit }) => `the file is larger than ${limit.toLocaleString('en-US')} bytes`,
    hint: () => 'split it into several files',
    page: {
      what: 'A file of rules, sources, mappings, targets or tests is larger than 1 MiB.',
      why: 'Files come from pull requests: a bound keeps a hostile or broken one from taking the build down. A log is no rule: replay it.',
      wrong: { of: 'situation', text: 'a log of 2 MiB, saved as rules/log.yaml' },
      right: { of: 'rule', text: base },
    },
  }),
  'too-many-mistakes': error<{ told: number }>({
    message: ({ told }) =>
      `of the mistakes in this file only the first ${told.toLocaleString('en-US')} are told`,
    hint: () => 'mend those, and check again',
    page: {
      what: 'A file has more mistakes than are told at once: those after the first 10,000 are left out, and of a list those after the first 20 values that do not fit a field.',
      why: 'Files come from pull requests, and one may be made of nothing but mistakes. What is left out is as wrong as what is told.',
      wrong: { of: 'situation', text: 'a rule with 10,001 keys that no rule has' },
      right: { of: 'rule', text: base },
    },
  }),
  'not-utf8': error<Record<never, never>>({
    message: () => 'from here on the file is not a text in UTF-8',
    hint: () => 'save the file as UTF-8',
    page: {
      what: 'The file holds bytes that are not UTF-8.',
      why: 'Rules compare by code point; a guess at another encoding could make a rule search for another text than the one that was meant.',
      wrong: { of: 'situation', text: 'title: Müller, saved in Latin-1' },
      right: { of: 'rule', text: 'title: Müller' },
    },
  }),
  'binary-file': error<{ code: number }>({
    message: ({ code }) =>
      `the file holds the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
    hint: () => 'in a text in double quotes write it as an escape, such as "\\x00"',
    page: {
      what: 'The file holds a control character, which YAML does not permit: it is probably no text.',
      why: 'What reviewers cannot see, they cannot review.',
      wrong: { of: 'file', text: 'title: a\u0000b' },
      right: { of: 'rule', text: 'title: "a\\x00b"' },
    },
  }),
  'direction-control': error<{ code: number }>({
    message: ({ code }) =>
      `the file holds U+${code.toString(16).toUpperCase()}, which makes an editor show text in another order than it stands`,
    hint: ({ code }) => `in a text in double quotes write it as an escape: "\\u${code.toString(16)}"`,
    page: {
      what: 'The file holds a character that changes the direction of writing.',
      why: 'A reviewer would read another rule than the one that runs (CVE-2021-42574).',
      wrong: { of: 'rule', text: "where: { user_agent: 'curl\u202e' }" },
      right: { of: 'rule', text: 'where: { user_agent: "curl\\u202e" }' },
    },
  }),
  'comment-in-text': warning<{ comment: string }>({
    message: ({ comment }) => `the text ends here: ${comment} is a comment`,
    hint: () =>
      'for a text with a # in it, put the whole value in single quotes; for a comment, put a space after the #',
    page: {
      what: 'A value without quotes is followed by a space and a `#` with a word right after it.',
      why: 'In YAML a `#` after a space begins a comment: what was meant as part of the text is dropped without a word.',
      wrong: { of: 'rule', text: 'where:\n  user_agent|contains: bot #7' },
      right: { of: 'rule', text: "where:\n  user_agent|contains: 'bot #7'" },
    },
  }),
  'empty-document': error<Record<never, never>>({
    message: () => 'the file holds nothing',
    hint: () => 'write the rule, or remove the file',
    page: {
      what: 'The file is empty, or holds nothing but comments.',
      why: 'An empty rule file is more often a slip than a wish, and a rule that is not there finds nothing.',
      wrong: { of: 'file', text: '# a rule will come\n' },
      right: { of: 'rule', text: base },
    },
  }),
  'several-documents': error<Record<never, never>>({
    message: () => 'a second YAML document begins here; only the first would count',
    hint: () => 'put each document into a file of its own, and remove the --- between them',
    page: {
      what: 'The file holds several YAML documents, parted by `---`.',
      why: 'One file is one rule: its name is the file’s name, and tests lie beside it.',
      wrong: { of: 'rule', text: 'respond: [throttle]\n---\n{ name: another }' },
      right: { of: 'rule', text: 'respond: [throttle]' },
    },
  }),
  'tab-indentation': error<Record<never, never>>({
    message: () => 'a tab indents this line; YAML knows only spaces there',
    hint: () => 'indent with spaces',
    page: {
      what: 'A line is indented with a tab.',
      why: 'YAML forbids it, since how wide a tab is differs from editor to editor and the indentation decides what belongs to what.',
      wrong: { of: 'rule', text: 'window:\n\tsize: 1h' },
      right: { of: 'rule', text: 'window:\n  size: 1h' },
    },
  }),
  'duplicate-key': error<{ key: string }>({
    message: ({ key }) => `the key ${key} stands twice in this map`,
    hint: () => 'keep one; for two tests of one field write all: with a list of two maps',
    page: {
      what: 'A map has the same key twice.',
      why: 'Most YAML readers keep the last and forget the first without a word, and a test that a rule lost is not seen until it is needed.',
      wrong: { of: 'rule', text: 'where:\n  status|above: 199\n  status|above: 299' },
      right: { of: 'rule', text: 'where:\n  status|above: 199\n  status|below: 300' },
    },
  }),
  'yaml-syntax': error<{ problem: keyof typeof yamlProblems; inFlow: boolean }>({
    message: ({ problem }) => yamlProblems[problem],
    hint: ({ problem, inFlow }) =>
      problem === 'unclosed'
        ? undefined
        : problem === 'indentation'
          ? 'indent the keys of one map alike, and close every bracket, brace and quote above'
          : inFlow
            ? "inside { } and [ ] a text that holds { } [ ] , # or : is put in single quotes: '^a{2,3}#'"
            : 'a text that begins with one of { } [ ] & * ! | > % @ ` or holds ": " or " #" is put in single quotes',
    page: {
      what: 'The text is not YAML.',
      why: 'Often a pattern or a title holds a character that means something to YAML: braces and commas inside `{ }`, a colon with a space, a `#`. In single quotes everything is literal (a single quote itself is written twice).',
      wrong: { of: 'rule', text: 'where: { user_agent|regex: ^bot{2,3} }' },
      right: { of: 'rule', text: "where: { user_agent|regex: '^bot{2,3}' }" },
    },
  }),
  'alias-as-text': error<{ text: string }>({
    message: ({ text }) => `${text} is an alias in YAML, and no anchor &${text.slice(1)} stands before it`,
    hint: ({ text }) => `for the text, write it in quotes: '${text}'`,
    page: {
      what: 'A value begins with `*`, which makes it an alias in YAML: a reference to a value that is anchored with `&`.',
      why: 'Patterns begin with a star all the time. In quotes the star is a star.',
      wrong: { of: 'rule', text: 'where: { user_agent|wildcard: *bot* }' },
      right: { of: 'rule', text: "where: { user_agent|wildcard: '*bot*' }" },
    },
  }),
  'yaml-tag': error<{ tag: string }>({
    message: ({ tag }) => `${tag} is a tag in YAML, and none is used here`,
    hint: () => 'for the text, put the whole value in quotes',
    page: {
      what: 'A value begins with `!`, which makes it a tagged value in YAML.',
      why: 'Tags ask the reader for a type of its own; Rulewright has none.',
      wrong: { of: 'rule', text: 'where: { user_agent: !bot x }' },
      right: { of: 'rule', text: "where: { user_agent: '!bot x' }" },
    },
  }),
  'alias-limit': error<{ limit: number }>({
    message: ({ limit }) =>
      `with its aliases resolved, the file holds more than ${limit.toLocaleString('en-US')} values`,
    hint: () => 'write the values out, or use fewer aliases',
    page: {
      what: 'The file is small, but its aliases refer to values that hold aliases, and so on.',
      why: 'A few lines can stand for billions of values; a bound keeps a pull request from taking the build down.',
      wrong: { of: 'situation', text: 'a1: [*a0, *a0, … ten times], a2: [*a1, *a1, …], and so on to a9' },
      right: { of: 'rule', text: base },
    },
  }),
  'nesting-too-deep': error<{ limit: number }>({
    message: ({ limit }) => `maps and lists are nested more than ${limit} deep`,
    page: {
      what: 'Maps and lists lie inside each other more than 64 deep.',
      why: 'Nobody can review such a rule, and engines refuse what is compiled from it.',
      wrong: { of: 'situation', text: 'where: [[[[ … 70 brackets … ]]]]' },
      right: { of: 'rule', text: base },
    },
  }),
  'key-not-text': error<{ text: string | undefined }>({
    message: ({ text }) => `the key ${text === undefined ? 'here' : text} is not a text`,
    hint: ({ text }) => (text === undefined ? undefined : `for the text, write it in quotes: '${text}'`),
    page: {
      what: 'A key is a number, a boolean, nothing, a list or a map.',
      why: 'Keys are names of fields, signals and settings, all of them texts.',
      wrong: { of: 'rule', text: 'where: { 404: true }' },
      right: { of: 'rule', text: 'where: { status: 404 }' },
    },
  }),
  'leading-zero': error<{ text: string; value: number }>({
    message: ({ text, value }) => `${text} is the number ${value} in YAML`,
    hint: ({ text, value }) => `write '${text}' for the text, or ${value} for the number`,
    page: {
      what: 'A number is written with a zero in front.',
      why: 'YAML drops the zero, while a person who writes one mostly means a code or a label: `0200` would be compared as 200.',
      wrong: { of: 'rule', text: 'where: { label: 0200 }' },
      right: { of: 'rule', text: "where: { label: '0200' }" },
    },
  }),
} as const;
