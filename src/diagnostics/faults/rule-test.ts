import { error, listNames, nearWords, warning } from '../fault.js';

const head = 'cases:\n  - name: example\n';
const silent = '    expect: { alerts: [] }\n';
const event =
  '    events: [ { ts: 1768208400, principal: a, input_hash: h, wants_probs: true, n_features: 4 } ]\n';

function traffic(principal: string): string {
  return `${head}    traffic:\n      start: 2026-01-12T09:00:00Z\n      principals:\n        - ${principal}\n${silent}`;
}

const plainTraffic = traffic('{ name: a, requests: 10, over: 10m }');
const plainEvents = head + event + silent;

const firing = traffic('{ name: a, requests: 200, over: 10m }')
  .replace('name: example', 'name: firing')
  .replace('alerts: []', 'alerts: [ { group: { principal: a } } ]');

const fixtureProblems = {
  missing: (path: string) => `there is no file ${path}`,
  folder: (path: string) => `${path} is no file`,
  outside: (path: string) => `${path} lies outside of the project`,
} as const;

/** What can be wrong in the tests of a rule, beyond their shape. */
export const ruleTestFaults = {
  'case-without-rule': error<Record<never, never>>({
    message: () => 'neither the file nor this case says which rule is tested',
    hint: () => 'write rule: and the name of the rule at the head of the file',
    page: {
      what: 'A test case does not say which rule it tests.',
      why: 'The name of a test file is not its rule: a case that tests no rule would pass whatever happens.',
      wrong: { of: 'file', path: 'example.test.yaml', text: plainEvents },
      right: { of: 'rule-test', text: plainEvents },
    },
  }),
  'unknown-rule': error<{ name: string; near: string | undefined; variants?: readonly string[] }>({
    message: ({ name, near, variants = [] }) =>
      variants.length > 0
        ? `there is no rule ${name}: its file stands for its variants`
        : `there is no rule ${name}${nearWords(near)}`,
    hint: ({ variants = [] }) => (variants.length > 0 ? `name ${listNames(variants, 'or')}` : undefined),
    page: {
      what: 'A test, or an exception of a target, names a rule that does not exist.',
      why: 'A test without its rule tests nothing, an exception without its rule excepts nothing, and nobody would notice.',
      wrong: { of: 'rule-test', text: 'rule: exmaple' },
      right: { of: 'rule-test', text: 'rule: example' },
    },
  }),
  'case-repeated': error<{ name: string }>({
    message: ({ name }) => `an earlier case of the rule has the name ${name} too`,
    hint: () => 'give each case a name of its own, so that it can be run alone',
    page: {
      what: 'Two test cases of one rule have the same name.',
      why: '`rulewright test RULE --case NAME` and build servers tell cases apart by their names.',
      wrong: { of: 'rule-test', text: `${plainEvents}${plainEvents.replace('cases:\n', '')}` },
      right: { of: 'rule-test', text: plainEvents },
    },
  }),
  'case-log': error<{ found: readonly string[] }>({
    message: ({ found }) =>
      found.length === 0
        ? 'the case has no log'
        : `the case has ${found.length} logs: ${listNames(found, 'and')}`,
    hint: () => 'give it one of fixture, events or traffic',
    page: {
      what: 'A test case has no log, or more than one.',
      why: 'A case without traffic shows nothing: every rule is silent on an empty log.',
      wrong: { of: 'rule-test', text: head + silent },
      right: { of: 'rule-test', text: plainEvents },
    },
  }),
  'unknown-fixture': error<{
    path: string;
    near: string | undefined;
    problem: keyof typeof fixtureProblems;
  }>({
    message: ({ path, near, problem }) => `${fixtureProblems[problem](path)}${nearWords(near)}`,
    hint: () => 'paths are relative to the folder that holds the rules folder',
    page: {
      what: 'A test names a fixture that does not exist, is no file, or lies outside of the project.',
      why: 'Without its log the case cannot run; with a log from elsewhere it runs on one machine only.',
      wrong: { of: 'rule-test', text: `${head}    fixture: fixtures/nowhere.jsonl\n${silent}` },
      right: { of: 'rule-test', text: plainEvents },
    },
  }),
  'unknown-mapping': error<{ name: string; near: string | undefined }>({
    message: ({ name, near }) => `there is no mapping ${name}${nearWords(near)}`,
    page: {
      what: 'A test names a mapping that does not exist.',
      why: 'Mappings lie in the folder `targets/mappings`, one a file; without it the log cannot be read.',
      wrong: { of: 'rule-test', text: `${head}    mapping: nowhere\n${event}${silent}` },
      right: { of: 'rule-test', text: plainEvents },
    },
  }),
  'mapping-unfit': error<{ name: string; source: string; wanted: string }>({
    message: ({ name, source, wanted }) =>
      `the mapping ${name} yields events of the source ${source}, and the rule reads ${wanted}`,
    page: {
      what: 'A test reads its log through a mapping that belongs to another source than its rule.',
      why: 'A rule knows the fields of its own source only.',
      wrong: { of: 'rule-test', text: `${head}    mapping: elsewhere\n${event}${silent}` },
      right: { of: 'rule-test', text: plainEvents },
    },
  }),
  'mapping-unused': error<Record<never, never>>({
    message: () => "generated traffic is in the source's own shape and takes no mapping",
    page: {
      what: 'A test case has both `traffic` and `mapping`.',
      why: 'Generated traffic is made in the shape of the source itself; a mapping would have nothing to read.',
      wrong: {
        of: 'rule-test',
        text: plainTraffic.replace('    traffic:', '    mapping: native\n    traffic:'),
      },
      right: { of: 'rule-test', text: plainTraffic },
    },
  }),
  'group-fields': error<{ missing: readonly string[]; extra: readonly string[]; fields: readonly string[] }>({
    message: ({ missing, extra }) =>
      [
        ...(extra.length === 0 ? [] : [`alerts of this rule have no ${listNames(extra, 'and')}`]),
        ...(missing.length === 0 ? [] : [`the group lacks ${listNames(missing, 'and')}`]),
      ].join('; '),
    hint: ({ fields }) =>
      fields.length === 0
        ? 'leave group out: the alerts of this rule stand for everything'
        : `give a value for ${listNames(fields, 'and')}`,
    page: {
      what: 'An expected alert names other fields than alerts of the rule carry.',
      why: 'An alert carries the fields of its suppression (`suppress: { by: … }`), or else of the rule’s `by`. With others, or fewer, it would not be said which alert is meant.',
      wrong: {
        of: 'rule-test',
        text: `${head}${event}    expect: { alerts: [ { group: { model: m } } ] }\n`,
      },
      right: {
        of: 'rule-test',
        text: `${head}${event}    expect: { alerts: [ { group: { principal: a } } ] }\n`,
      },
    },
  }),
  'window-end-off-schedule': error<{ every: string; before: string; after: string }>({
    message: ({ every }) => `no window of the rule ends here: ends are the multiples of ${every}`,
    hint: ({ before, after }) => `write ${before} or ${after}`,
    page: {
      what: 'An expected alert names a window end that is no multiple of the rule’s `every`.',
      why: 'The rule is evaluated at these instants only, so such an alert can never be.',
      wrong: {
        of: 'rule-test',
        text: `${head}${event}    expect: { alerts: [ { group: { principal: a }, first_window_end: 2026-01-12T09:51:00Z } ] }\n`,
      },
      right: {
        of: 'rule-test',
        text: `${head}${event}    expect: { alerts: [ { group: { principal: a }, first_window_end: 2026-01-12T09:50:00Z } ] }\n`,
      },
    },
  }),
  'alert-ends-early': error<Record<never, never>>({
    message: () => 'the last window of the alert ends before its first',
    page: {
      what: 'An expected alert ends before it begins.',
      why: 'Such an alert can never be.',
      wrong: {
        of: 'rule-test',
        text: `${head}${event}    expect: { alerts: [ { group: { principal: a }, first_window_end: 2026-01-12T09:50:00Z, last_window_end: 2026-01-12T09:45:00Z } ] }\n`,
      },
      right: {
        of: 'rule-test',
        text: `${head}${event}    expect: { alerts: [ { group: { principal: a }, first_window_end: 2026-01-12T09:50:00Z, last_window_end: 2026-01-12T09:50:00Z } ] }\n`,
      },
    },
  }),
  'traffic-time': error<{ found: 'both' | 'neither' }>({
    message: ({ found }) =>
      found === 'both'
        ? 'over and every both say how long the traffic lasts'
        : 'nothing says when the requests come',
    hint: () => 'write over: 50m for all requests within 50 minutes, or every: 30s for one each 30 seconds',
    page: {
      what: 'A principal of generated traffic has neither `over` nor `every`, or both.',
      why: 'The time that its requests take is what rules measure: it must be said, once.',
      wrong: { of: 'rule-test', text: traffic('{ name: a, requests: 10 }') },
      right: { of: 'rule-test', text: plainTraffic },
    },
  }),
  'traffic-pace': error<{ key: 'pace' | 'jitter'; with: string }>({
    message: ({ key, with: other }) => `${key} does not go with ${other}`,
    hint: ({ key }) =>
      key === 'pace'
        ? 'every is an even pace; with over, other paces can be had'
        : 'only an even pace has places from which a request can be moved',
    page: {
      what: 'A pace or jitter stands where it can have no meaning.',
      why: '`every` is an even pace already, and only an even pace can be jittered.',
      wrong: {
        of: 'rule-test',
        text: traffic('{ name: a, requests: 10, over: 10m, pace: poisson, jitter: 5s }'),
      },
      right: { of: 'rule-test', text: traffic('{ name: a, requests: 10, over: 10m, jitter: 5s }') },
    },
  }),
  'traffic-jitter': error<{ step: string }>({
    message: ({ step }) => `the jitter is longer than the ${step} between two requests`,
    hint: () => 'for requests that come at random, write pace: poisson',
    page: {
      what: 'The jitter is longer than the time between two requests.',
      why: 'A request is moved within its own step, so that every stretch of traffic keeps its number of requests.',
      wrong: { of: 'rule-test', text: traffic('{ name: a, requests: 10, over: 10m, jitter: 5m }') },
      right: { of: 'rule-test', text: traffic('{ name: a, requests: 10, over: 10m, jitter: 1m }') },
    },
  }),
  'traffic-bursts': error<{ requests: number }>({
    message: ({ requests }) => `there are more bursts than the ${requests} requests`,
    page: {
      what: 'Traffic is to come in more bursts than it has requests.',
      why: 'Some bursts would be empty.',
      wrong: { of: 'rule-test', text: traffic('{ name: a, requests: 10, over: 10m, pace: { bursts: 20 } }') },
      right: { of: 'rule-test', text: traffic('{ name: a, requests: 10, over: 10m, pace: { bursts: 5 } }') },
    },
  }),
  'traffic-inputs': error<Record<never, never>>({
    message: () => 'inputs are either repeated in turn or fresh in part',
    hint: () => 'write { repeat: 7 } or { fresh: 0.7 }',
    page: {
      what: 'The inputs of a principal are described in two ways, or in none.',
      why: '`repeat` and `fresh` each say the whole.',
      wrong: {
        of: 'rule-test',
        text: traffic('{ name: a, requests: 10, over: 10m, inputs: { repeat: 7, fresh: 0.7 } }'),
      },
      right: {
        of: 'rule-test',
        text: traffic('{ name: a, requests: 10, over: 10m, inputs: { fresh: 0.7 } }'),
      },
    },
  }),
  'traffic-too-large': error<{ what: 'requests' | 'time'; limit: string }>({
    message: ({ what, limit }) =>
      what === 'requests'
        ? `the case has more than ${limit} requests`
        : `the traffic lasts longer than ${limit}`,
    hint: () => 'for more, generate a file and name it under fixture',
    page: {
      what: 'Generated traffic has more requests, or a longer time, than a test may have.',
      why: 'Tests come from pull requests: a bound keeps one of them from taking the build down.',
      wrong: { of: 'rule-test', text: traffic('{ name: a, requests: 400000, copies: 2, over: 10m }') },
      right: { of: 'rule-test', text: plainTraffic },
    },
  }),
  'traffic-field': error<{ field: string; key: string }>({
    message: ({ field, key }) => `${field} is what ${key} says`,
    hint: ({ key }) => `leave it out here, and write ${key}`,
    page: {
      what: 'A field is set under `fields` that another key of the traffic describes.',
      why: 'Time, principal, inputs and full vectors each have a key of their own; two descriptions would differ one day.',
      wrong: {
        of: 'rule-test',
        text: traffic('{ name: a, requests: 10, over: 10m, fields: { wants_probs: true } }'),
      },
      right: { of: 'rule-test', text: traffic('{ name: a, requests: 10, over: 10m, full_vectors: all }') },
    },
  }),
  'field-values': error<{ found: readonly string[]; type: string }>({
    message: ({ found, type }) =>
      found.length === 1
        ? `${found[0]} does not go with a field of type ${type}`
        : found.length === 0
          ? 'this does not say what the field holds'
          : `${listNames(found, 'and')} do not go together`,
    hint: () =>
      'one of uniform or integer (numbers), one_of, distinct, absent, or share (with of and else, or alone for a boolean)',
    page: {
      what: 'What a field is to hold is described in no way, in several, or in one that its type cannot have.',
      why: 'A uniform text or a share of a number means nothing: the traffic would not be what its author thinks.',
      wrong: {
        of: 'rule-test',
        text: traffic('{ name: a, requests: 10, over: 10m, fields: { model: { uniform: [0, 1] } } }'),
      },
      right: {
        of: 'rule-test',
        text: traffic('{ name: a, requests: 10, over: 10m, fields: { model: { one_of: [m1, m2] } } }'),
      },
    },
  }),
  'field-range': error<Record<never, never>>({
    message: () => 'the second number is not above the first',
    page: {
      what: 'A range of numbers has its ends the wrong way round, or no width.',
      why: 'Nothing lies in such a range.',
      wrong: {
        of: 'rule-test',
        text: traffic('{ name: a, requests: 10, over: 10m, fields: { n_features: { integer: [9, 1] } } }'),
      },
      right: {
        of: 'rule-test',
        text: traffic('{ name: a, requests: 10, over: 10m, fields: { n_features: { integer: [1, 9] } } }'),
      },
    },
  }),
  'rule-untested': warning<{
    rule: string;
    /** Beside the rule's file, whose variants are tested in one file. */
    testFile: string;
    lacks: readonly ('fires' | 'stays silent')[];
  }>({
    message: ({ rule, lacks }) =>
      `the rule ${rule} has no test case in which it ${lacks.join(', and none in which it ')}`,
    hint: ({ testFile }) => `add one to ${testFile} beside it`,
    page: {
      what: 'A rule lacks a test case in which it fires, or one in which it stays silent.',
      why: 'A rule that has never fired may not be able to, and one that was never silent may fire at everything.',
      wrong: {
        of: 'rule',
        text: 'title: Never seen to fire',
        beside: { path: 'example.test.yaml', text: `rule: example\n${plainEvents}` },
      },
      right: {
        of: 'rule',
        text: 'title: Seen to fire and to be silent',
        beside: {
          path: 'example.test.yaml',
          text: `rule: example\n${plainEvents}${firing.replace('cases:\n', '')}`,
        },
      },
    },
  }),
} as const;
