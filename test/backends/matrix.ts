import type { Condition } from '../../src/ir/condition.js';
import type { Measure } from '../../src/ir/measure.js';
import type { Predicate } from '../../src/ir/predicate.js';
import type { Rule } from '../../src/ir/rule.js';
import type { BackendName } from '../../src/ir/target.js';
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
  signal,
  span,
} from './samples.js';

/** What a backend answers, in every shape that it has; a refusal is a claim too, and fails once it stops being true. */
export type Cell =
  | 'exact'
  | { readonly approximate: readonly [string, ...string[]] }
  | { readonly refused: readonly [string, ...string[]] };

/** One thing that rules can say, and each backend's answer to it; a backend without an answer does not compile. */
export interface MatrixCase {
  readonly rule: Rule;
  readonly cells: { readonly [B in BackendName]: Cell };
}

const refused = (...codes: readonly [string, ...string[]]): Cell => ({ refused: codes });

/** Not written at all so far. */
const todo = refused('rule-kind');

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
  all: match(all(equals('label', 'cat'), exists('margin')), { elastic: 'exact', splunk: todo, sigma: todo }),
  any: match(any(equals('label', 'cat'), exists('margin')), { elastic: 'exact', splunk: todo, sigma: todo }),
  not: match(not(equals('label', 'cat')), { elastic: 'exact', splunk: todo, sigma: todo }),
  exists: match(exists('margin'), { elastic: 'exact', splunk: todo, sigma: todo }),
  equals: match(equals('label', 'cat', 'dog'), { elastic: 'exact', splunk: todo, sigma: todo }),
  compare: match(compare('margin', 'below', 0.2), { elastic: 'exact', splunk: todo, sigma: todo }),
  contains: match(
    { kind: 'contains', ...text },
    { elastic: refused('unsupported-contains'), splunk: todo, sigma: todo },
  ),
  starts_with: match(
    { kind: 'starts_with', ...text },
    { elastic: refused('unsupported-starts-with'), splunk: todo, sigma: todo },
  ),
  ends_with: match(
    { kind: 'ends_with', ...text },
    { elastic: refused('unsupported-ends-with'), splunk: todo, sigma: todo },
  ),
  wildcard: match(
    { kind: 'wildcard', field: field('label'), patterns: [[{ text: 'c' }, 'any_run']], nocase: false, span },
    { elastic: refused('unsupported-wildcard'), splunk: todo, sigma: todo },
  ),
  regex: match(
    { kind: 'regex', field: field('label'), patterns: ['^c'], nocase: false, span },
    { elastic: refused('unsupported-regex'), splunk: todo, sigma: todo },
  ),
  cidr: match(
    {
      kind: 'cidr',
      field: field('src_ip'),
      networks: [{ bytes: [203, 0, 113, 0], prefix: 24, text: '203.0.113.0/24' }],
      span,
    },
    { elastic: refused('unsupported-cidr'), splunk: todo, sigma: todo },
  ),
};

const margin = field('margin');

