import type { AggregateRule } from '../../src/ir/rule.js';
import type { Field, FieldType, Source } from '../../src/ir/source.js';
import type { SourceText, Span } from '../../src/text/source-text.js';
import type { Requests, Traffic } from '../../src/unit-test/traffic.js';

const text: SourceText = { file: 'sample.yaml', text: 'sample: true\n' };

/** A place for values that come from no file. */
export const somewhere: Span = { source: text, start: 0, end: 6 };

const types: Record<string, FieldType> = {
  ts: 'timestamp',
  principal: 'keyword',
  input_hash: 'keyword',
  wants_probs: 'boolean',
  n_features: 'number',
  margin: 'number',
  near_dup: 'boolean',
  label: 'keyword',
  src_ip: 'ip',
};

/** A part of the gateway's audit record. */
export const source: Source = {
  name: 'inference',
  description: 'Requests',
  time: { field: 'ts', format: 'epoch_seconds' },
  dedupe: false,
  fields: new Map(Object.entries(types).map(([name, type]) => [name, { name, type, required: false }])),
  define: new Map(),
  span: somewhere,
};

/** A field of the source. */
export function field(name: string): Field {
  const found = source.fields.get(name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}

/** More than 100 requests an hour, more than 0.9 of them distinct, more than 0.8 with all probabilities. */
export const harvest: AggregateRule = {
  kind: 'aggregate',
  id: '6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11',
  name: 'harvest',
  title: 'Harvest',
  description: 'Harvest',
  status: 'stable',
  severity: 'low',
  atlas: ['AML.T0024.002'],
  references: [],
  source,
  by: [field('principal')],
  window: { size: 3_600_000, every: 300_000 },
  signals: [
    { name: 'volume', measure: { kind: 'count' }, bound: { kind: 'above', value: 100 }, span: somewhere },
    {
      name: 'novelty',
      measure: { kind: 'distinct_ratio', field: field('input_hash') },
      bound: { kind: 'above', value: 0.9 },
      span: somewhere,
    },
  ],
  condition: {
    kind: 'and',
    of: [
      { kind: 'signal', name: 'volume' },
      { kind: 'signal', name: 'novelty' },
    ],
  },
  suppress: { for: 3_600_000, by: [field('principal')] },
  respond: [],
  falsePositives: [],
  investigate: [],
  blindSpots: [],
  report: [],
  buildingBlock: false,
  span: somewhere,
};

/** 2026-01-12T09:00:00Z */
export const start = 1_768_208_400_000;

/** Traffic of one principal: 100 requests in 50 minutes, all of them fresh, unless told otherwise. */
export function trafficOf(change: Partial<Requests>, seed = 7): Traffic {
  return { seed, start, principals: [requestsOf(change)] };
}

/** The requests of one principal. */
export function requestsOf(change: Partial<Requests>): Requests {
  return {
    name: 'thief',
    copies: 1,
    count: 100,
    offset: 0,
    pace: { kind: 'even', over: 3_000_000, jitter: 0 },
    inputs: { kind: 'fresh', share: 1 },
    fullVectors: 0,
    fields: new Map(),
    ...change,
  };
}
