import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lowerRule } from '../../src/backends/registry.js';
import { fullVectorHarvest, native, source } from '../backends/samples.js';
import { toDocument } from '../differential/source-document.js';
import { onEngine } from '../engines/on-engine.js';
import { createRandom } from '../random/random.js';
import { dialects } from './dialect.js';
import { addDocuments, createIndex, dropIndex, toDocuments } from './index.js';
import { evaluateLog, toLog } from './log.js';
import { findDifference, identify, type Row } from './row.js';

/*
 * A scheduled query over a day: run every five minutes, ten seconds early or late, once not at all, while events arrive up to the target's
 * delay after their time. What its runs find between them is what the evaluator finds.
 */

const index = 'rulewright-live';
const rule = fullVectorHarvest;
const { every } = rule.window;
const day = 86_400_000;
const start = Date.UTC(2026, 0, 12);
const random = createRandom(24);

/** Six principals who ask now and then, and of whom some harvest for an hour or two. */
function makeLog() {
  const lines = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((principal) => {
    const busy = random.whole(0, 22);
    const times = [
      ...Array.from({ length: 200 }, () => random.whole(0, day - 1)),
      ...Array.from({ length: 400 }, () => busy * 3_600_000 + random.whole(0, 5_400_000)),
    ].filter((time) => time < day);
    return times.map((time) => {
      const hash = `h${random.whole(0, 5_000)}`;
      const wants = random.chance(0.9);
      return { ts: (start + time) / 1000, principal, input_hash: hash, wants_probs: wants, n_features: 784 };
    });
  });
  return toLog(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), toDocument(source));
}

for (const dialect of dialects.filter(({ scheduled }) => scheduled !== undefined)) {
  const target = { ...dialect.target, index };
  const test = suite(`a scheduled query over a day, in ${dialect.title}`);

  await onEngine(test, dialect.engine, 'its runs find what the evaluator finds', async (engine) => {
    const log = makeLog();
    const wanted = (await evaluateLog([rule], native, log)).get(rule.name) ?? [];
    const lowering = lowerRule(rule, target, 'live');
    if (lowering.fidelity === 'refused') return assert.unreachable('the live query is refused');
    const query = lowering.output[0]?.text ?? '';
    const arriving = toDocuments(log.events, log.source.fields, 'ts', 3, dialect.single)
      .map((document, i) => ({ document, at: (log.events[i]?.time ?? 0) + random.whole(0, target.delay) }))
      .sort((a, b) => a.at - b.at);
    const seen = new Map<string, Row>();
    const skipped = random.whole(100, 200);
    let runs = 0;
    let arrived = 0;
    await createIndex(engine, index, log.source.fields, 'ts');
    try {
      for (let step = 1; step * every <= day + rule.window.size + 2 * every; step++) {
        if (step === skipped) continue;
        const now = start + step * every + random.whole(-10_000, 10_000);
        const until = arriving.findIndex(({ at }) => at > now);
        const upTo = until < 0 ? arriving.length : until;
        if (upTo > arrived)
          await addDocuments(
            engine,
            index,
            arriving.slice(arrived, upTo).map(({ document }) => document),
          );
        arrived = upTo;
        const rows = await dialect.run(engine, rule, target, query, { kind: 'scheduled', now });
        runs++;
        for (const row of rows ?? []) {
          const before = seen.get(identify(row));
          assert.equal(before ?? row, row, 'a later run tells another value of the same window');
          seen.set(identify(row), row);
        }
      }
    } finally {
      await dropIndex(engine, index);
    }
    assert.ok(wanted.length > 20, 'the day holds too few findings to show anything');
    assert.is(findDifference(rule, wanted, [...seen.values()], new Set()), undefined);
    console.log(`       ${runs} runs, ${log.events.length} events, ${wanted.length} findings, each found`);
  });

  test.run();
}
