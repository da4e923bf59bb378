import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compute } from '../../../src/backends/elastic/esql/computed.js';
import { memberOf } from '../../../src/cluster/cluster.js';
import { type Computed, type Mapping, ownShape } from '../../../src/ir/mapping.js';
import type { Field, FieldType, Source } from '../../../src/ir/source.js';
import { createTally, openLog } from '../../../src/log/reader.js';
import { textAt } from '../../../src/log/row.js';
import { dropIndex } from '../../conformance/index.js';
import { bodyOf } from '../../conformance/warnings.js';
import type { Engine } from '../../engines/engine.js';
import { onEngine } from '../../engines/on-engine.js';
import { span } from '../samples.js';

/* Computed fields on a real node against the evaluator's reading of the same records. */
const test = suite('computed fields, on Elasticsearch');
const it = (name: string, run: (engine: Engine) => Promise<void>) =>
  onEngine(test, 'elasticsearch', name, run);
const index = 'rulewright-computed';

const odd = ['odd `n"ame', 'x-y z'];
const texts = [
  ...[
    '',
    'a',
    'abc/def/ghi',
    'a/b/c/d/e/f/g/h/i',
    '/',
    '//',
    'a/',
    '/a',
    '😀😀😀x',
    'e\u0301é',
    'a\u2028b\u3000',
    '"""',
    '\\',
    'a\nb',
  ],
  ...[
    'a/\u0000/b',
    'ａ/ｂ',
    `${'x'.repeat(300)}/y`,
    ' a / b ',
    '%',
    '?',
    '*|//c',
    5,
    12345678901,
    true,
    null,
  ],
  ...[['a/b'], ['a', 'b'], ['a', 'a'], [null, 'z/1'], []],
];
const addresses = [
  ...['10.1.2.3', '::ffff:10.1.2.3', '2001:db8:0:0:1::1', '::1', '::', '255.255.255.255', '1:0:0:2:0:0:0:3'],
  ...['2001:DB8::A', '1:2:3:4:5:6:7:8', null, ['10.1.2.3', '10.1.2.3'], ['10.1.2.3', '10.1.2.4']],
];
const numbers = [0, -0, 5, -3, 1.5, 9007199254740992, 1e300, '7', '1.5', null, [], [5, 5], [5, 6]];
const wholes = [0, 5, -3, 9007199254740992, '7', null, [5, 5], [5, 6]];
const truths = [true, false, 'true', 'false', null, [], [true, true], [true, false]];

/** Records in which every value of each field comes beside various others; their number is the order. */
const records = Array.from({ length: 600 }, (_, n) => {
  const pick = (from: readonly unknown[], step: number) =>
    from[(n * step + Math.floor(n / from.length)) % from.length];
  const all = {
    a: pick(texts, 1),
    'odd `n"ame': { 'x-y z': pick(texts, 5) },
    w: pick(texts, 7),
    l: pick(wholes, 3),
    d: pick(numbers, 2),
    b: pick(truths, 3),
    i: pick(addresses, 5),
    k: pick(addresses, 7),
  };
  const kept = Object.entries(all).filter((_, place) => (n >> place) % 3 !== 1);
  return { t: 1, n, ...Object.fromEntries(kept) };
});

const split = (path: string[], by: string, part: number): Computed => ({ kind: 'split', path, by, part });
const tried: readonly (readonly [FieldType, Computed])[] = [
  ['keyword', { kind: 'first_of', paths: [['a'], odd] }],
  ['keyword', { kind: 'first_of', paths: [['w'], ['a'], ['l'], ['b']] }],
  ['number', { kind: 'first_of', paths: [['l'], ['d']] }],
  ['boolean', { kind: 'first_of', paths: [['b']] }],
  ['ip', { kind: 'first_of', paths: [['i'], ['k']] }],
  [
    'boolean',
    {
      kind: 'any_of',
      tests: [
        { kind: 'equals', path: ['b'], value: true },
        { kind: 'compare', path: ['d'], order: 'above', value: 1 },
        { kind: 'equals', path: ['a'], value: '"""' },
      ],
    },
  ],
  ['boolean', { kind: 'any_of', tests: [{ kind: 'compare', path: ['d'], order: 'at_most', value: -0 }] }],
  ['boolean', { kind: 'any_of', tests: [{ kind: 'equals', path: ['b'], value: false }] }],
  ['boolean', { kind: 'any_of', tests: [{ kind: 'equals', path: ['d'], value: 1.5 }] }],
  [
    'boolean',
    {
      kind: 'any_of',
      tests: [
        { kind: 'exists', path: odd },
        { kind: 'exists', path: ['i'] },
      ],
    },
  ],
  ['keyword', { kind: 'prefix', path: ['a'], length: 2 }],
  ['keyword', { kind: 'prefix', path: odd, length: 10_000 }],
  ...[0, 1, 2, -1, -2, -3, 7, -7].map((part) => ['keyword', split(['a'], '/', part)] as const),
  ...['"', '\\', ' ', '.', '|', '\n'].map((by) => ['keyword', split(['w'], by, 0)] as const),
  ['ip', split(['k'], '/', 0)],
  ['ip', { kind: 'prefix', path: ['k'], length: 8 }],
  ...[
    [24, 64],
    [0, 0],
    [32, 128],
    [31, 127],
  ].flatMap(([v4 = 0, v6 = 0]) =>
    ['i', 'k'].map((path) => ['keyword', { kind: 'network', path: [path], v4, v6 }] as const),
  ),
  ...[['a'], ['w'], odd].map((path) => ['keyword', { kind: 'hash', path }] as const),
];

