import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compileTarget } from '../../src/backends/compile-target.js';
import type { EvidenceRecord } from '../../src/backends/evidence.js';
import { listTargets, loadTarget } from '../../src/bind/load-target.js';
import { loadPack } from '../../src/check/load-pack.js';
import { loadMapping } from '../../src/check/mapping.js';
import type { Rule } from '../../src/ir/rule.js';
import { dslProducts, type ElasticTarget } from '../../src/ir/target.js';
import type { Engine } from '../engines/engine.js';
import { onEngine } from '../engines/on-engine.js';
import { type Form, findDialect } from './dialect.js';
import { evidenceOf, ruleOf, settleEvidence } from './evidence.js';
import { addDocuments, createIndex, dropIndex, toDocuments } from './index.js';
import { evaluateLog, type Log, labMapping, rangeOf, readFixtures } from './log.js';
import { within } from './reference.js';
import { findDifference, type Row } from './row.js';

/*
 * What the targets commit, run over the traffic of the fixtures. Each file that gives the evaluator's findings and values has its evidence:
 * written with `npm run conformance -- --record`, and otherwise held to be there.
 */

const { pack } = loadPack('rules');
const targets = listTargets().flatMap((name) => {
  const { target } = loadTarget(join('targets', name, 'target.yaml'), pack);
  return target?.backend === 'elastic' ? [target] : [];
});
const index = 'inference-audit-conformance';

/** Runs one committed file; in words, what was compared. */
async function runFile(
  engine: Engine,
  rule: Rule,
  target: ElasticTarget,
  { path, text }: { readonly path: string; readonly text: string },
  log: Log,
  wanted: readonly Row[],
): Promise<string> {
  const { delay } = target;
  const dialect = findDialect(target);
  const compare = async (form: Form, expected: readonly Row[]) => {
    const rows = await dialect.run(engine, rule, { ...target, index }, text, form);
    assert.ok(rows !== undefined, `${path}: cut at the limit`);
    assert.is(findDifference(rule, expected, rows, new Set()), undefined, path);
  };
  const { from, to } = rangeOf(rule, log);
  const events = `${log.events.length} events of the fixtures`;
  if (path.startsWith('hunt/')) {
    // A day at a time, so that no answer reaches the limit.
    const day = 86_400_000;
    for (let start = from; start < to; start += day) {
      const end = Math.min(start + day, to);
      await compare({ kind: 'between', from: start, to: end }, within(rule, wanted, start, end));
    }
    return `the hunt over ${events}: ${wanted.length} findings and their values`;
  }
  const { scheduled } = dialect;
  if (scheduled === undefined) throw new Error(`${path}: nothing schedules it`);
  // Runs that see findings, spread over all that there are, and one before the first.
  const runs = 12;
  const instants = Array.from(
    { length: runs },
    (_, i) => wanted[Math.floor((i * wanted.length) / runs)]?.at ?? to,
  );
  let found = 0;
  for (const at of [from, ...instants]) {
    const now = at + delay + 60_000;
    const { after, upTo } = scheduled.reach(rule, now, delay);
    const expected = within(rule, wanted, after, upTo);
    found += expected.length;
    await compare({ kind: 'scheduled', now }, expected);
  }
  assert.ok(found > 0, `${path}: no run saw a finding`);
  return `${scheduled.words} at ${runs + 1} instants over ${events}: ${found} findings and their values`;
}

const test = suite('what the targets commit');

/** Whether what is run is of the target's own product, so that it proves the target. */
interface Run {
  readonly target: ElasticTarget;
  readonly isOwn: boolean;
}

/** A target of Query DSL is run on both engines that speak it. */
const runs = targets.flatMap((own): readonly Run[] =>
  own.dialect === 'dsl'
    ? dslProducts.map((product) => ({ target: { ...own, product }, isOwn: product === own.product }))
    : [{ target: own, isOwn: true }],
);

for (const { target, isOwn } of runs) {
  const compilation = compileTarget(pack.rules, target, { now: Date.now() });
  const files = compilation.artifacts;
  if (files.length === 0) continue;
  await onEngine(
    test,
    findDialect(target).engine,
    `${target.name}: ${files.length} queries`,
    async (engine) => {
      const log = readFixtures();
      const rules = pack.rules.filter(({ name }) => files.some(({ path }) => ruleOf(path) === name));
      const { mapping } = loadMapping(labMapping, pack.sources);
      if (mapping === undefined) return assert.unreachable('the mapping of the fixtures does not load');
      const wanted = await evaluateLog(rules, mapping, log);
      for (const rule of rules)
        assert.ok(wanted.get(rule.name)?.length, `${rule.name} finds nothing in the fixtures`);
      await createIndex(engine, index, log.source.fields, log.source.time.field);
      const found: EvidenceRecord[] = [];
      try {
        await addDocuments(
          engine,
          index,
          toDocuments(log.events, log.source.fields, log.source.time.field, 1),
        );
        for (const file of files) {
          const own = rules.find(({ name }) => name === ruleOf(file.path));
          if (own === undefined) continue;
          const compared = await runFile(engine, own, target, file, log, wanted.get(own.name) ?? []);
          found.push(evidenceOf(file.text, `run on ${engine.title}`, compared));
          console.log(`       ${file.path}: ${compared}`);
        }
      } finally {
        await dropIndex(engine, index);
      }
      if (isOwn) settleEvidence(target.name, found);
    },
  );
}

test.run();
