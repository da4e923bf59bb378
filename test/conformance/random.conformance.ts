import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { stringify } from 'yaml';
import type { Artifact } from '../../src/backends/backend.js';
import { type Lowering, refusalsOf } from '../../src/backends/lowering.js';
import { lowerRule } from '../../src/backends/registry.js';
import type { Rule } from '../../src/ir/rule.js';
import { checkCase } from '../differential/pack.js';
import type { Engine } from '../engines/engine.js';
import { onEngine } from '../engines/on-engine.js';
import { judge } from '../oracle/judge.js';
import { noCounts, readEvents } from '../oracle/reading.js';
import { makeCase, toTrial } from '../random/cases.js';
import { type Dialect, dialects, type Form } from './dialect.js';
import { addDocuments, createIndex, dropIndex, toDocuments } from './index.js';
import { toRow, within } from './reference.js';
import { findDifference, identify, type Row } from './row.js';

/*
 * Random rules over random traffic, on a real node: what the compiler calls exact has the oracle's findings and values, in all three forms.
 * RULEWRIGHT_SEED (1) is the first seed, RULEWRIGHT_ENGINE_RULES (300) how many rules are compared at least.
 */

const index = 'rulewright-random';
const first = Number(process.env.RULEWRIGHT_SEED ?? 1);
const enough = Number(process.env.RULEWRIGHT_ENGINE_RULES ?? 300);

/** What was seen, for the line that a run closes with. */
interface Tally {
  rules: number;
  queries: number;
  findings: number;
  onEdge: number;
  cut: number;
  readonly refused: Map<string, number>;
}

async function compareSeed(
  dialect: Dialect,
  engine: Engine,
  seed: number,
  folder: string,
  tally: Tally,
): Promise<void> {
  const { lateness: _files, mapping: _own, ...one } = makeCase(seed);
  const { rules, errors } = checkCase(one, folder);
  // Without its mapping, or read as files, a case may lack what its bounds were set by.
  if (errors.length > 0) return;
  const trial = toTrial(one);
  const events = trial.inputs.flatMap(({ bytes }, i) =>
    readEvents(bytes, i, one.source, undefined, noCounts()),
  );
  if (events.length === 0) return;
  const judgement = judge(trial);
  const { field: time } = one.source.time;
  await createIndex(engine, index, one.source.fields, time);
  await addDocuments(engine, index, toDocuments(events, one.source.fields, time, seed, dialect.single));
  const { id } = one.source;
  const lines = new Map(
    events.map(({ fields, place }) => [String(id === undefined ? '' : fields.get(id)), place.line]),
  );
  const times = events.map((event) => event.time);
  const span = { from: Math.min(...times) - 1, to: Math.max(...times) + 1 };
  for (const rule of rules) {
    if (rule.status === 'deprecated') continue;
    const rowsOf = (findings: typeof judgement.findings): readonly Row[] =>
      findings
        .filter((finding) => finding.rule === rule.name)
        .map((finding) => toRow(rule, finding, (key) => lines.get(key)));
    const wanted = rowsOf(judgement.findings);
    const edge = new Set(rowsOf(judgement.onEdge).map(identify));
    await compareRule(
      dialect,
      engine,
      rule,
      { wanted, edge, span, seed, tally, hasIds: id !== undefined },
      one.rules,
    );
  }
}

interface Expectation {
  readonly wanted: readonly Row[];
  readonly edge: ReadonlySet<string>;
  readonly span: { readonly from: number; readonly to: number };
  readonly seed: number;
  readonly tally: Tally;
  readonly hasIds: boolean;
}

/** A rule in one of its forms, and what it is to find. */
interface Asked {
  readonly form: Form;
  readonly lowering: Lowering<readonly Artifact[]>;
  readonly wanted: readonly Row[];
}

