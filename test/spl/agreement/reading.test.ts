import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lowerRule } from '../../../src/backends/registry.js';
import { type Derivation, type Mapping, ownShape, type Path } from '../../../src/ir/mapping.js';
import type { Rule } from '../../../src/ir/rule.js';
import {
  aggregateRule,
  all,
  any,
  equals,
  exists,
  field,
  matchRule,
  native,
  not,
  signal,
  source,
  splunkTarget,
} from '../../backends/samples.js';
import { evaluate } from '../../differential/outcome.js';
import { compareRows } from './comparison.js';
import { type LogLine, toEvents } from './log.js';
import { begin, makeNativeLog } from './native-log.js';
import { compileExact, readings, runSurely } from './searches.js';

/*
 * What is read of an event: its fields as Splunk extracts them, or its whole text (`reading: event`), out of which a search can also compute
 * a field that the log yields by a derivation.
 */

const test = suite('what SPL reads of an event');
const hour = 3_600_000;
const range = { from: begin - hour, to: begin + 8 * hour };
const now = (begin + 10 * hour) / 1000;
const whole = { ...splunkTarget, reading: 'event', sourcetype: 'record' } as const;

const harvest = aggregateRule('harvest', [
  signal('volume', { kind: 'count' }, { kind: 'above', value: 5 }),
  signal('inputs', { kind: 'distinct', field: field('input_hash') }, { kind: 'above', value: 1 }),
  signal(
    'full',
    { kind: 'share', of: all(equals('wants_probs', true), not(equals('label', 'dog'))) },
    { kind: 'above', value: 0.2 },
  ),
]);

/** The rows of a rule's hunt over a log, as events that give no field but their text. */
function hunt(rule: Rule, mapping: Mapping, log: readonly LogLine[], kvMode: 'json' | 'none' = 'none') {
  const target = { ...whole, mapping };
  const lowering = lowerRule(rule, target, 'hunt', range);
  if (lowering.fidelity === 'refused') throw new Error(JSON.stringify(lowering.refusals));
  const events = toEvents(log, target.index, target.sourcetype);
  return runSurely(lowering.output[0]?.text ?? '', { now, events, kvMode }, readings);
}

async function findingsOf(rule: Rule, mapping: Mapping, log: readonly LogLine[]) {
  const text = log.map((line) => line.text).join('\n');
  const input = { kind: 'text', name: 'log', text } as const;
  return (await evaluate([rule], mapping, [input], ['log'], undefined)).findings;
}

test('the whole text of an event says what its fields say', async () => {
  const log = makeNativeLog(3);
  for (const rule of [harvest, matchRule('label', any(equals('label', 'cat', '7'), not(exists('label'))))]) {
    const findings = await findingsOf(rule, native, log);
    assert.ok(findings.length > 10);
    assert.is(lowerRule(rule, { ...whole, mapping: native }, 'live').fidelity, 'exact');
    assert.equal(compareRows(rule, findings, hunt(rule, native, log)), []);
  }
});

test('a member beyond the first 5,000 bytes is read out of the text, and lost as a field', async () => {
  const padded = makeNativeLog(4).map(({ text, at }) => ({
    text: `{"prompt":"${'p'.repeat(6_000)}",${text.slice(1)}`,
    at,
  }));
  const findings = await findingsOf(harvest, native, padded);
  assert.ok(findings.length > 10);
  assert.equal(compareRows(harvest, findings, hunt(harvest, native, padded)), []);
  const fields = compileExact(harvest, { ...whole, reading: 'fields' }, 'hunt', range) ?? '';
  assert.throws(
    () => runSurely(fields, { now, events: toEvents(padded, whole.index, whole.sourcetype) }),
    /longer than 5000 bytes/,
  );
});

const path = (...keys: Path): Path => keys;
const derived: readonly (readonly [field: string, from: Derivation])[] = [
  ['principal', { kind: 'first_of', paths: [path('who', 'key'), path('who', 'user')] }],
  ['n_features', { kind: 'first_of', paths: [path('n'), path('request', 'n')] }],
  [
    'wants_probs',
    {
      kind: 'any_of',
      tests: [
        { kind: 'equals', path: path('request', 'logprobs'), value: true },
        { kind: 'compare', path: path('request', 'logprobs'), order: 'above', value: 0 },
        { kind: 'equals', path: path('request', 'mode'), value: '1e3' },
      ],
    },
  ],
  ['input_hash', { kind: 'hash', path: path('request', 'body') }],
];
const mapping: Mapping = {
  ...ownShape(source),
  fields: new Map([...ownShape(source).fields, ...derived]),
};

