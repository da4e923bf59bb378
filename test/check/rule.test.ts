import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readMarks, showExpected, showFound } from '../marked.js';
import { aggregateRule, loadFiles, matchRule, replaceKeys, source } from './pack.js';

const test = suite('checkRule');

/** Expects these diagnostics of the model rule with some of its keys replaced, each at its mark, and no others. */
function expectFaults(model: string, keys: string, ...codes: string[]): void {
  const expected = readMarks(replaceKeys(model, keys));
  const { diagnostics } = loadFiles({ 'sources/inference.yaml': source, 'example.yaml': expected.text });
  assert.equal(showFound(diagnostics), showExpected(expected, codes), keys);
}
const inAggregate = (keys: string, ...codes: string[]) => expectFaults(aggregateRule, keys, ...codes);
const inMatch = (keys: string, ...codes: string[]) => expectFaults(matchRule, keys, ...codes);
const inWhere = (where: string, ...codes: string[]) => inMatch(`where: ${where}`, ...codes);
const inSignals = (signals: string, ...codes: string[]) => inAggregate(`signals: ${signals}`, ...codes);

test('fields are those of the source, wherever they stand', () => {
  inAggregate(
    `by: [⟦principle⟧]
where: { ⟦modle⟧: x, not: { any: [ { all: [ { ⟦lable⟧|contains: a } ] }, { label: ok } ] } }
signals:
  a: { distinct: ⟦input_hsh⟧, above: 1 }
  b: { share: { ⟦marginal⟧|below: 1 }, among: [ { ⟦stat⟧: 1 } ], above: 0.5 }
  c: { ratio: { of: { sum: ⟦n_feature⟧ }, to: a }, above: 1 }
suppress: { for: 1h, by: [⟦principol⟧] }`,
    ...Array(8).fill('unknown-field'),
  );
});

test('literals are of their field’s type', () => {
  inWhere('{ label: ⟦3⟧ }', 'literal-type');
  inWhere('{ label: [a, ⟦3⟧, ⟦true⟧] }', 'literal-type', 'literal-type');
  inWhere('{ label|contains: ⟦1.10⟧ }', 'literal-type');
  inWhere('{ status: ⟦"200"⟧ }', 'literal-type');
  inWhere('{ status|above: ⟦high⟧ }', 'literal-type');
  inWhere('{ wants_probs: ⟦yes⟧ }', 'literal-type');
  inWhere('{ wants_probs: ⟦1⟧ }', 'literal-type');
  inWhere('{ ts|above: ⟦1768208400⟧ }', 'literal-type');
  inWhere('{ ts|above: ⟦2026-02-30T00:00:00Z⟧ }', 'illegal-instant');
  inWhere('{ src_ip: ⟦010.0.0.1⟧ }', 'illegal-address');
  inWhere('{ src_ip: ⟦"fe80::1%eth0"⟧ }', 'illegal-address');
  inWhere('{ status: ⟦9007199254740993⟧ }', 'number-too-large');
  inWhere('{ status: 9007199254740992, n_features: -9007199254740992 }');
  inWhere('{ label|exists: ⟦yes⟧ }', 'text-for-boolean');
  inWhere('{ label|exists: ⟦1⟧ }', 'wrong-type');
  inWhere('{ label: "a⟦b⟧" }'.replace(/[⟦⟧]/g, ''));
});

test('a wrong literal is shown as it should be written', () => {
  const hint = (where: string): string | undefined =>
    loadFiles({ 'sources/inference.yaml': source, 'example.yaml': replaceKeys(matchRule, `where: ${where}`) })
      .diagnostics[0]?.hint;
  assert.is(hint('{ label: 3 }'), 'write label: "3"');
  assert.is(hint('{ label: 1.10 }'), 'write label: "1.10"');
  assert.is(hint('{ label: true }'), 'write label: "true"');
  assert.is(hint('{ status: "200" }'), 'write status: 200');
  assert.is(hint('{ wants_probs: yes }'), 'write true');
  assert.is(hint('{ src_ip: 10.0.0.0/8 }'), 'for a network write src_ip|cidr: 10.0.0.0/8');
  assert.is(hint('{ src_ip|cidr: 10.1.2.3/8 }'), 'write 10.0.0.0/8');
  assert.is(hint('{ src_ip|cidr: "::ffff:10.1.2.3/104" }'), 'write 10.0.0.0/8');
});

