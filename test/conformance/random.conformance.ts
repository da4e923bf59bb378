import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { stringify } from 'yaml';
import { refusalsOf } from '../../src/backends/lowering.js';
import { lowerRule } from '../../src/backends/registry.js';
import type { Rule } from '../../src/ir/rule.js';
import { checkCase } from '../differential/pack.js';
import { type Engine, onEngine } from '../engines/engine.js';
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

async function compareRule(
  dialect: Dialect,
  engine: Engine,
  rule: Rule,
  { wanted, edge, span, seed, tally, hasIds }: Expectation,
  files: readonly { readonly name: string }[],
): Promise<void> {
  const target = { ...dialect.target, index };
  // An id may be that of several events, and a finding then names none of them.
  if (rule.kind === 'match' && hasIds) return;
  const size = rule.kind === 'match' ? 0 : rule.window.size;
  const every = rule.kind === 'match' ? 0 : rule.window.every;
  const to = span.to + size + every;
  const middle = wanted[Math.floor(wanted.length / 2)]?.at ?? span.from;
  const now = middle + target.delay + every + (seed % 3) * 60_000;
  const reach = dialect.reach(rule, now, target.delay);
  const hunt = lowerRule(rule, target, 'hunt', { from: span.from, to });
  const open = lowerRule(rule, target, 'hunt');
  const live = lowerRule(rule, target, 'live');
  if (hunt.fidelity === 'refused' || open.fidelity === 'refused' || live.fidelity === 'refused') {
    for (const code of new Set(
      [...refusalsOf(hunt), ...refusalsOf(open), ...refusalsOf(live)].map((one) => one.code),
    ))
      tally.refused.set(code, (tally.refused.get(code) ?? 0) + 1);
    return;
  }
  assert.is(hunt.fidelity, 'exact', rule.name);
  const forms: readonly { form: Form; files: typeof hunt.output; wanted: readonly Row[] }[] = [
    { form: { kind: 'as it is' }, files: hunt.output, wanted },
    { form: { kind: 'between', from: span.from, to }, files: open.output, wanted },
    {
      form: { kind: 'scheduled', now },
      files: live.output,
      wanted: within(rule, wanted, reach.after, reach.upTo),
    },
  ];
  tally.rules++;
  tally.onEdge += edge.size;
  for (const { form, files: compiled, wanted: expected } of forms) {
    const query = compiled[0]?.text ?? '';
    const fail = (why: string) => {
      const file = files.find(({ name }) => rule.name.startsWith(name));
      assert.unreachable(
        `seed ${seed}, ${JSON.stringify(form)}\n${stringify(file ?? rule.name)}\n${query}\n${why}`,
      );
    };
    try {
      const rows = await dialect.run(engine, rule, target, query, form);
      tally.queries++;
      if (rows === undefined) {
        tally.cut++;
        continue;
      }
      tally.findings += expected.length;
      const difference = findDifference(rule, expected, rows, edge);
      if (difference !== undefined) fail(difference);
    } catch (error) {
      if (error instanceof assert.Assertion) throw error;
      fail(error instanceof Error ? error.message : String(error));
    }
  }
}

for (const dialect of dialects) {
  const test = suite(`random rules in ${dialect.title}`);

  await onEngine(test, dialect.product, `${enough} rules or more, from seed ${first} on`, async (engine) => {
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
