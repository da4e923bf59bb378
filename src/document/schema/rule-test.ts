import { severities } from '../../ir/rule.js';
import { duration, instant, slug } from './common.js';
import {
  described,
  either,
  file,
  list,
  map,
  named,
  number,
  type Shape,
  scalar,
  type TypeOf,
  text,
  wholeNumber,
  word,
} from './json-schema.js';

/** One JSON object of the log, with whatever keys. */
const event: Shape<{ readonly [key: string]: unknown }> = { schema: { 'x-form': 'map', type: 'object' } };

const share = either('share', text('share', '^(all|none)$'), number({ least: 0, most: 1 }));

const principal = map(
  { name: text(), requests: wholeNumber({ least: 1, most: 1_000_000 }), over: duration },
  {
    pace: word('even', 'jittered', 'random'),
    inputs: either('inputs', text('inputs', '^fresh$'), map({ repeat: wholeNumber({ least: 1 }) })),
    full_vectors: share,
    fields: named(scalar()),
  },
);

const traffic = map({ seed: wholeNumber(), start: instant, principals: list(principal, { least: 1 }) });

const alert = map(
  { group: described(named(scalar()), 'A value for each field of the alert’s group') },
  {
    within_queries: described(wholeNumber({ least: 1 }), 'The most queries that may pass before it'),
    first_window_end: instant,
    last_window_end: instant,
    findings: wholeNumber({ least: 1 }),
    severity: word(...severities),
  },
);

const testCase = map(
  {
    name: text(),
    expect: map({ alerts: described(list(alert), 'The whole set: any other alert fails the case') }),
  },
  {
    rule: text(),
    fixture: either('text or list', text(), list(text(), { least: 1 })),
    mapping: text(),
    events: list(event),
    traffic,
  },
);

export const ruleTestFile = file(
  'Tests of a rule of Rulewright',
  map(
    { cases: list(testCase, { least: 1 }) },
    { rule: described(slug, 'The rule under test, for every case') },
  ),
);
export type RuleTestFile = TypeOf<typeof ruleTestFile>;
