import type { Measure } from '../../ir/measure.js';
import { severities, statuses } from '../../ir/rule.js';
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
  type TypeOf,
  text,
  truth,
  unless,
  wholeNumber,
  word,
} from './json-schema.js';
import { date, duration, predicate, predicateDefinition, signalName, slug } from './vocabulary.js';

const eventsOrPredicate = either('events or predicate', text('events', '^events$'), predicateDefinition);
const field = text();

/** Each measure under its key; a signal has exactly one of them. */
export const measureKeys = {
  count: described(eventsOrPredicate, 'How many events, or how many that pass the tests'),
  share: described(predicate, 'Which part of the events pass the tests, from 0 to 1'),
  distinct: described(field, 'How many different values'),
  distinct_ratio: described(field, 'How many different values, over the number of events'),
  sum: described(field, 'The sum of the values'),
  avg: described(field, 'The mean of the values'),
  min: described(field, 'The smallest value'),
  max: described(field, 'The largest value'),
  stddev: described(field, 'The population standard deviation'),
  cv: described(field, 'The population standard deviation over the mean'),
  percentile: described(field, 'The nearest-rank percentile that p names'),
  entropy: described(field, 'The Shannon entropy of the values, in bits'),
  top_share: described(field, 'How often the commonest value comes, over the number of values'),
  active: described(duration, 'In how many steps of this length there are events'),
  interval_avg: described(text('events', '^events$'), 'The mean gap between events, in seconds'),
  interval_cv: described(text('events', '^events$'), 'The standard deviation of the gaps over their mean'),
  rate_cv: described(duration, 'The standard deviation over the mean of the counts of steps of this length'),
  ratio: described(
    map({ of: reference<OperandText>('operand'), to: reference<OperandText>('operand') }),
    'One measure or signal over another',
  ),
} as const satisfies Record<Measure['kind'], Shape<unknown>>;

/** What goes with some measures. */
export const measureSettings = {
  among: described(predicate, 'For share: the events of which it is a share'),
  p: described(number({ above: 0, most: 100 }), 'For percentile: which one, with at most 3 decimals'),
  n: described(wholeNumber({ least: 1 }), 'No value where fewer than this many were counted'),
} as const;

export const boundKeys = {
  above: number(),
  at_least: number(),
  below: number(),
  at_most: number(),
  between: described(
    list(number(), { form: 'pair of numbers', least: 2, most: 2 }),
    'From the first number to the second, both included',
  ),
} as const;

export type OperandText = string | MeasureText;
export interface MeasureText {
  readonly [key: string]: unknown;
}

const measure: Shape<MeasureText> = map({}, { ...measureKeys, ...measureSettings }, 'operand');
const operand: Shape<OperandText> = either('operand', text(), measure);
const signal = map({}, { ...measureKeys, ...measureSettings, ...boundKeys }, 'signal');

const reportItem = map(
  {},
  {
    ...measureKeys,
    ...measureSettings,
    values: described(field, 'The first different values of a field'),
    limit: described(wholeNumber({ least: 1, most: 1000 }), 'For values: at most so many; left out, 10'),
  },
  'report item',
);

const step = map(
  { name: signalName, where: described(predicate, 'Which events are of this step') },
  { at_least: described(wholeNumber({ least: 1 }), 'How many of them; left out, 1') },
  'step',
);

/** What a variant may say in place of its file. */
export const variantKeys = {
  title: text(),
  description: text(),
  severity: word(...severities),
  risk: number({ least: 0, most: 100 }),
  atlas: described(
    list(text('technique id', '^AML\\.T[0-9]{4}(\\.[0-9]{3})?$'), { unique: true }),
    'ATLAS techniques, the first being the one that findings carry',
  ),
  where: described(predicate, 'Which events count'),
  by: described(
    list(text(), { form: 'list of texts', unique: true }),
    'The group; left out in a match rule, and [] in any, is one group of everything',
  ),
  window: described(
    map({ size: duration }, { every: duration }, 'window'),
    'Windows [end − size, end), end being a multiple of every',
  ),
  signals: described(named(signal, { least: 1, names: signalName }), 'Each one measure and one bound'),
  condition: described(
    text(),
    'How the signals combine: all of them, a and (b or not c), 2 of them, 1 of net_*',
  ),
  within: described(duration, 'A sequence: how long it may take, the size of its windows'),
  every: described(duration, 'A sequence: how far apart its windows end'),
  steps: described(
    list(step, { form: 'list of steps', least: 1 }),
    'A sequence: each step’s events come strictly after those of the step before',
  ),
  suppress: described(
    either(
      'suppression',
      text('suppression', '^(none|[1-9][0-9]{0,6}[smhd])$'),
      map({}, { for: duration, by: list(text(), { form: 'list of texts', unique: true }) }),
    ),
    'How long, and by which fields, later findings belong to an open alert',
  ),
  report: described(
    named(reportItem, { least: 1, names: signalName }),
    'Measures without a bound, and values, for the alert’s text',
  ),
} as const satisfies { readonly [key: string]: Shape<unknown> };

export const ruleFile = file(
  'A rule of Rulewright',
  unless(
    'variants',
    map(
      {
        id: described(
          text('uuid', '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'),
          'Permanent, whatever the rule is called later',
        ),
        name: described(slug, 'Equals the file’s name'),
        status: described(word(...statuses), 'deprecated: checked, never compiled or run'),
        source: described(
          either(
            'source',
            text(),
            map({
              findings: described(
                list(slug, { form: 'list of texts', least: 1, unique: true }),
                'Rules, by name',
              ),
            }),
          ),
          'The source that the rule reads, by name, or the rules whose findings it reads',
        ),
      },
      {
        ...variantKeys,
        references: list(text('link', '^https?://[^\\s]+$'), { form: 'list of texts' }),
        author: text(),
        date,
        building_block: described(truth(), 'Its findings are for other rules to read; it raises no alerts'),
        investigate: described(
          list(text(), { form: 'list of texts' }),
          'What the person who gets the alert should look at, in order',
        ),
        respond: described(list(slug, { unique: true }), 'What the person or playbook should do'),
        false_positives: list(text(), { form: 'list of texts' }),
        blind_spots: list(text(), { form: 'list of texts' }),
        variants: described(
          named(map({}, variantKeys, 'variant'), { least: 1, names: slug }),
          'One rule each, in place of this one: these keys take the place of its own, signals one by one',
        ),
      },
    ),
    ['title', 'description', 'severity', 'atlas'],
    {
      signals: ['by', 'window'],
      window: ['by', 'signals'],
      condition: ['by', 'window', 'signals'],
      steps: ['by', 'within'],
      within: ['by', 'steps'],
    },
  ),
  { predicate: predicateDefinition, operand },
);
export type RuleFile = TypeOf<typeof ruleFile>;