/** What the evaluator reads of each record. */
async function evaluate(type: FieldType, computed: Computed): Promise<unknown[]> {
  const source: Source = {
    name: 's',
    description: '',
    time: { field: 'ts', format: 'epoch_seconds' },
    dedupe: false,
    fields: new Map<string, Field>([
      ['ts', { name: 'ts', type: 'timestamp', required: true }],
      ['f', { name: 'f', type, required: false }],
    ]),
    define: new Map(),
    span,
  };
  const time = { path: ['t'], format: 'epoch_seconds' } as const;
  const mapping: Mapping = { ...ownShape(source), time, fields: new Map([['f', computed]]) };
  const text = records.map((record) => JSON.stringify(record)).join('\n');
  const log = openLog({ kind: 'text', name: 'log', text }, 0, mapping, createTally(mapping));
  const found: unknown[] = [];
  while (await log.more())
    while (log.next())
      if (log.row.present[1] === 0) found.push(null);
      else if (type === 'keyword' || type === 'ip') found.push(textAt(log.row, 1));
      else found.push(type === 'boolean' ? log.row.numbers[1] === 1 : log.row.numbers[1]);
  return found;
}

/** Whether an index has lost what the evaluator still sees: an empty list, and a list that is to be hashed. */
function isLost(record: object, computed: Computed): boolean {
  if (computed.kind === 'any_of')
    return computed.tests.some((one) => one.kind === 'exists') && JSON.stringify(record).includes('[]');
  if (computed.kind !== 'hash') return false;
  const at = (value: unknown, key: string): unknown => new Map(Object.entries(Object(value))).get(key);
  return Array.isArray(computed.path.reduce<unknown>(at, record));
}

await it('every record is loaded', async ({ cluster }) => {
  const keyword = { type: 'keyword' };
  const properties = {
    ...{ n: { type: 'integer' }, a: keyword, 'odd `n"ame': { properties: { 'x-y z': keyword } } },
    ...{ w: { type: 'text' }, l: { type: 'long' }, d: { type: 'double' }, b: { type: 'boolean' } },
    ...{ i: { type: 'ip' }, k: keyword },
  };
  await dropIndex({ cluster }, index);
  await cluster.request('PUT', `/${index}`, { mappings: { dynamic: false, properties } });
  const lines = records.map((record) => `{"index":{}}\n${JSON.stringify(record)}\n`);
  const { body } = await cluster.request('POST', `/${index}/_bulk?refresh=true`, lines.join(''));
  assert.match(JSON.stringify(body), '"errors":false');
});

for (const [type, computed] of tried)
  await it(`${type} ${JSON.stringify(computed)}`, async ({ cluster }) => {
    const computing = compute(computed, { name: 'f', type, required: false });
    if ('reason' in computing) throw new Error(computing.reason);
    const query = `FROM ${index} | EVAL f = ${computing.expression} | KEEP n, f | SORT n | LIMIT 10000`;
    const body = bodyOf(await cluster.request('POST', '/_query?allow_partial_results=false', { query }));
    const rows = memberOf(body, 'values');
    if (!Array.isArray(rows)) throw new Error(JSON.stringify(body));
    const read = rows.map(([, value]: unknown[]) => (value === 0 ? 0 : value));
    const meant = await evaluate(type, computed);
    assert.is(read.length, records.length);
    assert.ok(
      meant.some((value) => value !== meant[0]),
      'the records tell something apart',
    );
    const kept = (values: readonly unknown[]) => values.filter((_, n) => !isLost(records[n] ?? {}, computed));
    assert.equal(kept(read), kept(meant));
  });

await it('the index is taken away', (engine) => dropIndex(engine, index));

test.run();
