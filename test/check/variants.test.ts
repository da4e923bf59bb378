import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { aggregateRule, loadFiles, matchRule, replaceKeys, sequenceRule, source } from './pack.js';

const test = suite('variants and rules over findings');

function load(files: Readonly<Record<string, string>>) {
  return loadFiles({ 'sources/inference.yaml': source, ...files });
}

function codes(files: Readonly<Record<string, string>>): string[] {
  return load(files).diagnostics.map(({ code }) => code);
}

/** Where each mistake stands: its code and the text that it marks. */
function places(files: Readonly<Record<string, string>>): string[] {
  return load(files).diagnostics.map(
    ({ code, span }) => `${code} ${span.source.text.slice(span.start, span.end)}`,
  );
}

function named(name: string, number: number, keys: string, model = aggregateRule): string {
  return replaceKeys(model, `id: 00000000-0000-4000-8000-00000000000${number}\nname: ${name}\n${keys}`);
}

const withVariants = replaceKeys(
  aggregateRule,
  `variants:
  net: { by: [src_ip, user_agent] }
  org: { by: [model], severity: high, signals: { volume: { count: events, above: 5000 }, spread: { distinct: principal, above: 3 } } }`,
);

test('a file with variants stands for one rule each and none of its own name', () => {
  const { pack, names, variants, diagnostics } = load({ 'example.yaml': withVariants });
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
  );
  assert.equal([...names], ['example-net', 'example-org']);
  assert.equal([...variants], [['example', ['example-net', 'example-org']]]);
  const [net, org] = pack.rules;
  if (net.kind !== 'aggregate' || org.kind !== 'aggregate') throw new Error('of another kind');
  assert.equal(
    [net.name, net.severity, net.by.map(({ name }) => name)],
    ['example-net', 'low', ['src_ip', 'user_agent']],
  );
  assert.equal([org.name, org.severity, org.title], ['example-org', 'high', 'Example']);
  assert.equal(
    [net, org].map(({ signals }) =>
      signals.map(({ name, bound }) => [name, bound.kind === 'above' && bound.value]),
    ),
    [
      [['volume', 100]],
      [
        ['volume', 5000],
        ['spread', 3],
      ],
    ],
  );
  // uuid.uuid5(UUID('6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11'), 'net') of Python
  assert.equal(
    [net.id, org.id],
    ['3138f608-396c-5781-8b53-2977384d542f', '62106cd1-8133-5a1d-931e-7610b7fd3e92'],
  );
});

test('what only the variants say need not stand in the file', () => {
  const file = replaceKeys(matchRule, 'where:').replace(/^(where|severity|title):.*\n/gm, '');
  const full = '{ severity: low, title: One, where: { label: x } }';
  assert.equal(codes({ 'example.yaml': `${file}variants: { one: ${full} }` }), []);
  assert.equal(
    places({
      'example.yaml': `${file}variants: { one: ${full}, two: { severity: low, where: { label: y } } }`,
    }),
    ['missing-key two'],
  );
  assert.equal(codes({ 'example.yaml': `${file.replace(/^status.*\n/m, '')}variants: { one: ${full} }` }), [
    'missing-key',
  ]);
});

test('mistakes stand where they are written, and are told once', () => {
  const variants = (text: string, base = '') =>
    places({ 'example.yaml': replaceKeys(aggregateRule, `${base}\nvariants: { a: {}, b: ${text} }`) });
  assert.equal(variants('{ by: [principle] }'), ['unknown-field principle']);
  assert.equal(variants('{ severity: low }', 'by: [principle]'), ['unknown-field principle']);
  assert.equal(
    variants('{ condition: volum }'),
    ['unknown-signal volum', 'unused-signal volume'].slice(0, 1),
  );
  assert.equal(variants('{ status: stable }'), ['unknown-key status']);
  assert.equal(variants('{ steps: [ { name: a, where: { label: x } } ] }'), [
    'missing-key b',
    'several-kinds steps',
  ]);
  assert.equal(
    places({ 'example.yaml': replaceKeys(aggregateRule, 'variants: { Net: { severity: high } }') }),
    ['illegal-form Net'],
  );
});

test('the name of a variant is taken like any other', () => {
  assert.equal(places({ 'example-net.yaml': named('example-net', 2, ''), 'example.yaml': withVariants }), [
    'duplicate-name net',
  ]);
});

