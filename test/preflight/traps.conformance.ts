import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lowerRule } from '../../src/backends/registry.js';
import { bindRule } from '../../src/bind/bind-rule.js';
import { ClusterError, memberOf } from '../../src/cluster/cluster.js';
import type { AggregateRule } from '../../src/ir/rule.js';
import { readIndices } from '../../src/preflight/index-mapping.js';
import { judgeIndices } from '../../src/preflight/preflight.js';
import type { Remark } from '../../src/preflight/remark.js';
import { findWanted } from '../../src/preflight/wanted.js';
import { aggregateRule, compare, elasticTarget, field, signal } from '../backends/samples.js';
import { dropIndex } from '../conformance/index.js';
import type { Engine } from '../engines/engine.js';
import { onEngine } from '../engines/on-engine.js';

/* Each trap on a real node: what preflight says of the index, and which way the compiled query's findings differ from what the rule means. */
const test = suite('traps of an index, on Elasticsearch');
const it = (name: string, run: (engine: Engine) => Promise<void>) =>
  onEngine(test, 'elasticsearch', name, run);

const hour = 3_600_000;
const at = '2026-01-12T09:10:00Z';
const range = { from: Date.parse('2026-01-12T09:00:00Z'), to: Date.parse('2026-01-12T10:00:00Z') };

const some = { kind: 'at_least', value: 1 } as const;
const volume = signal('volume', { kind: 'count' }, some);
const tumbling = { window: { size: hour, every: hour } };
/** Every principal that asked at all; more than once; with a margin above 0.1; with one of at most 0.1; three times, once with more. */
const anyone = aggregateRule('anyone', [volume], tumbling);
const twice = aggregateRule(
  'twice',
  [signal('volume', { kind: 'count' }, { kind: 'above', value: 1 })],
  tumbling,
);
const wide = aggregateRule(
  'wide',
  [signal('n', { kind: 'count', of: compare('margin', 'above', 0.1) }, some)],
  tumbling,
);
const narrow = aggregateRule(
  'narrow',
  [signal('n', { kind: 'count', of: compare('margin', 'at_most', 0.1) }, some)],
  tumbling,
);
const thrice = aggregateRule(
  'thrice',
  [...wide.signals, signal('volume', { kind: 'count' }, { kind: 'above', value: 2 })],
  tumbling,
);
const labels = aggregateRule(
  'labels',
  [signal('n', { kind: 'distinct', field: field('label') }, { kind: 'above', value: 1 })],
  tumbling,
);

const plain = {
  '@timestamp': { type: 'date' },
  principal: { type: 'keyword' },
  margin: { type: 'double' },
  label: { type: 'keyword' },
};
const name = 'targets-preflight';

interface Trap {
  readonly code: string;
  readonly fields: object;
  readonly index?: { readonly settings?: object; readonly mappings?: object };
  readonly docs: readonly object[];
  readonly rule: AggregateRule;
  /** The principals that the rule finds, and those that the query finds. */
  readonly means: readonly string[];
  readonly finds: readonly string[];
}

const traps: readonly Trap[] = [
  {
    code: 'ignore-above',
    fields: { principal: { type: 'keyword', ignore_above: 3 } },
    docs: [{ principal: 'abc' }, { principal: 'abcd' }],
    rule: anyone,
    means: ['abc', 'abcd'],
    finds: ['abc'],
  },
  {
    code: 'ignore-above',
    fields: { label: { type: 'keyword', ignore_above: 3 } },
    docs: [
      { principal: 'a', label: 'abcd' },
      { principal: 'a', label: 'abce' },
    ],
    rule: labels,
    means: ['a'],
    finds: [],
  },
  {
    code: 'normalizer',
    fields: { principal: { type: 'keyword', normalizer: 'lower' } },
    index: { settings: { analysis: { normalizer: { lower: { type: 'custom', filter: ['lowercase'] } } } } },
    docs: [{ principal: 'A' }, { principal: 'a' }],
    rule: anyone,
    means: ['A', 'a'],
    finds: ['a'],
  },
  {
    code: 'normalizer',
    fields: { principal: { type: 'keyword', normalizer: 'lower' } },
    index: { settings: { analysis: { normalizer: { lower: { type: 'custom', filter: ['lowercase'] } } } } },
    docs: [{ principal: 'A' }, { principal: 'a' }],
    rule: twice,
    means: [],
    finds: ['a'],
  },
  {
    code: 'null-value',
    fields: { principal: { type: 'keyword', null_value: 'nobody' } },
    docs: [{ principal: null }],
    rule: anyone,
    means: [],
    finds: ['nobody'],
  },
  {
    code: 'repeated-text',
    fields: { principal: { type: 'text' } },
    docs: [{ principal: ['a', 'a'] }, { principal: 'b' }],
    rule: anyone,
    means: ['a', 'b'],
    finds: ['b'],
  },
  {
    code: 'no-doc-values',
    fields: { principal: { type: 'keyword', doc_values: false } },
    docs: [{ principal: ['a', 'a'] }, { principal: 'b' }],
    rule: anyone,
    means: ['a', 'b'],
    finds: ['b'],
  },
  {
    code: 'nothing-to-read',
    fields: { principal: { type: 'text' } },
    index: { mappings: { _source: { enabled: false } } },
    docs: [{ principal: 'a' }],
    rule: anyone,
    means: ['a'],
    finds: [],
  },
  {
    code: 'rounded-number',
    fields: { margin: { type: 'float' } },
    docs: [{ principal: 'a', margin: 0.1 }],
    rule: wide,
    means: [],
    finds: ['a'],
  },
  {
    code: 'rounded-number',
    fields: { margin: { type: 'float' } },
    docs: [{ principal: 'a', margin: 0.1 }],
    rule: narrow,
    means: ['a'],
    finds: [],
  },
  {
    code: 'rejects-misfits',
    fields: {},
    docs: [{ principal: 'a', margin: 'x' }, { principal: 'a', margin: 1 }, { principal: 'a' }],
    rule: thrice,
    means: ['a'],
    finds: [],
  },
];

