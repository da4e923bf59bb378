import type { Condition } from '../../src/ir/condition.js';
import type { Measure } from '../../src/ir/measure.js';
import type { Predicate } from '../../src/ir/predicate.js';
import type { Rule } from '../../src/ir/rule.js';
import type { BackendName, ElasticTarget } from '../../src/ir/target.js';
import {
  aggregateRule,
  all,
  any,
  compare,
  equals,
  exists,
  field,
  matchRule,
  not,
  sequenceRule,
  signal,
  span,
} from './samples.js';

/** What a language answers, in every shape that it has; a refusal is a claim too, and fails once it stops being true. */
export type Cell =
  | 'exact'
  | { readonly approximate: readonly [string, ...string[]] }
  | { readonly refused: readonly [string, ...string[]] };

/** What rules are lowered to. */
export type Language = Exclude<BackendName, 'elastic'> | ElasticTarget['dialect'];

/** One thing that rules can say, and the answer to it in each language; a language without an answer does not compile. */
export interface MatrixCase {
  readonly rule: Rule;
  readonly cells: { readonly [L in Language]: Cell };
}

const refused = (...codes: readonly [string, ...string[]]): Cell => ({ refused: codes });

const approximate = (...codes: readonly [string, ...string[]]): Cell => {
  const [first = '', ...rest] = codes.toSorted();
  return { approximate: [first, ...rest] };
};

/** Of Sigma: what it leaves to the reader in every rule that counts a group. */
const counted = ['case-of-values', 'sliding-reader', 'tumbling-reader'] as const;

function match(where: Predicate, cells: MatrixCase['cells']): MatrixCase {
  return { rule: matchRule('case', where), cells };
}

function measure(of: Measure, cells: MatrixCase['cells'], atLeast?: number): MatrixCase {
  return {
    rule: aggregateRule('case', [signal('value', of, { kind: 'above', value: 0.5 }, atLeast)]),
    cells,
  };
}

function combined(condition: Condition, cells: MatrixCase['cells']): MatrixCase {
  const volume = signal('volume', { kind: 'count' }, { kind: 'above', value: 100 });
  const novelty = signal(
    'novelty',
    { kind: 'distinct_ratio', field: field('input_hash') },
    { kind: 'above', value: 0.9 },
  );
  return { rule: aggregateRule('case', [volume, novelty], { condition }), cells };
}

const text = { field: field('label'), values: ['cat'], nocase: false, span } as const;

/** Every kind of predicate, as a match rule; a kind without a case does not compile. */
export const predicateCases: { readonly [K in Predicate['kind']]: MatrixCase } = {
  all: match(all(equals('label', 'cat'), exists('margin')), {
    esql: 'exact',
    dsl: 'exact',
    splunk: 'exact',
    sigma: 'exact',
  }),
  any: match(any(equals('label', 'cat'), exists('margin')), {
    esql: 'exact',
    dsl: 'exact',
    splunk: 'exact',
    sigma: 'exact',
  }),
  not: match(not(equals('label', 'cat')), { esql: 'exact', dsl: 'exact', splunk: 'exact', sigma: 'exact' }),
  exists: match(exists('margin'), { esql: 'exact', dsl: 'exact', splunk: 'exact', sigma: 'exact' }),
  equals: match(equals('label', 'cat', 'dog'), {
    esql: 'exact',
    dsl: 'exact',
    splunk: 'exact',
    sigma: 'exact',
  }),
  compare: match(compare('margin', 'below', 0.2), {
    esql: 'exact',
    dsl: 'exact',
    splunk: 'exact',
    sigma: 'exact',
  }),
  contains: match(
    { kind: 'contains', ...text },
    { esql: 'exact', dsl: 'exact', splunk: 'exact', sigma: 'exact' },
  ),
  starts_with: match(
    { kind: 'starts_with', ...text },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: 'exact',
    },
  ),
  ends_with: match(
    { kind: 'ends_with', ...text },
    { esql: 'exact', dsl: 'exact', splunk: 'exact', sigma: 'exact' },
  ),
  wildcard: match(
    { kind: 'wildcard', field: field('label'), patterns: [[{ text: 'c' }, 'any_run']], nocase: false, span },
    { esql: 'exact', dsl: 'exact', splunk: 'exact', sigma: 'exact' },
  ),
  regex: match(
    { kind: 'regex', field: field('label'), patterns: ['^c'], nocase: false, span },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-regex'),
    },
  ),
  cidr: match(
    {
      kind: 'cidr',
      field: field('src_ip'),
      networks: [{ bytes: [203, 0, 113, 0], prefix: 24, text: '203.0.113.0/24' }],
      span,
    },
    { esql: 'exact', dsl: 'exact', splunk: refused('unsupported-cidr'), sigma: 'exact' },
  ),
  in_list: match(
    { kind: 'in_list', field: field('label'), list: 'animals', entries: [{ value: 'cat' }], span },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: 'exact',
    },
  ),
};

const margin = field('margin');