test('modifiers are known, go together, and fit the field', () => {
  inWhere('{ label|⟦containz⟧: a }', 'unknown-modifier');
  inWhere('{ label|in_list: ⟦a⟧ }', 'unknown-list');
  inWhere('{ label|in_list|⟦nocase⟧: a }', 'modifier-combination');
  inWhere('{ "label|⟦re⟧": a }', 'unknown-modifier');
  inWhere('{ label|⟦⟧: a }', 'unknown-modifier');
  inWhere('{ label|contains|⟦ends_with⟧: a }', 'modifier-combination');
  inWhere('{ label|nocase|⟦contains⟧: a }', 'modifier-combination');
  inWhere('{ label|nocase|⟦nocase⟧: a }', 'modifier-combination');
  inWhere('{ status|above|⟦nocase⟧: 1 }', 'modifier-combination');
  inWhere('{ status|⟦contains⟧: "2" }', 'modifier-type');
  inWhere('{ label|⟦above⟧: 3 }', 'modifier-type');
  inWhere('{ label|⟦cidr⟧: 10.0.0.0/8 }', 'modifier-type');
  inWhere('{ src_ip|⟦starts_with⟧: "10." }', 'modifier-type');
  inWhere('{ status|⟦nocase⟧: 2 }', 'modifier-type');
  inWhere('{ label|nocase: a, user_agent|regex|nocase: b, ts|below: 2026-01-01T00:00:00+01:00 }');
});

test('tests that pass everything, or that no engine could run, are errors', () => {
  inWhere(
    '{ label|contains: ⟦""⟧, user_agent|starts_with: [a, ⟦""⟧] }',
    'matches-everything',
    'matches-everything',
  );
  inWhere("{ label|wildcard: ⟦'**'⟧ }", 'matches-everything');
  inWhere("{ label|regex: ⟦''⟧ }", 'matches-everything');
  inWhere("{ label|wildcard: 'a*⟦\\⟧' }", 'lone-backslash');
  inWhere("{ label|wildcard: 'a*\\\\' }");
  inWhere("{ label: '', model|wildcard: '' }");
  for (const pattern of ['(', '[a', 'a**', '(?=a)', '(?<!a)b', '\\1', 'a{1001}', '\\', ')'])
    inWhere(`{ label|regex: ⟦'${pattern}'⟧ }`, 'illegal-regex');
  inWhere("{ label|regex: '(?i)^\\d{2,3}\\pL$' }");
});

test('networks have a legal prefix, no bits below it, and are not mapped', () => {
  for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/08', '"::/129"', '"::%1/64"'])
    inWhere(`{ src_ip|cidr: ⟦${text}⟧ }`, 'illegal-network');
  inWhere('{ src_ip|cidr: ⟦10.0.0.1/8⟧ }', 'bits-below-prefix');
  inWhere('{ src_ip|cidr: ⟦"2001:db8::1/32"⟧ }', 'bits-below-prefix');
  inWhere('{ src_ip|cidr: ⟦"::ffff:0:0/96"⟧ }', 'mapped-network');
  inWhere('{ src_ip|cidr: [10.0.0.0/8, 0.0.0.0/0, 10.1.2.3/32, "2001:db8::/32", "::/0"] }');
});

test('predicates are well formed', () => {
  inWhere('⟦{}⟧', 'empty-list');
  inWhere('⟦[]⟧', 'empty-list');
  inWhere('{ all: ⟦[]⟧ }', 'empty-list');
  inWhere('{ any: [ ⟦{}⟧ ] }', 'empty-list');
  inWhere('{ not: ⟦[]⟧ }', 'empty-list');
  inWhere('{ label: ⟦[]⟧ }', 'empty-list');
  inWhere('{ all: ⟦{ label: a }⟧ }', 'wrong-type');
  inWhere('{ label: ⟦{ a: b }⟧ }', 'wrong-type');
  inWhere('{ label: [ ⟦[a]⟧ ] }', 'wrong-type');
  inWhere('{ label: ⟦⟧}', 'empty-value');
  inWhere('⟦text⟧', 'wrong-type');
  inWhere('{ is: ⟦near_boundry⟧ }', 'unknown-definition');
  inWhere('{ is: near_boundary, not: [ { label: a }, { all: [ { label: b } ] } ] }');
});