function askAll(dialect: Dialect, rule: Rule, { wanted, span, seed }: Expectation): readonly Asked[] {
  const target = { ...dialect.target, index };
  const { size, every } = rule.kind === 'match' ? { size: 0, every: 0 } : rule.window;
  const [from, to] = [span.from, span.to + size + every];
  const hunts: readonly Asked[] = [
    { form: { kind: 'as it is' }, lowering: lowerRule(rule, target, 'hunt', { from, to }), wanted },
    { form: { kind: 'between', from, to }, lowering: lowerRule(rule, target, 'hunt'), wanted },
  ];
  const middle = wanted[Math.floor(wanted.length / 2)]?.at ?? from;
  const now = middle + target.delay + every + (seed % 3) * 60_000;
  const reach = dialect.scheduled?.reach(rule, now, target.delay);
  if (reach === undefined) return hunts;
  const seen = within(rule, wanted, reach.after, reach.upTo);
  return [
    ...hunts,
    { form: { kind: 'scheduled', now }, lowering: lowerRule(rule, target, 'live'), wanted: seen },
  ];
}

async function compareRule(
  dialect: Dialect,
  engine: Engine,
  rule: Rule,
  expectation: Expectation,
  files: readonly { readonly name: string }[],
): Promise<void> {
  const { edge, seed, tally } = expectation;
  // An id may be that of several events, and a finding then names none of them.
  if (rule.kind === 'match' && expectation.hasIds) return;
  const asked = askAll(dialect, rule, expectation);
  const refused = new Set(asked.flatMap(({ lowering }) => refusalsOf(lowering)).map(({ code }) => code));
  for (const code of refused) tally.refused.set(code, (tally.refused.get(code) ?? 0) + 1);
  if (refused.size > 0) return;
  tally.rules++;
  tally.onEdge += edge.size;
  for (const { form, lowering, wanted } of asked) {
    if (lowering.fidelity !== 'exact') return assert.unreachable(`${rule.name} is ${lowering.fidelity}`);
    const query = lowering.output[0]?.text ?? '';
    const fail = (why: string) => {
      const file = files.find(({ name }) => rule.name.startsWith(name));
      assert.unreachable(
        `seed ${seed}, ${JSON.stringify(form)}\n${stringify(file ?? rule.name)}\n${query}\n${why}`,
      );
    };
    try {
      const rows = await dialect.run(engine, rule, { ...dialect.target, index }, query, form);
      tally.queries++;
      if (rows === undefined) {
        tally.cut++;
        continue;
      }
      tally.findings += wanted.length;
      const difference = findDifference(rule, wanted, rows, edge);
      if (difference !== undefined) fail(difference);
    } catch (error) {
      if (error instanceof assert.Assertion) throw error;
      fail(error instanceof Error ? error.message : String(error));
    }
  }
}

for (const dialect of dialects) {
  const test = suite(`random rules in ${dialect.title}`);

  await onEngine(test, dialect.engine, `${enough} rules or more, from seed ${first} on`, async (engine) => {
    const folder = mkdtempSync(join(tmpdir(), 'rulewright-conformance-'));
    const tally: Tally = {
      rules: 0,
      queries: 0,
      findings: 0,
      onEdge: 0,
      cut: 0,
      refused: new Map(),
    };
    try {
      for (let seed = first; tally.rules < enough; seed++)
        await compareSeed(dialect, engine, seed, folder, tally);
    } finally {
      rmSync(folder, { recursive: true });
      await dropIndex(engine, index);
    }
    assert.ok(tally.findings > 0, 'no rule had a finding');
    const { rules, queries, findings, onEdge, cut, refused } = tally;
    const codes = [...refused].sort().map(([code, count]) => `${code} ${count}`);
    console.log(
      `       ${rules} rules, ${queries} queries, ${findings} findings, ${onEdge} windows on the edge of a sum, ${cut} answers cut at the limit`,
    );
    console.log(`       refused: ${codes.join(', ') || 'none'}`);
  });

  test.run();
}
