import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DeviationCodeOf } from '../../src/backends/deviation-code.js';
import { deviationsOf } from '../../src/backends/lowering.js';
import { lowerRule } from '../../src/backends/registry.js';
import type { Mapping } from '../../src/ir/mapping.js';
import type { Rule } from '../../src/ir/rule.js';
import {
  aggregateRule,
  compare,
  equals,
  field,
  matchRule,
  native,
  sequenceRule,
  signal,
  source,
  span,
} from '../backends/samples.js';
import { toDocument } from '../differential/source-document.js';
import type { Engine } from '../engines/engine.js';
import { onEngine } from '../engines/on-engine.js';
import { type Dialect, dialects } from './dialect.js';
import { addDocuments, createIndex, dropIndex, toDocuments } from './index.js';
import { evaluateLog, type Log, rangeOf, toLog } from './log.js';
import { identify, type Row } from './row.js';

/*
 * What a query is said to find too much or too little of, it does on a real node: each code of a deviation has a rule and traffic of which the
 * engine's findings differ from the evaluator's, and in the stated direction alone.
 */

/** A rule, what its target's log lacks, and which way that shows. */
interface Case {
  readonly rule: Rule;
  /** What lies in the index, by its line in the log; the evaluator sees all. */
  readonly isIndexed: (line: number) => boolean;
  readonly mapping: Mapping;
  readonly shows: 'over' | 'under';
}

const sampled = { mapping: { ...native, sampled: true }, isIndexed: (line: number) => line % 3 === 0 };

/** Of every code that a query of Elasticsearch or OpenSearch can declare; one without a case does not compile. */
const cases: { readonly [C in DeviationCodeOf<'elastic'>]: readonly [Case, ...Case[]] } = {
  'sampled-log': [
    { ...sampled, rule: matchRule('refused', equals('status', 403)), shows: 'under' },
    {
      ...sampled,
      rule: aggregateRule('busy', [signal('volume', { kind: 'count' }, { kind: 'above', value: 10 })]),
      shows: 'under',
    },
    {
      ...sampled,
      // Of the first and the last windows, whose few events no sample must miss, everything is kept.
      isIndexed: (line) => line % 3 === 0 || line < 12 || line > 78,
      rule: aggregateRule('few', [
        signal('inputs', { kind: 'distinct', field: field('input_hash') }, { kind: 'at_most', value: 8 }),
      ]),
      shows: 'over',
    },
    {
      ...sampled,
      rule: sequenceRule('persistent', [
        { name: 'refused', where: equals('status', 403), atLeast: 3, span },
        { name: 'served', where: compare('status', 'below', 400), atLeast: 1, span },
      ]),
      shows: 'under',
    },
  ],
};

const index = 'rulewright-deviations';

/** Two hours of three principals, a third of whose requests are refused. */
function makeLog(): Log {
  const start = Date.UTC(2026, 0, 12, 9);
  const lines = Array.from({ length: 90 }, (_, i) => ({
    ts: (start + i * 80_000) / 1000,
    principal: `p${Math.floor(i / 2) % 3}`,
    input_hash: `h${i}`,
    wants_probs: true,
    n_features: 1,
    status: i % 4 === 0 ? 403 : 200,
  }));
  return toLog(lines.map((line) => `${JSON.stringify(line)}\n`).join(''), toDocument(source));
}

const log = makeLog();

async function find(engine: Engine, dialect: Dialect, one: Case): Promise<readonly Row[]> {
  const { fields, time } = log.source;
  const target = { ...dialect.target, index, mapping: one.mapping };
  const lowering = lowerRule(one.rule, target, 'hunt', rangeOf(one.rule, log));
  if (lowering.fidelity === 'refused') throw new Error(`${one.rule.name} is refused`);
  const events = log.events.filter(({ place }) => one.isIndexed(place.line));
  await createIndex(engine, index, fields, time.field);
  try {
    await addDocuments(engine, index, toDocuments(events, fields, time.field, 5, dialect.single));
    const query = lowering.output[0]?.text ?? '';
    const rows = await dialect.run(engine, one.rule, target, query, { kind: 'as it is' });
    if (rows === undefined) throw new Error('cut at the limit');
    return rows;
  } finally {
    await dropIndex(engine, index);
  }
}

for (const dialect of dialects) {
  const test = suite(`deviations in ${dialect.title}`);
  for (const [code, ways] of Object.entries(cases)) {
    const declared = new Set<string>();
    for (const one of ways) {
      const { rule, shows } = one;
      await onEngine(test, dialect.engine, `${code}: ${rule.name} finds ${shows}`, async (engine) => {
        const target = { ...dialect.target, mapping: one.mapping };
        const deviations = deviationsOf(lowerRule(rule, target, 'hunt'));
        assert.equal(
          deviations.map((deviation) => deviation.code),
          [code],
        );
        const effect = deviations[0]?.effect;
        assert.ok(effect === shows || effect === 'both', `declared ${effect}, shows ${shows}`);
        const meant = new Set(((await evaluateLog([rule], native, log)).get(rule.name) ?? []).map(identify));
        const found = new Set((await find(engine, dialect, one)).map(identify));
        const more = [...found].filter((row) => !meant.has(row)).length;
        const less = [...meant].filter((row) => !found.has(row)).length;
        console.log(`       ${meant.size} findings, of which the query has ${less} less, and ${more} more`);
        assert.ok(shows === 'over' ? more > 0 && less === 0 : less > 0 && more === 0);
        for (const way of effect === 'both' ? ['over', 'under'] : [effect ?? '']) declared.add(way);
      });
    }
    test(`${code}: every way that is declared is shown`, () => {
      assert.equal([...declared].sort(), [...new Set(ways.map(({ shows }) => shows))].sort());
    });
  }
  test.run();
}