test('windows are ones that a scheduler can run', () => {
  const inWindow = (window: string, ...codes: string[]) => inAggregate(`window: ${window}`, ...codes);
  for (const every of ['7m', '45s', '90s', '5h', '36h', '2d', '90m', '61m'])
    inWindow(`{ size: 30d, every: ⟦${every}⟧ }`, 'illegal-step');
  for (const every of ['60s', '1m', '30m', '60m', '1h', '120m', '24h', '1d', '12h'])
    inWindow(`{ size: 24h, every: ${every} }`);
  inWindow('{ size: ⟦90m⟧, every: 1h }', 'window-not-multiple');
  inWindow('{ size: ⟦90s⟧ }', 'window-not-multiple');
  inWindow('{ size: ⟦31d⟧ }', 'window-too-long');
  inWindow('{ size: 30d }');
  for (const size of ['0m', '1.5h', '1 h', '-1h', '1w', '01h', '99999999s'])
    inWindow(`{ size: ⟦${size}⟧ }`, 'illegal-form');
  inWindow('{ ⟦every⟧: 5m }', 'missing-key');
  inWindow('{ size: 1h, ⟦evry⟧: 5m }', 'unknown-key');
});

test('signals have one measure and one bound', () => {
  inSignals('{ ⟦a⟧: { above: 1 } }', 'measure-missing');
  inSignals('{ a: { count: events, ⟦distinct⟧: model, above: 1 } }', 'several-measures');
  inSignals('{ ⟦a⟧: { count: events } }', 'bound-missing');
  inSignals('{ a: { count: events, above: 1, ⟦below⟧: 3 } }', 'several-bounds');
  inSignals('{ a: { count: events, ⟦belw⟧: 3 } }', 'unknown-key');
  inSignals('{ a: { ⟦cont⟧: events, above: 1 } }', 'unknown-key');
  inSignals('{ a: { count: events, between: ⟦[3, 1]⟧ } }', 'bound-reversed');
  inSignals('{ a: { count: events, between: ⟦[3]⟧ } }', 'wrong-type');
  inSignals('{ a: { count: events, above: ⟦.nan⟧ } }', 'number-not-finite');
  inSignals('{ a: { count: events, above: ⟦"3"⟧ } }', 'text-for-number');
  inSignals('{ a: { count: ⟦evnts⟧, above: 3 } }', 'illegal-form');
  inSignals('{ a: { count: events, above: 3, n: ⟦0⟧ } }', 'out-of-range');
  inSignals('{ a: { count: events, above: 3, n: ⟦1.5⟧ } }', 'wrong-type');
  inSignals('{ ⟦not⟧: { count: events, above: 1 } }', 'reserved-signal-name');
  inSignals('{ ⟦A⟧: { count: events, above: 1 } }', 'illegal-form');
  inSignals('⟦{}⟧', 'empty-list');
});

test('measures fit their fields and have their settings', () => {
  for (const measure of ['sum', 'avg', 'min', 'max', 'stddev', 'cv'])
    inSignals(
      `{ a: { ${measure}: ⟦model⟧, above: 1 }, b: { ${measure}: ⟦wants_probs⟧, below: 1 } }`,
      'measure-type',
      'measure-type',
    );
  for (const measure of ['distinct', 'distinct_ratio', 'entropy', 'top_share'])
    inSignals(`{ a: { ${measure}: model, above: 0.1 }, b: { ${measure}: src_ip, above: 0.1 } }`);
  inSignals('{ a: { ⟦percentile⟧: margin, above: 1 } }', 'percentile-missing');
  inSignals('{ a: { percentile: margin, p: ⟦99.9999⟧, above: 1 } }', 'percentile-too-fine');
  inSignals('{ a: { percentile: margin, p: ⟦0⟧, above: 1 } }', 'out-of-range');
  inSignals('{ a: { percentile: margin, p: ⟦101⟧, above: 1 } }', 'out-of-range');
  inSignals(
    '{ a: { percentile: margin, p: 99.9, above: 1 }, b: { percentile: margin, p: 0.001, above: 1 } }',
  );
  inSignals(
    '{ a: { count: events, ⟦p⟧: 3, ⟦among⟧: { label: x }, above: 1 } }',
    'setting-without-measure',
    'setting-without-measure',
  );
  inSignals('{ a: { rate_cv: ⟦2m⟧, below: 1 } }', 'step-not-dividing');
  inSignals(
    '{ a: { rate_cv: 1m, below: 1 }, b: { active: 1h, above: 0 }, c: { interval_cv: events, below: 1 } }',
  );
});