/** Every pairing of what may lie at the places that the derivations read. */
const pools = {
  key: ['"k"', 'null', '""', '{"a":1}', '7', undefined],
  user: ['"u"', '"null"', undefined],
  logprobs: ['true', 'false', '"true"', '1', '0', '"2"', 'null', '"x"', '["a","b"]', undefined],
  mode: ['"1e3"', '1000', '"1E3"', undefined],
  body: ['{"text":"a"}', '[1,2]', '"a"', undefined],
} as const;
const derivedLog: readonly LogLine[] = pools.key.flatMap((key, i) =>
  pools.user.flatMap((user, j) =>
    pools.logprobs.flatMap((logprobs, k) =>
      pools.mode.map((mode, l): LogLine => {
        const at = begin + ((i * 3 + j) * 10 + k) * 4_000 + l;
        const body = pools.body[(i + j + k + l) % pools.body.length];
        const object = (members: { readonly [name: string]: string | undefined }): string =>
          `{${Object.entries(members)
            .flatMap(([name, value]) => (value === undefined ? [] : [`"${name}":${value}`]))
            .join(',')}}`;
        const request = object({ logprobs, mode, body, n: k % 2 === 0 ? String(k) : undefined });
        const ts = (at / 1000).toFixed(3);
        return {
          text: object({ ts, who: object({ key, user }), request, n: l === 1 ? '3' : undefined }),
          at,
        };
      }),
    ),
  ),
);

test('a field is computed as the mapping says', async () => {
  const wanted = matchRule('wanted', equals('wants_probs', true), { by: [field('principal')] });
  const unwanted = matchRule('unwanted', not(equals('wants_probs', true)), { by: [field('principal')] });
  const counted = matchRule('counted', equals('n_features', 3, 4, 0), { by: [field('principal')] });
  for (const rule of [wanted, unwanted, counted]) {
    const findings = await findingsOf(rule, mapping, derivedLog);
    assert.ok(findings.length > 50, `${rule.name}: ${findings.length}`);
    assert.equal(compareRows(rule, findings, hunt(rule, mapping, derivedLog)), []);
  }
});

test('the hash of a value tells values apart as they are written, and says that it may find too many', async () => {
  const distinct = signal(
    'inputs',
    { kind: 'distinct', field: field('input_hash') },
    { kind: 'above', value: 1 },
  );
  const rule = aggregateRule('inputs', [distinct]);
  const findings = await findingsOf(rule, mapping, derivedLog);
  assert.ok(findings.length > 5);
  assert.equal(compareRows(rule, findings, hunt(rule, mapping, derivedLog)), []);
  const lowering = lowerRule(rule, { ...whole, mapping }, 'hunt', range);
  assert.equal(
    lowering.fidelity === 'approximate' && lowering.deviations.map(({ code, effect }) => `${code} ${effect}`),
    ['hash-of-text over'],
  );
});

/** The codes that a rule is refused with, where a field is derived so. */
function refusalsOf(from: Derivation, reading: 'fields' | 'event'): readonly string[] {
  const target = {
    ...whole,
    reading,
    mapping: { ...mapping, fields: new Map([...mapping.fields, ['label', from]]) },
  };
  const lowering = lowerRule(matchRule('label', exists('label')), target, 'hunt', range);
  return lowering.fidelity === 'refused' ? lowering.refusals.map(({ code }) => code) : [];
}

test('what no search computes, or cannot reach, is refused', () => {
  const at = path('a');
  const event = 'event' as const;
  assert.equal(refusalsOf({ kind: 'hash', path: at }, 'fields'), ['field-derived']);
  assert.equal(refusalsOf({ kind: 'hash', path: at }, event), []);
  assert.equal(refusalsOf({ kind: 'any_of', tests: [{ kind: 'exists', path: at }] }, event), [
    'field-derived',
  ]);
  assert.equal(refusalsOf({ kind: 'prefix', path: at, length: 3 }, event), ['field-derived']);
  assert.equal(refusalsOf({ kind: 'split', path: at, by: '/', part: 0 }, event), ['field-derived']);
  assert.equal(refusalsOf({ kind: 'network', path: at, v4: 24, v6: 64 }, event), ['field-derived']);
  // spath() takes a dot for a step and braces for a list's; a field that Splunk extracts is called just so.
  assert.equal(refusalsOf({ kind: 'path', path: path('gen_ai.model') }, event), ['field-name']);
  assert.equal(refusalsOf({ kind: 'first_of', paths: [path('a{}')] }, event), ['field-name']);
  assert.equal(refusalsOf({ kind: 'path', path: path('gen_ai.model') }, 'fields'), []);
});

test.run();
