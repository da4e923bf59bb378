import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SignalDoc, SourceDoc } from './documents.js';
import { isOnEdge, measure, meets } from './measure.js';
import type { Value } from './value.js';

const test = suite('oracle: measures');

const source: SourceDoc = {
  source: 's',
  description: '',
  time: { field: 'ts', format: 'epoch_millis' },
  fields: {
    ts: { type: 'timestamp', description: '' },
    word: { type: 'keyword', description: '' },
    size: { type: 'number', description: '' },
    flag: { type: 'boolean', description: '' },
    void: { type: 'number', description: '' },
  },
};

function measured(
  signal: SignalDoc,
  rows: readonly (readonly [number, { [field: string]: Value }])[],
): number | null {
  const events = rows.map(([time, fields], line) => ({
    time,
    fields: new Map(Object.entries(fields)),
    place: { input: 0, line },
  }));
  const signals = { pair: { distinct: 'word', n: 4, above: 0 }, many: { distinct: 'word', n: 5, above: 0 } };
  return measure(signal, { events, start: 0, end: 600_000, world: { source, lists: [] }, signals }).value;
}

/** Four events in ten minutes; gaps of 60, 120 and 60 seconds. */
const rows = [
  [0, { word: 'a', size: 2, flag: true }],
  [180_000, { word: 'a', size: 4 }],
  [60_000, { word: 'b', size: 4, flag: false }],
  [240_000, { size: 6, flag: true }],
] as const;

const values: readonly (readonly [signal: SignalDoc, value: number | null])[] = [
  [{ count: 'events' }, 4],
  [{ count: { flag: true } }, 2],
  [{ share: { flag: true } }, 0.5],
  [{ share: { flag: true }, among: { 'flag|exists': true } }, 2 / 3],
  [{ share: { flag: true }, among: { word: 'z' } }, null],
  [{ share: { flag: true }, among: { 'flag|exists': true }, n: 3 }, 2 / 3],
  [{ share: { flag: true }, among: { 'flag|exists': true }, n: 4 }, null],
  [{ share: { flag: true }, n: 4 }, 0.5],
  [{ distinct: 'word' }, 2],
  [{ distinct: 'void' }, 0],
  [{ distinct: 'word', n: 5 }, null],
  [{ distinct_ratio: 'word' }, 0.5],
  [{ sum: 'size' }, 16],
  [{ sum: 'void' }, null],
  [{ avg: 'size' }, 4],
  [{ avg: 'size', n: 4 }, 4],
  [{ avg: 'size', n: 5 }, null],
  [{ min: 'size' }, 2],
  [{ max: 'size' }, 6],
  [{ max: 'void' }, null],
  // The squared distances from 4 are 4, 0, 0 and 4.
  [{ stddev: 'size' }, Math.sqrt(2)],
  [{ cv: 'size' }, Math.sqrt(2) / 4],
  [{ percentile: 'size', p: 25 }, 2],
  [{ percentile: 'size', p: 25.001 }, 4],
  [{ percentile: 'size', p: 75 }, 4],
  [{ percentile: 'size', p: 100 }, 6],
  // Two thirds a, one third b: 2/3 · log2(3/2) + 1/3 · log2(3).
  [{ entropy: 'word' }, 0.9182958340544896],
  [{ entropy: 'flag' }, 0.9182958340544896],
  [{ top_share: 'word' }, 2 / 3],
  [{ active: '2m' }, 3],
  [{ interval_avg: 'events' }, 80],
  // The mean gap is 80; the squared distances are 400, 1600 and 400.
  [{ interval_cv: 'events' }, Math.sqrt(800) / 80],
  // Counts by five minutes: 4 and 0.
  [{ rate_cv: '5m' }, 1],
  // Counts by two minutes: 2, 1, 1, 0, 0; the squared distances from 0.8 are 1.44, 0.04, 0.04, 0.64 and 0.64.
  [{ rate_cv: '2m' }, Math.sqrt(2.8 / 5) / 0.8],
  [{ ratio: { of: 'pair', to: { count: 'events' } } }, 0.5],
  [{ ratio: { of: 'many', to: { count: 'events' } } }, null],
  [{ ratio: { of: { count: 'events' }, to: { distinct: 'void' } } }, null],
  [{ ratio: { of: 'pair', to: { count: 'events' } }, n: 5 }, null],
];

for (const [signal, value] of values) {
  test(JSON.stringify(signal), () => {
    const got = measured(signal, rows);
    if (got === null || value === null) assert.is(got, value);
    else assert.ok(Math.abs(got - value) <= 4e-16 * Math.abs(value), `${got} is not ${value}`);
  });
}

test('sums are exact before they are rounded', () => {
  const sized = (...sizes: number[]) => sizes.map((size) => [0, { size }] as const);
  assert.is(measured({ sum: 'size' }, sized(1e16, 1, -1e16)), 1);
  assert.is(measured({ sum: 'size' }, sized(0.1, 0.2, 0.3)), 0.6);
  assert.is(measured({ avg: 'size' }, sized(0.1, 0.1, 0.1)), 0.1);
  assert.is(measured({ stddev: 'size' }, sized(0.1, 0.1, 0.1)), 0);
  assert.is(measured({ cv: 'size' }, sized(-1, 1)), null);
  assert.is(measured({ sum: 'size' }, sized(5e-324, 5e-324)), 1e-323);
  assert.is(measured({ sum: 'size' }, sized(1e308, 1e308, -1e308)), 1e308);
  assert.is(measured({ sum: 'size' }, sized(1e308, 1e308)), null);
});

test('gaps need two, and a mean', () => {
  const at = (...times: number[]) => times.map((time) => [time, {}] as const);
  assert.is(measured({ interval_avg: 'events' }, at(0, 1000)), null);
  assert.is(measured({ interval_avg: 'events' }, at(5, 5, 5)), 0);
  assert.is(measured({ interval_cv: 'events' }, at(5, 5, 5)), null);
});

test('bounds and their edge', () => {
  assert.not.ok(meets(5, { above: 5 }));
  assert.ok(meets(5, { at_least: 5 }));
  assert.not.ok(meets(5, { below: 5 }));
  assert.ok(meets(5, { at_most: 5 }));
  assert.ok(meets(5, { between: [1, 5] }));
  assert.not.ok(meets(6, { between: [1, 5] }));
  assert.not.ok(meets(null, { below: 5 }));
  assert.ok(isOnEdge({ value: 1e9 + 1, rough: true }, { above: 1e9 }));
  assert.not.ok(isOnEdge({ value: 1e9 + 2, rough: true }, { above: 1e9 }));
  assert.not.ok(isOnEdge({ value: 5, rough: false }, { above: 5 }));
});

test.run();
