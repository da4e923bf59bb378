import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lowerRule } from '../../src/backends/registry.js';
import { aggregateRule, elasticTarget, equals, field, native, signal, source } from '../backends/samples.js';
import { evaluate } from '../differential/outcome.js';
import { toDocument } from '../differential/source-document.js';
import { onEngine } from '../engines/on-engine.js';
import { createRandom } from '../random/random.js';
import { findDialect } from './dialect.js';
import { addDocuments, createIndex, dropIndex } from './index.js';
import { toRow } from './reference.js';
import { findDifference } from './row.js';

/*
 * A day of a million events and a rule of 24 hours every 15 minutes, in ES|QL: that the hunt finishes, what it finds, and how long it takes
 * beside the same question asked by hand, over one window.
 */

const index = 'rulewright-million';
const day = 86_400_000;
const start = Date.UTC(2026, 0, 12);
const events = 1_000_000;
const rule = aggregateRule(
  'a-day',
  [
    signal('volume', { kind: 'count' }, { kind: 'above', value: 4_000 }),
    signal('novelty', { kind: 'distinct_ratio', field: field('input_hash') }, { kind: 'above', value: 0.5 }),
    signal('full', { kind: 'share', of: equals('wants_probs', true) }, { kind: 'above', value: 0.5 }),
  ],
  { window: { size: day, every: 15 * 60_000 } },
);
const byHand = `FROM ${index}
| STATS volume = COUNT(*), inputs = COUNT_DISTINCT(input_hash), full = COUNT(*) WHERE wants_probs BY principal
| WHERE volume > 4000 AND inputs > 0.5 * volume AND full > 0.5 * volume | LIMIT 10000`;

/** The events of a part of the day, of 500 principals, of whom the first few ask for most. */
function* makeEvents() {
  const random = createRandom(1_000_000);
  for (let i = 0; i < events; i++) {
    const who = random.chance(0.2) ? random.whole(0, 9) : random.whole(10, 499);
    const time = start + Math.floor((i * day) / events);
    const hash = `h${random.whole(0, who < 5 ? 1_000_000 : 500)}`;
    yield { line: i + 1, time, principal: `key-${who}`, input_hash: hash, wants_probs: random.chance(0.8) };
  }
}

const test = suite('a day of a million events');
const esql = findDialect(elasticTarget);

await onEngine(test, esql.engine, 'a hunt of 24 h every 15 min', async (engine) => {
  const target = { ...esql.target, index };
  const lines: string[] = [];
  let batch: Parameters<typeof addDocuments>[2][number][] = [];
  try {
    await createIndex(engine, index, toDocument(source).fields, 'ts');
    for (const { line, time, ...event } of makeEvents()) {
      lines.push(JSON.stringify({ ts: time / 1000, ...event, n_features: 1 }));
      batch.push({ line, fields: { '@timestamp': new Date(time).toISOString(), ...event } });
      if (batch.length < 50_000) continue;
      await addDocuments(engine, index, batch);
      batch = [];
    }
    const input = { kind: 'text', name: 'day', text: lines.join('\n') } as const;
    const { findings } = await evaluate([rule], native, [input], ['day'], undefined);
    const wanted = findings.map((finding) => toRow(rule, finding, () => undefined));
    const lowering = lowerRule(rule, target, 'hunt');
    if (lowering.fidelity === 'refused') return assert.unreachable('the hunt is refused');
    const query = lowering.output[0]?.text ?? '';
    const began = performance.now();
    const form = { kind: 'between', from: start, to: start + 2 * day } as const;
    const rows = await esql.run(engine, rule, target, query, form);
    const took = performance.now() - began;
    const handBegan = performance.now();
    await engine.cluster.request('POST', '/_query', { query: byHand });
    const byHandTook = performance.now() - handBegan;
    assert.ok(rows !== undefined, 'cut at the limit');
    assert.ok(wanted.length > 100, 'the day holds too few findings to show anything');
    assert.is(findDifference(rule, wanted, rows, new Set()), undefined);
    console.log(
      `       ${wanted.length} findings; the hunt took ${(took / 1000).toFixed(1)} s, one window by hand ${(byHandTook / 1000).toFixed(1)} s`,
    );
  } finally {
    await dropIndex(engine, index);
  }
});

test.run();
