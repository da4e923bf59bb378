import { severities } from '../../ir/rule.js';
import {
  described,
  either,
  file,
  list,
  map,
  named,
  number,
  reference,
  type Shape,
  scalar,
  type TypeOf,
  text,
  truth,
  wholeNumber,
  word,
} from './json-schema.js';
import { duration, instant, type LiteralText, slug } from './vocabulary.js';

/** One JSON object of the log, with whatever keys. */
const event: Shape<{ readonly [key: string]: unknown }> = { schema: { 'x-form': 'map', type: 'object' } };

const share = either('share', text('share', '^(all|none)$'), number({ least: 0, most: 1 }));
const part = number({ least: 0, most: 1 });

/** What a field holds, from request to request: always one value, or one of the maps that docs/rule-tests.md names. */
export type FieldValuesText = LiteralText | FieldValuesMap;
export interface FieldValuesMap {
  readonly absent?: boolean;
  readonly uniform?: readonly number[];
  readonly integer?: readonly number[];
  readonly one_of?: readonly LiteralText[];
  readonly distinct?: number;
  readonly share?: number;
  readonly of?: FieldValuesText;
  readonly else?: FieldValuesText;
}

const range = { form: 'pair of numbers', least: 2, most: 2 } as const;
const fieldValues = reference<FieldValuesText>('field_values');
const fieldValuesDefinition: Shape<FieldValuesText> = either(
  'field values',
  scalar(),
  map(
    {},
    {
      absent: described(truth(), 'No value'),
      uniform: described(list(number(), range), 'Random numbers from the first up to the second'),
      integer: described(list(wholeNumber(), range), 'Random whole numbers, both ends included'),
      one_of: described(list(scalar(), { least: 1 }), 'These values in turn'),
      distinct: described(wholeNumber({ least: 1 }), 'So many different values in turn'),
      share: described(part, 'The share of requests that are true, or that hold what of says'),
      of: described(fieldValues, 'What that share holds'),
      else: described(fieldValues, 'What the others hold; left out, no value'),
    },
    'field values',
  ),
);

const principal = map(
  {
    name: described(text(), 'The value of principal'),
    requests: described(wholeNumber({ least: 1, most: 500_000 }), 'How many'),
  },
  {
    copies: described(wholeNumber({ least: 1, most: 10_000 }), 'So many principals, <name>-1, <name>-2 …'),
    over: described(duration, 'All requests lie in so long a time'),
    every: described(duration, 'In place of over: one request each so often'),
    offset: described(duration, 'How long after the start the first begins'),
    pace: described(
      either(
        'pace',
        text('pace', '^(even|poisson|burst)$'),
        map({ bursts: wholeNumber({ least: 1, most: 500_000 }) }),
      ),
      'How the requests lie in their time',
    ),
    jitter: described(duration, 'How much later than its place a request may come'),
    inputs: described(
      either(
        'inputs',
        text('inputs', '^fresh$'),
        map({}, { repeat: wholeNumber({ least: 1 }), fresh: part }, 'inputs'),
      ),
      'All new, so many in turn, or a share that is new',
    ),
    full_vectors: described(share, 'How many requests ask for all probabilities'),
    fields: described(named(fieldValues), 'What other fields hold'),
  },
);

const traffic = map({ start: instant, principals: list(principal, { least: 1 }) }, { seed: wholeNumber() });

const alert = map(
  {},
  {
    group: described(named(scalar()), 'A value for each field of the alert’s group'),
    within_queries: described(wholeNumber({ least: 0 }), 'The most queries that may pass before it'),
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
    rule: described(slug, 'The rule under test, where it is not that of the file'),
    fixture: either('text or list', text(), list(text(), { least: 1 })),
    mapping: text(),
    events: list(event, { least: 1 }),
    traffic,
  },
);

export const ruleTestFile = file(
  'Tests of a rule of Rulewright',
  map(
    { cases: list(testCase, { least: 1 }) },
    { rule: described(slug, 'The rule under test, for every case that names none') },
  ),
  { field_values: fieldValuesDefinition },
);
export type RuleTestFile = TypeOf<typeof ruleTestFile>;