/** Makes the index, indexes the documents, and says what preflight tells of it and what the query finds, or why it does not run. */
async function tryOut(
  engine: Engine,
  { fields, index, docs, rule }: Pick<Trap, 'fields' | 'index' | 'docs' | 'rule'>,
): Promise<{ readonly remarks: readonly Remark[]; readonly answer: unknown }> {
  const { cluster } = engine;
  await dropIndex(engine, name);
  const mappings = { dynamic: false, ...index?.mappings, properties: { ...plain, ...fields } };
  await cluster.request('PUT', `/${name}`, { ...index, mappings });
  try {
    const lines = docs.map((doc) => `{"index":{}}\n${JSON.stringify({ '@timestamp': at, ...doc })}\n`);
    if (lines.length > 0) await cluster.request('POST', `/${name}/_bulk?refresh=true`, lines.join(''));
    const target = { ...elasticTarget, index: name };
    const binding = bindRule<'elastic'>(rule, target);
    const lowering = lowerRule(rule, target, 'hunt', range);
    if (binding.kind !== 'bound' || lowering.fidelity === 'refused') throw new Error('refused');
    const indices = readIndices((await cluster.request('GET', `/${name}`)).body) ?? [];
    const remarks = judgeIndices(findWanted(binding.bound, target.time), indices, target.delay);
    const query = lowering.output[0]?.text;
    const answer = await cluster
      .request('POST', '/_query?allow_partial_results=false', { query })
      .then(({ body }) => body)
      .catch((error: unknown) => error);
    return { remarks, answer };
  } finally {
    await dropIndex(engine, name);
  }
}

/** The principals of an answer's rows, their first column. */
function principalsOf(answer: unknown): readonly string[] {
  const rows = memberOf(answer, 'values');
  if (!Array.isArray(rows)) throw new Error(`no rows: ${String(answer)}`);
  return rows.map(([principal]: unknown[]) => String(principal));
}

const directions = {
  over: (more: number, less: number) => more > 0 && less === 0,
  under: (more: number, less: number) => more === 0 && less > 0,
  both: (more: number, less: number) => more + less > 0,
} as const;

for (const trap of traps)
  await it(`${trap.code}: ${JSON.stringify(trap.fields)}, ${trap.rule.name}`, async (engine) => {
    const { remarks, answer } = await tryOut(engine, trap);
    const found = principalsOf(answer);
    assert.equal(found, trap.finds);
    const remark = remarks.find(({ code }) => code === trap.code);
    if (remark === undefined || remark.effect === 'refused' || remark.effect === 'note')
      throw new Error('no such remark');
    const more = trap.finds.filter((one) => !trap.means.includes(one)).length;
    const less = trap.means.filter((one) => !trap.finds.includes(one)).length;
    assert.ok(directions[remark.effect](more, less), `${remark.effect}, ${more} more and ${less} less`);
  });

const errors: readonly (readonly [code: string, fields: object, rule: AggregateRule, says: RegExp])[] = [
  ['time-not-a-date', { '@timestamp': { type: 'float' } }, anyone, /second argument must also be/],
  ['wrong-type', { margin: { type: 'keyword' } }, wide, /must be \[numeric\]|numeric/],
  ['unreadable-type', { label: { type: 'object' } }, labels, /Unknown column/],
  ['unknown-column', { label: { properties: { inner: { type: 'keyword' } } } }, labels, /Unknown column/],
];
for (const [code, fields, rule, says] of errors)
  await it(`${code}: an error of the query`, async (engine) => {
    const { remarks, answer } = await tryOut(engine, { fields, rule, docs: [] });
    assert.ok(
      remarks.some((one) => one.code === code && one.effect === 'refused'),
      JSON.stringify(remarks),
    );
    assert.instance(answer, ClusterError);
    assert.match(String(answer), says);
  });

await it('an index as the target presumes has the meaning', async (engine) => {
  const { remarks, answer } = await tryOut(engine, {
    fields: {},
    index: { settings: { 'index.mapping.ignore_malformed': true } },
    rule: wide,
    docs: [
      { principal: 'a', margin: 0.1 },
      { principal: 'b', margin: 0.2 },
    ],
  });
  assert.equal(remarks, []);
  assert.equal(principalsOf(answer), ['b']);
});

test.run();