/** Every kind of measure, as the one signal of an aggregate rule. */
export const measureCases: { readonly [K in Measure['kind']]: MatrixCase } = {
  count: measure(
    { kind: 'count' },
    { esql: 'exact', dsl: 'exact', splunk: 'exact', sigma: refused('nothing-to-count') },
  ),
  share: measure(
    { kind: 'share', of: equals('wants_probs', true) },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'share-as-count'),
    },
  ),
  distinct: measure(
    { kind: 'distinct', field: field('input_hash') },
    { esql: 'exact', dsl: 'exact', splunk: 'exact', sigma: approximate(...counted) },
  ),
  distinct_ratio: measure(
    { kind: 'distinct_ratio', field: field('input_hash') },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'ratio-as-count'),
    },
  ),
  sum: measure(
    { kind: 'sum', field: margin },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'sum-of-positives', 'whole-threshold'),
    },
  ),
  avg: measure(
    { kind: 'avg', field: margin },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'whole-threshold'),
    },
  ),
  min: measure(
    { kind: 'min', field: margin },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'every-as-some'),
    },
  ),
  max: measure(
    { kind: 'max', field: margin },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted),
    },
  ),
  stddev: measure(
    { kind: 'stddev', field: margin },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-stddev'),
    },
  ),
  cv: measure(
    { kind: 'cv', field: margin },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-cv'),
    },
  ),
  percentile: measure(
    { kind: 'percentile', field: margin, p: 95_000 },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'percentile-moved', 'whole-threshold'),
    },
  ),
  entropy: measure(
    { kind: 'entropy', field: field('label') },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-entropy'),
    },
  ),
  top_share: measure(
    { kind: 'top_share', field: field('label') },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-top-share'),
    },
  ),
  active: measure(
    { kind: 'active', step: 60_000 },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-active'),
    },
  ),
  interval_avg: measure(
    { kind: 'interval_avg' },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-interval-avg'),
    },
  ),
  interval_cv: measure(
    { kind: 'interval_cv' },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-interval-cv'),
    },
  ),
  rate_cv: measure(
    { kind: 'rate_cv', step: 60_000 },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-rate-cv'),
    },
  ),
  ratio: measure(
    {
      kind: 'ratio',
      of: { measure: { kind: 'count', of: equals('label', 'cat') } },
      to: { measure: { kind: 'count' } },
    },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'ratio-as-count'),
    },
  ),
};

const volume = { kind: 'signal', name: 'volume' } as const;
const novelty = { kind: 'signal', name: 'novelty' } as const;

/** What can be said besides a kind of its own. */
export const otherCases: { readonly [name: string]: MatrixCase } = {
  'equality without case': match(
    { kind: 'equals', field: field('label'), values: ['cat'], nocase: true, span },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate('case-beyond-ascii'),
    },
  ),
  'a predicate on the time of the event': match(compare('ts', 'at_least', Date.UTC(2026, 0, 12)), {
    esql: 'exact',
    dsl: 'exact',
    splunk: 'exact',
    sigma: refused('unsupported-timestamp'),
  }),
  'a count of some events': measure(
    { kind: 'count', of: equals('wants_probs', true) },
    { esql: 'exact', dsl: 'exact', splunk: 'exact', sigma: approximate(...counted) },
  ),
  'a share among some events': measure(
    { kind: 'share', of: equals('wants_probs', true), among: exists('label') },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'share-as-count'),
    },
  ),
  'steps in their order': {
    rule: sequenceRule('case', [
      { name: 'probe', where: equals('status', 403), atLeast: 3, span },
      { name: 'pull', where: equals('wants_probs', true), atLeast: 2, span },
    ]),
    cells: {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'steps-reach-back'),
    },
  },
  'a percentile within a ratio': measure(
    {
      kind: 'ratio',
      of: { measure: { kind: 'percentile', field: margin, p: 95_000 } },
      to: { measure: { kind: 'max', field: margin } },
    },
    {
      esql: refused('percentile-as-value'),
      dsl: 'exact',
      splunk: 'exact',
      sigma: refused('unsupported-percentile'),
    },
  ),
  'a share that needs a hundred events': measure(
    { kind: 'share', of: equals('wants_probs', true) },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'joint-windows', 'share-as-count'),
    },
    100,
  ),
  'one signal and another': combined(
    { kind: 'and', of: [volume, novelty] },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'joint-windows', 'ratio-as-count'),
    },
  ),
  'one signal or another': combined(
    { kind: 'or', of: [volume, novelty] },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'ratio-as-count'),
    },
  ),
  'one signal and not another': combined(
    { kind: 'and', of: [volume, { kind: 'not', of: novelty }] },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'negation-dropped'),
    },
  ),
  'some of the signals': combined(
    { kind: 'at_least', count: 1, of: [volume, novelty] },
    {
      esql: 'exact',
      dsl: 'exact',
      splunk: 'exact',
      sigma: approximate(...counted, 'ratio-as-count'),
    },
  ),
};

/** All cases by name. */
export const cases: ReadonlyMap<string, MatrixCase> = new Map([
  ...Object.entries(predicateCases),
  ...Object.entries(measureCases),
  ...Object.entries(otherCases),
]);