test('bounds can be met', () => {
  const never = [
    'below: 1',
    'at_most: 0.5',
    'between: [0.2, 0.8]',
    'between: [-5, 0]',
    'between: [1.2, 1.8]',
  ];
  for (const bound of never) inSignals(`{ a: { count: events, ⟦${bound}⟧ } }`, 'bound-never-met');
  for (const bound of ['below: 2', 'at_most: 1', 'above: 1e300', 'between: [0.5, 1]', 'at_least: -3'])
    inSignals(`{ a: { count: events, ${bound} } }`);
  inSignals('{ a: { share: { label: x }, ⟦above: 1⟧ } }', 'bound-out-of-reach');
  inSignals('{ a: { distinct_ratio: model, ⟦at_least: 90⟧ } }', 'bound-out-of-reach');
  inSignals('{ a: { count: { label: x }, ⟦below: 0⟧ } }', 'bound-out-of-reach');
  inSignals('{ a: { count: { label: x }, below: 1 }, b: { sum: margin, below: -3 } }');
});

test('ratios name signals without going in circles', () => {
  inSignals(
    '{ a: { ratio: { of: ⟦bb⟧, to: c }, above: 1 }, c: { count: events, above: 1 } }',
    'unknown-signal',
  );
  inSignals(
    '{ a: { ratio: { of: b, to: { count: events } }, above: 1 }, b: { ratio: { of: ⟦a⟧, to: { count: events } }, above: 1 } }',
    'circular-ratio',
  );
  inSignals('{ a: { ratio: { ⟦of⟧: b }, above: 1 }, b: { count: events, above: 1 } }', 'missing-key');
  inSignals(
    '{ a: { ratio: { of: b, ⟦to: {}⟧ }, above: 1 }, b: { count: events, above: 1 } }',
    'measure-missing',
  );
});

test('the head is whole and right', () => {
  inAggregate('name: ⟦another⟧', 'name-not-file');
  inAggregate('name: ⟦Example⟧', 'illegal-form');
  inAggregate('source: ⟦inferance⟧', 'unknown-source');
  inAggregate('atlas: []');
  inAggregate('date: ⟦2026-02-30⟧', 'illegal-form');
  inAggregate('by: [principal, ⟦principal⟧]', 'repeated-item');
  inAggregate('author:⟦⟧', 'empty-value');
  inAggregate('title: ⟦3⟧', 'number-for-text');
  inAggregate('by: []\nsuppress: { for: 1h, by: [⟦model⟧] }', 'suppression-not-in-group');
  inAggregate('suppress: none\nrespond: [throttle, label-only]');
});

test('several mistakes are told at once', () => {
  inAggregate(
    `id: ⟦not-a-uuid⟧
status: ⟦stabel⟧
severity: ⟦hihg⟧
risk: ⟦101⟧
atlas: [⟦AML.T0024.009⟧, ⟦T0024⟧]
date: ⟦2026-13-01⟧
references: [⟦atlas⟧]
by: [⟦principle⟧]
window: { size: 1h, every: ⟦7m⟧ }
signals:
  volume: { count: events, above: ⟦"100"⟧ }
  novelty: { distinct_ratio: ⟦input_hsh⟧, above: 0.9 }
condition: volume and ⟦novlty⟧
suppress: ⟦1 hour⟧
⟦titel⟧: x`,
    'illegal-form',
    'illegal-value',
    'illegal-value',
    'unknown-technique',
    'illegal-form',
    'unknown-field',
    'illegal-step',
    'text-for-number',
    'unknown-field',
    'out-of-range',
    'illegal-form',
    'illegal-form',
    'unknown-signal',
    'illegal-form',
    'unknown-key',
  );
});

test('a kind of rule has all of its keys', () => {
  const missing = (file: string): (string | undefined)[] =>
    loadFiles({ 'sources/inference.yaml': source, 'example.yaml': file }).diagnostics.map(
      ({ message }) => message,
    );
  const head = matchRule.replace(/where:.*\n/, '');
  assert.equal(missing(`${head}signals: { a: { count: events, above: 1 } }\n`), [
    'the keys by and window are missing',
  ]);
  assert.equal(missing(`${head}window: { size: 1h }\n`), ['the keys by and signals are missing']);
  assert.equal(missing(`${head}condition: a\nby: []\n`), ['the keys window and signals are missing']);
  assert.equal(missing(`${head}by: []\nwindow: { size: 1h }\nsignal: { a: { count: events, above: 1 } }\n`), [
    'there is no key signal here; near it: signals',
  ]);
});

test.run();
