import type { Condition } from '../../src/ir/condition.js';
import { type Mapping, ownShape } from '../../src/ir/mapping.js';
import type { Bound, Measure } from '../../src/ir/measure.js';
import type { Literal, Order, Predicate } from '../../src/ir/predicate.js';
import type { AggregateRule, MatchRule, SequenceRule, Signal, Step } from '../../src/ir/rule.js';
import type { Field, FieldType, Source } from '../../src/ir/source.js';
import type { DslTarget, EsqlTarget, SigmaTarget, SplunkTarget } from '../../src/ir/target.js';
import type { Span } from '../../src/text/source-text.js';

/* Rules and targets made by hand, so that the backends' tests rest on nothing but the IR. */

export const span: Span = { source: { file: 'rules/sample.yaml', text: 'sample' }, start: 0, end: 6 };

const types: { readonly [name: string]: FieldType } = {
  ts: 'timestamp',
  principal: 'keyword',
  input_hash: 'keyword',
  wants_probs: 'boolean',
  n_features: 'number',
  model: 'keyword',
  label: 'keyword',
  src_ip: 'ip',
  margin: 'number',
  status: 'number',
  near_dup: 'boolean',
};
const required = new Set(['ts', 'principal', 'input_hash', 'wants_probs', 'n_features']);

export const source: Source = {
  name: 'inference',
  description: 'One record for each request',
  time: { field: 'ts', format: 'epoch_seconds' },
  dedupe: false,
  fields: new Map(
    Object.entries(types).map(([name, type]) => [name, { name, type, required: required.has(name) }]),
  ),
  define: new Map(),
  span,
};

export function field(name: string): Field {
  const found = source.fields.get(name);
  if (found === undefined) throw new Error(`the sample source has no field ${name}`);
  return found;
}

export const equals = (name: string, ...values: readonly Literal[]): Predicate => ({
  kind: 'equals',
  field: field(name),
  values,
  nocase: false,
  span,
});
export const compare = (name: string, order: Order, value: number): Predicate => ({
  kind: 'compare',
  field: field(name),
  order,
  value,
  span,
});
export const exists = (name: string): Predicate => ({ kind: 'exists', field: field(name), span });
export const not = (of: Predicate): Predicate => ({ kind: 'not', of, span });
export const all = (...of: readonly Predicate[]): Predicate => ({ kind: 'all', of, span });
export const any = (...of: readonly Predicate[]): Predicate => ({ kind: 'any', of, span });

export function signal(name: string, measure: Measure, bound: Bound, atLeast?: number): Signal {
  return { name, measure, bound, span, ...(atLeast === undefined ? {} : { atLeast }) };
}

const head = {
  id: '6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11',
  description: 'A rule of the tests',
  status: 'stable',
  severity: 'low',
  atlas: ['AML.T0024.002'],
  references: [],
  source,
  respond: [],
  falsePositives: [],
  investigate: [],
  blindSpots: [],
  report: [],
  buildingBlock: false,
  span,
} as const;

const minute = 60_000;

/** An aggregate rule that wants all of its signals, over 1 h every 5 min by principal, but for what is said otherwise. */
export function aggregateRule(
  name: string,
  signals: readonly Signal[],
  change: Partial<AggregateRule> = {},
): AggregateRule {
  const names = signals.map((one): Condition => ({ kind: 'signal', name: one.name }));
  return {
    ...head,
    kind: 'aggregate',
    name,
    title: `The sample ${name}`,
    by: [field('principal')],
    window: { size: 60 * minute, every: 5 * minute },
    signals,
    condition: { kind: 'and', of: names },
    ...change,
  };
}

export function sequenceRule(
  name: string,
  steps: readonly Step[],
  change: Partial<SequenceRule> = {},
): SequenceRule {
  const window = { size: 60 * minute, every: 5 * minute };
  const by = [field('principal')];
  return { ...head, kind: 'sequence', name, title: `The sample ${name}`, by, window, steps, ...change };
}

export function matchRule(name: string, where: Predicate, change: Partial<MatchRule> = {}): MatchRule {
  return { ...head, kind: 'match', name, title: `The sample ${name}`, by: [], where, ...change };
}

const targetHead = {
  description: 'A target of the tests',
  delay: 2 * minute,
  accept: [],
  leastStatus: 'experimental' as const,
  exceptions: [],
  span,
} as const;

export const elasticTarget: EsqlTarget = {
  ...targetHead,
  name: 'elastic-test',
  backend: 'elastic',
  dialect: 'esql',
  index: 'inference-audit-*',
  time: '@timestamp',
};
export const dslTarget: DslTarget = {
  ...elasticTarget,
  name: 'dsl-test',
  dialect: 'dsl',
  product: 'opensearch',
};
export const splunkTarget: SplunkTarget = {
  ...targetHead,
  name: 'splunk-test',
  backend: 'splunk',
  index: 'inference',
  reading: 'fields',
};
export const sigmaTarget: SigmaTarget = {
  ...targetHead,
  name: 'sigma-test',
  backend: 'sigma',
  logsource: { product: 'inference-gateway', service: 'audit' },
};

/** The archetype of the pack. */
export const fullVectorHarvest = aggregateRule('full-vector-harvest', [
  signal('volume', { kind: 'count' }, { kind: 'above', value: 100 }),
  signal('novelty', { kind: 'distinct_ratio', field: field('input_hash') }, { kind: 'above', value: 0.9 }),
  signal('full_vectors', { kind: 'share', of: equals('wants_probs', true) }, { kind: 'above', value: 0.8 }),
]);

/** The sample source's fields under their own names. */
export const native: Mapping = ownShape(source);

/** An index whose names are not the source's, two of them the other way round. */
export function renamedFields(inputHash: string): Mapping {
  return {
    ...native,
    fields: new Map([
      ...native.fields,
      ['principal', { kind: 'path', path: ['user', 'id'] }],
      ['label', { kind: 'path', path: ['model'] }],
      ['model', { kind: 'path', path: ['label'] }],
      ['input_hash', { kind: 'path', path: [inputHash] }],
      ['wants_probs', { kind: 'constant', value: true }],
    ]),
  };
}