/** Every kind of measure, as the one signal of an aggregate rule. */
export const measureCases: { readonly [K in Measure['kind']]: MatrixCase } = {
  count: measure({ kind: 'count' }, { elastic: 'exact', splunk: todo, sigma: todo }),
  share: measure(
    { kind: 'share', of: equals('wants_probs', true) },
    { elastic: 'exact', splunk: todo, sigma: todo },
  ),
  distinct: measure(
    { kind: 'distinct', field: field('input_hash') },
    { elastic: 'exact', splunk: todo, sigma: todo },
  ),
  distinct_ratio: measure(
    { kind: 'distinct_ratio', field: field('input_hash') },
    { elastic: 'exact', splunk: todo, sigma: todo },
  ),
  sum: measure(
    { kind: 'sum', field: margin },
    { elastic: refused('unsupported-sum'), splunk: todo, sigma: todo },
  ),
  avg: measure(
    { kind: 'avg', field: margin },
    { elastic: refused('unsupported-avg'), splunk: todo, sigma: todo },
  ),
  min: measure(
    { kind: 'min', field: margin },
    { elastic: refused('unsupported-min'), splunk: todo, sigma: todo },
  ),
  max: measure(
    { kind: 'max', field: margin },
    { elastic: refused('unsupported-max'), splunk: todo, sigma: todo },
  ),
  stddev: measure(
    { kind: 'stddev', field: margin },
    { elastic: refused('unsupported-stddev'), splunk: todo, sigma: todo },
  ),
  cv: measure(
    { kind: 'cv', field: margin },
    { elastic: refused('unsupported-cv'), splunk: todo, sigma: todo },
  ),
  percentile: measure(
    { kind: 'percentile', field: margin, p: 95_000 },
    { elastic: refused('unsupported-percentile'), splunk: todo, sigma: todo },
  ),
  entropy: measure(
    { kind: 'entropy', field: field('label') },
    { elastic: refused('unsupported-entropy'), splunk: todo, sigma: todo },
  ),
  top_share: measure(
    { kind: 'top_share', field: field('label') },
    { elastic: refused('unsupported-top-share'), splunk: todo, sigma: todo },
  ),
  active: measure(
    { kind: 'active', step: 60_000 },
    { elastic: refused('unsupported-active'), splunk: todo, sigma: todo },
  ),
  interval_avg: measure(
    { kind: 'interval_avg' },
    { elastic: refused('unsupported-interval-avg'), splunk: todo, sigma: todo },
  ),
  interval_cv: measure(
    { kind: 'interval_cv' },
    { elastic: refused('unsupported-interval-cv'), splunk: todo, sigma: todo },
  ),
  rate_cv: measure(
    { kind: 'rate_cv', step: 60_000 },
    { elastic: refused('unsupported-rate-cv'), splunk: todo, sigma: todo },
  ),
  ratio: measure(
    {
      kind: 'ratio',
      of: { measure: { kind: 'count', of: equals('label', 'cat') } },
      to: { measure: { kind: 'count' } },
    },
    { elastic: refused('unsupported-ratio'), splunk: todo, sigma: todo },
  ),
};

const volume = { kind: 'signal', name: 'volume' } as const;
const novelty = { kind: 'signal', name: 'novelty' } as const;

/** What can be said besides a kind of its own. */
export const otherCases: { readonly [name: string]: MatrixCase } = {
  'equality without case': match(
    { kind: 'equals', field: field('label'), values: ['cat'], nocase: true, span },
    { elastic: refused('unsupported-nocase'), splunk: todo, sigma: todo },
  ),
  'a predicate on the time of the event': match(compare('ts', 'at_least', Date.UTC(2026, 0, 12)), {
    elastic: 'exact',
    splunk: todo,
    sigma: todo,
  }),
  'a count of some events': measure(
    { kind: 'count', of: equals('wants_probs', true) },
    { elastic: 'exact', splunk: todo, sigma: todo },
  ),
  'a share among some events': measure(
    { kind: 'share', of: equals('wants_probs', true), among: exists('label') },
    { elastic: 'exact', splunk: todo, sigma: todo },
  ),
  'a share that needs a hundred events': measure(
    { kind: 'share', of: equals('wants_probs', true) },
    { elastic: 'exact', splunk: todo, sigma: todo },
    100,
  ),
  'one signal and another': combined(
    { kind: 'and', of: [volume, novelty] },
    { elastic: 'exact', splunk: todo, sigma: todo },
  ),
  'one signal or another': combined(
    { kind: 'or', of: [volume, novelty] },
    { elastic: 'exact', splunk: todo, sigma: todo },
  ),
  'one signal and not another': combined(
    { kind: 'and', of: [volume, { kind: 'not', of: novelty }] },
    { elastic: 'exact', splunk: todo, sigma: todo },
  ),
  'some of the signals': combined(
    { kind: 'at_least', count: 1, of: [volume, novelty] },
    { elastic: 'exact', splunk: todo, sigma: todo },
  ),
};

/** All cases by name. */
export const cases: ReadonlyMap<string, MatrixCase> = new Map([
  ...Object.entries(predicateCases),
  ...Object.entries(measureCases),
  ...Object.entries(otherCases),
]);
