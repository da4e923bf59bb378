import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lowerRule } from '../../src/backends/registry.js';
import type { Rule } from '../../src/ir/rule.js';
import { hostileTexts } from '../backends/hostile.js';
import { cases } from '../backends/matrix.js';
import { field, matchRule, native, source, span } from '../backends/samples.js';
import { toDocument } from '../differential/source-document.js';
import { onEngine } from '../engines/on-engine.js';
import { createRandom } from '../random/random.js';
import { dialects } from './dialect.js';
import { addDocuments, createIndex, dropIndex, toDocuments } from './index.js';
import { evaluateLog, rangeOf, toLog } from './log.js';
import { findDifference } from './row.js';

/* Everything that a rule can say, and every hostile text in every place for one, on a real node against the evaluator. */

const index = 'rulewright-matrix';
const texts = hostileTexts.filter((text) => Buffer.from(text).toString() === text);

/** Two hours of a few principals: ties, edges of windows, absent fields, and every hostile text among the labels. */
function makeLog() {
  const random = createRandom(20_261_124);
  const start = Date.UTC(2026, 0, 12, 9);
  const lines = Array.from({ length: 900 }, (_, i) => {
    const ts =
      (start + random.whole(0, 24) * 300_000 + random.pick([0, 0, -1, 1, 137, 60_000, 299_999])) / 1000;
    const text = texts[i % texts.length] ?? '';
    const record = {
      ts,
      principal: random.pick(['p1', 'p2', 'P1', 'p 3"']),
      input_hash: `h${random.whole(0, 40)}`,
      wants_probs: random.chance(0.6),
      n_features: random.pick([0, 1, 4, 784]),
      label: random.pick(['cat', 'CAT', 'dog', text, `${text}cat`, `c${text}`, `a${text}b`]),
      margin: random.pick([0, 0.1, 0.2, 0.3, 1e-9, 1e15, -1.5]),
      status: random.pick([200, 200, 429]),
      src_ip: random.pick(['203.0.113.5', '198.51.100.7', '2001:db8::1', '::1']),
      near_dup: random.chance(0.3),
    };
    const kept = Object.entries(record).filter(
      ([name]) => ['ts', 'principal'].includes(name) || random.chance(0.85),
    );
    return `${JSON.stringify(Object.fromEntries(kept))}\n`;
  });
  return toLog(lines.join(''), toDocument(source));
}

const log = makeLog();
const kinds = ['contains', 'starts_with', 'ends_with'] as const;
const literal: readonly Rule[] = texts.flatMap((text, i) => {
  const of = { field: field('label'), values: [text], span };
  const rules = [true, false].flatMap((nocase) => [
    matchRule(`equals-${i}-${nocase}`, { kind: 'equals', ...of, nocase }),
    // The empty text is in every other, which the checker does not let a rule ask.
    ...(text === '' ? [] : kinds.map((kind) => matchRule(`${kind}-${i}-${nocase}`, { kind, ...of, nocase }))),
    matchRule(`wildcard-${i}-${nocase}`, {
      kind: 'wildcard',
      field: field('label'),
      patterns: [['any_one', ...(text === '' ? [] : [{ text }]), 'any_run']],
      nocase,
      span,
    }),
  ]);
  return rules;
});
const shown = [...cases].map(([name, { rule }]) => ({ ...rule, name: name.replaceAll(/[^a-z0-9]+/g, '-') }));
const rules: readonly Rule[] = [...shown, ...literal];

for (const dialect of dialects) {
  const target = { ...dialect.target, index };
  const test = suite(`everything that a rule can say, in ${dialect.title}`);
  await onEngine(
    test,
    dialect.engine,
    `${rules.length} rules over ${log.events.length} events`,
    async (engine) => {
      const wanted = await evaluateLog(rules, native, log);
      await createIndex(engine, index, log.source.fields, 'ts');
      let compared = 0;
      let found = 0;
      const refused: string[] = [];
      try {
        await addDocuments(
          engine,
          index,
          toDocuments(log.events, log.source.fields, 'ts', 7, dialect.single),
        );
        for (const rule of rules) {
          const lowering = lowerRule(rule, target, 'hunt', rangeOf(rule, log));
          if (lowering.fidelity === 'refused') {
            refused.push(rule.name);
            continue;
          }
          const query = lowering.output[0]?.text ?? '';
          const rows = await dialect
            .run(engine, rule, target, query, { kind: 'as it is' })
            .catch((error) => assert.unreachable(`${query}\n${error}`));
          const findings = wanted.get(rule.name) ?? [];
          const difference =
            rows === undefined ? 'cut at the limit' : findDifference(rule, findings, rows, new Set());
          if (difference !== undefined) assert.unreachable(`${rule.name}\n${query}\n${difference}`);
          compared++;
          found += findings.length;
        }
      } finally {
        await dropIndex(engine, index);
      }
      assert.ok(found > 1_000, 'the rules found too little to show anything');
      console.log(`       ${compared} rules, ${found} findings; refused: ${refused.join(', ') || 'none'}`);
    },
  );

  test.run();
}