test('a rule over findings sees shared groups, the rule, its severity and technique, and values', () => {
  const { pack, diagnostics } = load({
    'example.yaml': aggregateRule,
    'steps.yaml': named('steps', 2, 'by: [src_ip, principal]', sequenceRule),
    'over.yaml': named(
      'over',
      3,
      `source: { findings: [example, steps] }
by: [principal]
where: { severity: low, technique|starts_with: AML, signal.served|exists: true }
signals: { rules: { distinct: rule, at_least: 2 }, most: { max: signal.volume, above: 5 } }`,
    ),
  });
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
  );
  const over = pack.rules.find(({ name }) => name === 'over');
  assert.equal(
    over?.reads?.map(({ name }) => name),
    ['example', 'steps'],
  );
  assert.equal(
    [...(over?.source.fields.values() ?? [])].map(({ name, type }) => `${name} ${type}`),
    [
      'principal keyword',
      'signal.volume number',
      'signal.refused number',
      'signal.served number',
      'time timestamp',
      'rule keyword',
      'severity keyword',
      'technique keyword',
    ],
  );
});

test('what is wrong with the rules that one reads is told', () => {
  const over = (names: string, keys = '') =>
    places({
      'example.yaml': aggregateRule,
      'net.yaml': named('net', 2, 'by: [src_ip]'),
      'varied.yaml': named('varied', 3, 'variants: { a: {}, b: { severity: high } }'),
      'over.yaml': named('over', 4, `source: { findings: [${names}] }\n${keys}`),
    });
  assert.equal(over('example, varied-a'), []);
  assert.equal(over('exampel'), ['unknown-read-rule exampel']);
  assert.equal(over('varied'), ['unknown-read-rule varied']);
  assert.equal(over('over'), ['circular-findings over']);
  assert.equal(over('example, net'), ['unknown-field principal']);
  assert.equal(over('example', 'where: { is: near_boundary }'), ['unknown-definition near_boundary']);
  assert.equal(over('example, example'), ['repeated-item example']);
  assert.equal(over(''), ['empty-list []']);
  assert.equal(
    places({
      'a.yaml': named('a', 1, 'source: { findings: [b, example] }\nby: [principle]'),
      'b.yaml': named('b', 2, 'source: { findings: [c] }'),
      'c.yaml': named('c', 3, 'source: { findings: [a] }'),
      'over.yaml': named('over', 4, 'source: { findings: [a] }'),
      'example.yaml': aggregateRule,
    }),
    ['circular-findings b'],
  );
  // A rule that reads a wrong one is left out and not blamed.
  assert.equal(
    places({
      'example.yaml': replaceKeys(aggregateRule, 'by: [principle]'),
      'over.yaml': named('over', 4, 'source: { findings: [example] }'),
    }),
    ['unknown-field principle'],
  );
});

test('rules that read each other a thousand times over are put in order', () => {
  const files: Record<string, string> = { 'example.yaml': aggregateRule };
  for (let i = 1; i <= 300; i++) {
    const reads = i === 1 ? 'example' : `r${i - 1}`;
    const keys = `id: 00000000-0000-4000-8000-${String(i).padStart(12, '0')}\nname: r${i}`;
    files[`r${i}.yaml`] = replaceKeys(aggregateRule, `${keys}\nsource: { findings: [${reads}] }`);
  }
  assert.equal(codes(files), ['findings-too-deep']);
});

test('chains of definitions and of ratios end in a message', () => {
  const define = ['define:', '  a0: { label: x }'];
  for (let i = 1; i < 5000; i++) define.push(`  a${i}: { not: { is: a${i - 1} } }`);
  const backwards = [define[0], ...define.slice(1).reverse()];
  for (const lines of [define, backwards]) {
    const { diagnostics } = load({
      'sources/inference.yaml': replaceKeys(source, lines.join('\n')),
      'example.yaml': aggregateRule,
    });
    assert.equal([...new Set(diagnostics.map(({ code }) => code))], ['definitions-too-deep']);
  }
  const ratio = (i: number) => `  s${i}: { ratio: { of: s${i + 1}, to: { count: events } }, above: 1 }`;
  const signals = [
    'signals:',
    ...Array.from({ length: 5000 }, (_, i) => ratio(i)),
    '  s5000: { count: events, above: 1 }',
  ];
  const { diagnostics } = load({ 'example.yaml': replaceKeys(aggregateRule, signals.join('\n')) });
  assert.equal([...new Set(diagnostics.map(({ code }) => code))], ['ratio-too-large']);
});

test.run();
