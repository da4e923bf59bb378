import { error, listNames, nearWords, warning } from '../fault.js';

const rule = (text: string) => ({ of: 'rule', text }) as const;
const sequence = (text: string) => ({ of: 'sequence', text }) as const;

/** What can be wrong with a rule's head, group, windows and suppression. */
export const ruleFaults = {
  'name-not-file': error<{ name: string; file: string }>({
    message: ({ name, file }) => `the name is ${name}, and the file’s name is ${file}`,
    hint: ({ name, file }) => `write ${file}, or rename the file to ${name}.yaml`,
    page: {
      what: 'The name in the file is another than the file’s.',
      why: 'Whoever gets an alert finds the rule by its name.',
      wrong: rule('name: exampel'),
      right: rule('name: example'),
    },
  }),
  'duplicate-name': error<{ name: string; first: string }>({
    message: ({ name, first }) => `the name ${name} is taken by ${first}`,
    page: {
      what: 'Two files of the rules folder have one name.',
      why: 'Alerts, tests and compiled files go by the name: one would hide the other.',
      wrong: {
        of: 'rule',
        text: 'title: One',
        beside: { path: 'other/example.yaml', text: 'id: 00000000-0000-4000-8000-000000000002' },
      },
      right: { of: 'rule', text: 'title: One' },
    },
  }),
  'duplicate-id': error<{ id: string; first: string }>({
    message: ({ id, first }) => `the id ${id} is that of ${first}`,
    hint: () => 'an id is permanent: give the newer rule one of its own',
    page: {
      what: 'Two rules have one id, mostly since one began as a copy of the other.',
      why: 'A SIEM knows a rule by its id: the one would overwrite the other there.',
      wrong: {
        of: 'rule',
        text: 'title: One',
        beside: { path: 'another.yaml', text: 'name: another' },
      },
      right: {
        of: 'rule',
        text: 'title: One',
        beside: { path: 'another.yaml', text: 'name: another\nid: 00000000-0000-4000-8000-000000000002' },
      },
    },
  }),
  'unknown-source': error<{ source: string; near: string | undefined; known: readonly string[] }>({
    message: ({ source, near }) => `there is no source ${source}${nearWords(near)}`,
    hint: ({ known, near }) =>
      known.length === 0
        ? 'there is none in the folder sources of the rules folder'
        : near === undefined
          ? `known: ${known.join(', ')}`
          : undefined,
    page: {
      what: 'A rule or a mapping names a source that is not in `sources/`.',
      why: 'The source says which fields there are and of what type; without it nothing in the rule can be checked.',
      wrong: rule('source: inferense'),
      right: rule('source: inference'),
    },
  }),
  'unknown-technique': error<{ id: string; near: string | undefined }>({
    message: ({ id, near }) => `${id} is not in the table of ATLAS techniques${nearWords(near)}`,
    hint: () => 'the table has the techniques that a log of inferences can show',
    page: {
      what: '`atlas` names a technique that Rulewright does not know.',
      why: 'Reports and SIEMs count by technique; a slip in an id is a hole in the coverage that nobody sees.',
      wrong: rule('atlas: [AML.T0024.009]'),
      right: rule('atlas: [AML.T0024.002]'),
    },
  }),
  'kind-unclear': error<Record<never, never>>({
    message: () =>
      'the rule says neither which events it finds (where), nor what it measures (window and signals), nor what follows what (within and steps)',
    hint: () =>
      'write where: for a rule that finds single events; by:, window: and signals: for one that counts; by:, within: and steps: for a sequence',
    page: {
      what: 'The rule has no `where`, no `signals` and no `steps`.',
      why: 'Without one of them it would find every event.',
      wrong: {
        of: 'file',
        path: 'example.yaml',
        text: 'id: 6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11\nname: example\ntitle: Example\ndescription: Every request\nstatus: test\nseverity: low\natlas: [AML.T0024]\nsource: inference',
      },
      right: { of: 'match rule', text: 'where: { wants_probs: true }' },
    },
  }),
  'several-kinds': error<{ counting: string; following: string }>({
    message: ({ counting, following }) =>
      `${counting} is for a rule that counts, and ${following} for a sequence: a rule is one of the two`,
    hint: ({ following }) =>
      following === 'every'
        ? 'write every inside window: { size: 1h, every: 5m }'
        : 'make two rules of it; a third can read the findings of both',
    page: {
      what: 'A rule has keys of an aggregate rule (`window`, `signals`, `condition`) and of a sequence (`within`, `every`, `steps`).',
      why: 'The keys tell the kind, and a rule has one: its findings are windows in which a condition holds, or windows in which steps follow each other.',
      wrong: rule('within: 1h\nsteps: [ { name: probe, where: { wants_probs: true } } ]'),
      right: sequence('steps: [ { name: probe, where: { wants_probs: true } } ]'),
    },
  }),
  'repeated-step': error<{ name: string }>({
    message: ({ name }) => `there is a step ${name} already`,
    page: {
      what: 'Two steps of a sequence have one name.',
      why: 'A finding tells when each step was reached, by name.',
      wrong: sequence(
        'steps: [ { name: probe, where: { status: 403 } }, { name: probe, where: { status: 200 } } ]',
      ),
      right: sequence(
        'steps: [ { name: refused, where: { status: 403 } }, { name: served, where: { status: 200 } } ]',
      ),
    },
  }),
  'report-without-window': error<Record<never, never>>({
    message: () => 'a rule that finds single events has nothing to measure, so it cannot report',
    hint: () =>
      'put the fields into by: they stand in every finding; or count in windows: window: and signals:',
    page: {
      what: 'A match rule has a `report`.',
      why: 'What a report tells is measured over the events of a window, and a match rule has no windows: its finding is one event.',
      wrong: { of: 'match rule', text: 'report: { addresses: { values: src_ip } }' },
      right: { of: 'match rule', text: 'by: [src_ip]' },
    },
  }),
  'rule-too-large': error<{ limit: number }>({
    message: ({ limit }) =>
      `with its definitions and ratios written out, this rule holds more than ${limit.toLocaleString('en-US')} tests, values and measures`,
    page: {
      what: 'A rule is too large: each of its parts may be bearable, and all of them are not.',
      why: 'Engines refuse such queries, or take long to; a long list of values belongs into a list.',
      wrong: { of: 'situation', text: 'two hundred signals, each over a predicate of a thousand tests' },
      right: rule('signals: { volume: { count: events, above: 100 } }'),
    },
  }),
  'too-many-variants': error<{ variants: number; values: number }>({
    message: ({ variants, values }) =>
      `a file stands for at most ${variants} variants and, written out, ${values.toLocaleString('en-US')} values`,
    page: {
      what: 'A file has too many variants, or is too large to be written out for each of them.',
      why: 'Each variant is a whole rule, with alerts, tests and queries of its own.',
      wrong: { of: 'situation', text: 'variants: { v1: {}, v2: {}, … v200: {} }' },
      right: rule('variants: { long: { window: { size: 4h } } }'),
    },
  }),
  'illegal-step': error<{ every: string; near: readonly string[] }>({
    message: ({ every }) =>
      `windows cannot end every ${every}: that does not divide the hour or the day evenly`,
    hint: ({ near }) =>
      `write ${listNames(near, 'or')}: whole minutes that divide 60, or whole hours that divide 24`,
    page: {
      what: '`every` is not a number of whole minutes that divides 60, nor of whole hours that divides 24.',
      why: 'Windows end on multiples of `every` since the epoch, and a scheduler runs on minutes of the hour and hours of the day: only where the two fall together can a SIEM run the rule exactly.',
      wrong: rule('window: { size: 70m, every: 7m }'),
      right: rule('window: { size: 1h, every: 6m }'),
    },
  }),
  'window-not-multiple': error<{
    size: string;
    every: string;
    key: 'size' | 'within';
    near: readonly string[];
  }>({
    message: ({ size, every }) => `a window of ${size} is not a multiple of ${every}`,
    hint: ({ near, key }) => (near.length === 0 ? undefined : `write ${key}: ${listNames(near, 'or')}`),
    page: {
      what: 'The window’s `size` is not a multiple of `every` (left out, at least a minute).',
      why: 'Windows are put together from pieces of the length `every`, in the SIEM as in the replay.',
      wrong: rule('window: { size: 1h, every: 8h }'),
      right: rule('window: { size: 8h, every: 1h }'),
    },
  }),
  'window-too-long': error<{ size: string }>({
    message: ({ size }) => `a window of ${size} is longer than 30 days`,
    page: {
      what: 'A window is longer than 30 days.',
      why: 'No SIEM searches that far back at every run, and few logs are kept hot so long.',
      wrong: rule('window: { size: 60d, every: 1h }'),
      right: rule('window: { size: 30d, every: 1h }'),
    },
  }),
  'suppression-not-in-group': error<{ field: string; by: readonly string[] }>({
    message: ({ field, by }) =>
      by.length === 0
        ? `the rule has no group, so alerts cannot be suppressed by ${field}`
        : `${field} is not part of the rule’s group (${by.join(', ')})`,
    page: {
      what: '`suppress.by` names a field that the rule’s `by` does not have.',
      why: 'A finding carries the fields of its group and no others, so there is nothing to compare.',
      wrong: rule('by: [principal]\nsuppress: { for: 1h, by: [model] }'),
      right: rule('by: [principal, model]\nsuppress: { for: 1h, by: [model] }'),
    },
  }),
  'unused-signal': warning<{ name: string }>({
    message: ({ name }) => `the condition does not use the signal ${name}`,
    hint: () => 'use it, or remove it; its value is reported all the same',
    page: {
      what: 'A signal decides nothing: neither the condition nor the ratio of another signal uses it.',
      why: 'It is computed and reported, but the author probably believed that it counts.',
      wrong: rule(
        'signals: { volume: { count: events, above: 100 }, variety: { distinct: model, above: 3 } }\ncondition: volume',
      ),
      right: rule(
        'signals: { volume: { count: events, above: 100 }, variety: { distinct: model, above: 3 } }\ncondition: volume and variety',
      ),
    },
  }),
  'no-rules': error<Record<never, never>>({
    message: () => 'there is no rule in this folder',
    hint: () => 'name the folder with --rules; rules are .yaml or .yml files outside sources/ and lists/',
    page: {
      what: 'The rules folder holds no rule.',
      why: 'Nothing found because nothing was asked must not look like a quiet day.',
      wrong: { of: 'situation', text: 'rulewright check --rules an-empty-folder' },
      right: rule('title: One'),
    },
  }),
  'link-not-followed': warning<Record<never, never>>({
    message: () => 'this is a symbolic link, and links are not followed in the rules folder',
    hint: () => 'put the file itself there',
    page: {
      what: 'The rules folder holds a symbolic link.',
      why: 'A link in a pull request could make the build read any file of the machine and show it in a message.',
      wrong: { of: 'situation', text: 'rules/linked.yaml, a link to ../elsewhere.yaml' },
      right: rule('title: One'),
    },
  }),
} as const;
