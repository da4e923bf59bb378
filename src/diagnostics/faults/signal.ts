import { error, listNames, nearWords, warning } from '../fault.js';
import type { FieldType } from '../form.js';

const rule = (text: string) => ({ of: 'rule', text }) as const;
const signals = (text: string) => rule(`signals: { volume: { ${text} } }`);

/** What a condition can stumble over. */
export const conditionProblems = {
  'unexpected end': 'the condition breaks off; a signal, not, N of or ( should follow',
  'unexpected word': 'a signal, not, N of or ( should stand here',
  'missing operator': 'and or or should stand here',
  'missing of': 'of should stand here',
  'missing group': 'them, or a prefix with a star such as net_*, should stand here',
  'missing close': 'this parenthesis is not closed',
  'stray close': 'this parenthesis was not opened',
  'upper case': 'operators are written in lower case',
  'strange character': 'this character has no meaning in a condition',
  'too deep': 'the condition nests too deep',
  'too large': 'written out, the condition names too many signals',
  'none of': '0 of them always holds',
} as const;

/** What can be wrong with signals, their measures and bounds, and the condition over them. */
export const signalFaults = {
  'reserved-signal-name': error<{ name: string }>({
    message: ({ name }) => `${name} is a word of conditions and cannot name a signal`,
    page: {
      what: 'A signal is called `and`, `or`, `not`, `all`, `of` or `them`.',
      why: 'A condition could not tell the signal from the word.',
      wrong: rule('signals: { all: { count: events, above: 100 } }'),
      right: rule('signals: { volume: { count: events, above: 100 } }'),
    },
  }),
  'measure-missing': error<{ signal: string; known: readonly string[] }>({
    message: ({ signal }) => `${signal} measures nothing`,
    hint: ({ known }) => `write one of ${known.join(', ')}`,
    page: {
      what: 'A signal, or an operand of a ratio, has no measure.',
      why: 'A bound needs a value to hold against.',
      wrong: signals('above: 100'),
      right: signals('count: events, above: 100'),
    },
  }),
  'several-measures': error<{ first: string; second: string }>({
    message: ({ first, second }) =>
      `a signal has one measure, and ${first} stands here already beside ${second}`,
    hint: () => 'make two signals of it, and join them in the condition',
    page: {
      what: 'A signal has two measures.',
      why: 'One bound cannot say which of them it is for.',
      wrong: signals('count: events, distinct: model, above: 100'),
      right: rule(
        'signals: { volume: { count: events, above: 100 }, variety: { distinct: model, above: 3 } }',
      ),
    },
  }),
  'bound-missing': error<{ signal: string }>({
    message: ({ signal }) => `${signal} has no bound`,
    hint: () => 'write above, at_least, below, at_most or between',
    page: {
      what: 'A signal has a measure and nothing to hold it against.',
      why: 'A signal is true or false; a value alone is neither.',
      wrong: signals('count: events'),
      right: signals('count: events, above: 100'),
    },
  }),
  'several-bounds': error<{ first: string; second: string }>({
    message: ({ first, second }) =>
      `a signal has one bound, and ${first} stands here already beside ${second}`,
    hint: () => 'for two ends write between: [low, high]',
    page: {
      what: 'A signal has two bounds.',
      why: 'Two ends are said by `between`, both included; anything else by two signals.',
      wrong: signals('count: events, at_least: 10, at_most: 20'),
      right: signals('count: events, between: [10, 20]'),
    },
  }),
  'bound-reversed': error<{ low: number; high: number }>({
    message: ({ low, high }) => `nothing lies between ${low} and ${high}: the lower number comes first`,
    hint: ({ low, high }) => `write between: [${high}, ${low}]`,
    page: {
      what: 'The numbers of `between` stand in the wrong order.',
      why: 'The signal could never be true.',
      wrong: signals('count: events, between: [20, 10]'),
      right: signals('count: events, between: [10, 20]'),
    },
  }),
  'bound-never-met': error<Record<never, never>>({
    message: () =>
      'no window meets this bound: a window without an event is never evaluated, so the count is at least 1',
    page: {
      what: 'A bound on `count: events` that no whole number from 1 on meets.',
      why: 'A group is seen in a window only where it has an event there. Silence is not something that a rule can find.',
      wrong: signals('count: events, below: 1'),
      right: signals('count: events, at_most: 1'),
    },
  }),
  'bound-out-of-reach': warning<{ measure: string; least: number; most: number | undefined }>({
    message: ({ measure, least, most }) =>
      `no window meets this bound: ${measure} is ${most === undefined ? `${least} or more` : `from ${least} to ${most}`}`,
    page: {
      what: 'A bound lies outside what its measure can be.',
      why: 'The signal is never true; perhaps a per cent was meant where a share from 0 to 1 is measured.',
      wrong: signals('share: { wants_probs: true }, above: 80'),
      right: signals('share: { wants_probs: true }, above: 0.8'),
    },
  }),
  'measure-type': error<{ measure: string; field: string; type: FieldType; takes: readonly FieldType[] }>({
    message: ({ measure, field, type, takes }) =>
      `${measure} is for fields of type ${listNames(takes, 'or')}, and ${field} is a ${type}`,
    page: {
      what: 'A measure is taken of a field of a type that it has no meaning for.',
      why: 'A mean of names is nothing; `distinct`, `entropy` and `top_share` are for any type.',
      wrong: signals('avg: model, above: 3'),
      right: signals('distinct: model, above: 3'),
    },
  }),
  'setting-without-measure': error<{ setting: string; takes: string }>({
    message: ({ setting, takes }) => `${setting} goes with ${takes} only`,
    page: {
      what: '`among` stands without `share`, or `p` without `percentile`.',
      why: 'It would have no effect, and its author believes that it has one.',
      wrong: signals('count: events, above: 100, p: 95'),
      right: signals('percentile: margin, p: 95, below: 0.2'),
    },
  }),
  'percentile-missing': error<Record<never, never>>({
    message: () => 'percentile needs p, the percentage',
    hint: () => 'write for example p: 95',
    page: {
      what: 'A `percentile` does not say which.',
      why: 'There is no usual one.',
      wrong: signals('percentile: margin, below: 0.2'),
      right: signals('percentile: margin, p: 5, below: 0.2'),
    },
  }),
  'percentile-too-fine': error<{ p: string }>({
    message: ({ p }) => `${p} has more than 3 decimals`,
    page: {
      what: 'The `p` of a percentile has more than three decimals.',
      why: 'The rank is computed exactly, in whole thousandths of a per cent.',
      wrong: signals('percentile: margin, p: 99.9999, below: 0.2'),
      right: signals('percentile: margin, p: 99.999, below: 0.2'),
    },
  }),
  'step-not-dividing': error<{ step: string; every: string }>({
    message: ({ step, every }) =>
      `steps of ${step} do not divide ${every}, the distance of the windows’ ends`,
    page: {
      what: 'The step of `rate_cv` does not divide the window’s `every`.',
      why: 'Every window must hold whole steps, wherever it ends.',
      wrong: rule('window: { size: 1h, every: 5m }\nsignals: { even: { rate_cv: 2m, below: 0.2 } }'),
      right: rule('window: { size: 1h, every: 5m }\nsignals: { even: { rate_cv: 1m, below: 0.2 } }'),
    },
  }),
  'unknown-signal': error<{ name: string; near: string | undefined }>({
    message: ({ name, near }) => `there is no signal ${name}${nearWords(near)}`,
    page: {
      what: 'A condition or a ratio names a signal that the rule does not have.',
      why: 'What is not measured is neither true nor false.',
      wrong: rule('condition: volum'),
      right: rule('condition: volume'),
    },
  }),
  'no-signal-matches': error<{ prefix: string; known: readonly string[] }>({
    message: ({ prefix }) => `no signal’s name begins with ${prefix}`,
    hint: ({ known }) => `signals here: ${known.join(', ')}`,
    page: {
      what: 'A condition counts signals by a prefix that none of them has.',
      why: 'Of none, neither all nor any number says anything.',
      wrong: rule('condition: 1 of net_*'),
      right: rule('condition: 1 of vol*'),
    },
  }),
  'too-few-signals': error<{ wanted: number; there: number }>({
    message: ({ wanted, there }) =>
      `${wanted} are wanted, and there ${there === 1 ? 'is 1 signal' : `are ${there} signals`}`,
    page: {
      what: 'A condition wants more signals than there are.',
      why: 'It could never hold.',
      wrong: rule('condition: 2 of them'),
      right: rule('condition: 1 of them'),
    },
  }),
  'condition-syntax': error<{ problem: keyof typeof conditionProblems; word: string }>({
    message: ({ problem }) => conditionProblems[problem],
    hint: ({ problem, word }) =>
      problem === 'upper case'
        ? `write ${word.toLowerCase()}`
        : problem === 'unexpected word' && word === 'any'
          ? 'for any of them write 1 of them'
          : undefined,
    page: {
      what: 'A condition is not well formed.',
      why: 'It is made of names of signals, `not`, `and`, `or` (which bind in this order), parentheses, `all of them`, `2 of them`, `all of net_*` and `1 of net_*`.',
      wrong: rule('condition: volume AND volume'),
      right: rule('condition: volume and volume'),
    },
  }),
  'circular-ratio': error<{ circle: readonly string[] }>({
    message: ({ circle }) => `the ratio leads back to itself: ${circle.join(' → ')}`,
    page: {
      what: 'The ratio of a signal uses that signal, at once or through others.',
      why: 'It has no value: each of them waits for the other.',
      wrong: rule('signals: { volume: { ratio: { of: volume, to: { count: events } }, above: 1 } }'),
      right: rule(
        'signals: { volume: { ratio: { of: { distinct: model }, to: { count: events } }, above: 1 } }',
      ),
    },
  }),
  'ratio-too-large': error<{ limit: number }>({
    message: ({ limit }) => `with its operands written out, this ratio holds more than ${limit} measures`,
    page: {
      what: 'A ratio of ratios of ratios stands for too many measures.',
      why: 'Engines refuse such queries; nobody can explain their alerts.',
      wrong: { of: 'situation', text: 'ten signals, each the ratio of the one before it to itself' },
      right: rule(
        'signals: { volume: { ratio: { of: { distinct: model }, to: { count: events } }, above: 1 } }',
      ),
    },
  }),
} as const;
