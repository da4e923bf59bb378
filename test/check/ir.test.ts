import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Condition } from '../../src/ir/condition.js';
import type { AggregateRule, MatchRule, Rule } from '../../src/ir/rule.js';
import { aggregateRule, loadFiles, matchRule, replaceKeys, source } from './pack.js';

const test = suite('the IR');

function load(model: string, keys: string): Rule {
  const { pack, diagnostics } = loadFiles({
    'sources/inference.yaml': source,
    'example.yaml': replaceKeys(model, keys),
  });
  assert.equal(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
    keys,
  );
  const [rule] = pack.rules;
  return rule;
}

function aggregate(keys: string): AggregateRule {
  const rule = load(aggregateRule, keys);
  if (rule.kind !== 'aggregate') throw new Error('not an aggregate rule');
  return rule;
}

function match(keys: string): MatchRule {
  const rule = load(matchRule, keys);
  if (rule.kind !== 'match') throw new Error('not a match rule');
  return rule;
}

/** A part of the IR without places, and with fields as their names. */
function bare(part: unknown): unknown {
  return JSON.parse(
    JSON.stringify(part, (key, value) => (key === 'span' ? undefined : key === 'field' ? value.name : value)),
  );
}

function where(text: string): unknown {
  return bare(match(`where: ${text}`).where);
}

test('maps are all, lists any, and one is itself', () => {
  const a = { kind: 'equals', field: 'label', values: ['a'], nocase: false };
  const b = { kind: 'equals', field: 'model', values: ['b'], nocase: false };
  assert.equal(where('{ label: a }'), a);
  assert.equal(where('[ { label: a } ]'), a);
  assert.equal(where('{ label: a, model: b }'), { kind: 'all', of: [a, b] });
  assert.equal(where('[ { label: a }, { model: b } ]'), { kind: 'any', of: [a, b] });
  assert.equal(where('{ all: [ { label: a }, { model: b } ] }'), { kind: 'all', of: [a, b] });
  assert.equal(where('{ not: [ { label: a }, { model: b } ] }'), {
    kind: 'not',
    of: { kind: 'any', of: [a, b] },
  });
  assert.equal(where('{ label: [a, a] }'), a);
});

test('tests come out in their field’s type', () => {
  assert.equal(where('{ label|exists: false }'), { kind: 'not', of: { kind: 'exists', field: 'label' } });
  assert.equal(where('{ status: [200, 0x10, -0] }'), {
    kind: 'equals',
    field: 'status',
    values: [200, 16, 0],
    nocase: false,
  });
  assert.equal(where('{ ts|at_least: 2026-01-12T09:00:00.9999+01:00 }'), {
    kind: 'compare',
    field: 'ts',
    order: 'at_least',
    value: Date.UTC(2026, 0, 12, 8, 0, 0, 999),
  });
  assert.equal(where('{ status|above: [400, 300] }'), {
    kind: 'compare',
    field: 'status',
    order: 'above',
    value: 300,
  });
  assert.equal(where('{ status|at_most: [400, 300] }'), {
    kind: 'compare',
    field: 'status',
    order: 'at_most',
    value: 400,
  });
  assert.equal(where('{ src_ip: ["::ffff:1.2.3.4", "2001:DB8:0:0::1"] }'), {
    kind: 'equals',
    field: 'src_ip',
    values: ['1.2.3.4', '2001:db8::1'],
    nocase: false,
  });
  assert.equal(where("{ label|wildcard|nocase: 'a\\**?x**' }"), {
    kind: 'wildcard',
    field: 'label',
    patterns: [[{ text: 'a*' }, 'any_run', 'any_one', { text: 'x' }, 'any_run']],
    nocase: true,
  });
  assert.equal(where('{ src_ip|cidr: "2001:DB8::/32" }'), {
    kind: 'cidr',
    field: 'src_ip',
    networks: [{ bytes: [0x20, 1, 0x0d, 0xb8, ...Array(12).fill(0)], prefix: 32, text: '2001:db8::/32' }],
  });
  assert.equal(where('{ label|nocase: A }'), { kind: 'equals', field: 'label', values: ['A'], nocase: true });
  assert.equal(where('{ is: near_boundary }'), {
    kind: 'compare',
    field: 'margin',
    order: 'below',
    value: 0.2,
  });
});

test('every is the largest legal step of at most a twelfth and 15 minutes, else a minute', () => {
  const every = (size: string): number => aggregate(`window: { size: ${size} }`).window.every / 60_000;
  const found = [
    '1m',
    '7m',
    '10m',
    '12m',
    '30m',
    '36m',
    '1h',
    '2h',
    '90m',
    '3h',
    '5h',
    '24h',
    '7d',
    '100m',
    '65m',
  ].map(every);
  assert.equal(found, [1, 1, 1, 1, 2, 3, 5, 10, 6, 15, 15, 15, 15, 5, 5]);
});

test('suppression lasts a window unless the rule says otherwise, a match rule has none', () => {
  const suppression = (rule: Rule) =>
    rule.suppress && [rule.suppress.for, rule.suppress.by.map(({ name }) => name)];
  const by = 'by: [principal, model]\n';
  assert.equal(suppression(aggregate(by)), [3_600_000, ['principal', 'model']]);
  assert.equal(suppression(aggregate(`${by}suppress: 2h`)), [7_200_000, ['principal', 'model']]);
  assert.equal(suppression(aggregate(`${by}suppress: { for: 1d, by: [model] }`)), [86_400_000, ['model']]);
  assert.equal(suppression(aggregate(`${by}suppress: { for: 1d, by: [] }`)), [86_400_000, []]);
  assert.equal(suppression(aggregate(`${by}suppress: { by: [model] }`)), [3_600_000, ['model']]);
  assert.is(suppression(aggregate(`${by}suppress: none`)), undefined);
  assert.is(suppression(match('by: [principal]')), undefined);
  assert.equal(suppression(match('by: [principal]\nsuppress: 10m')), [600_000, ['principal']]);
});

const names = ['a', 'b', 'net_a', 'net_b', 'net_c'];
const signals = `signals:\n${names.map((name) => `  ${name}: { count: events, above: 1 }\n`).join('')}`;
const named = (name: string): Condition => ({ kind: 'signal', name });

/** A condition with every part in parentheses. */
function show(condition: Condition): string {
  switch (condition.kind) {
    case 'signal':
      return condition.name;
    case 'not':
      return `!${show(condition.of)}`;
    case 'at_least':
      return `${condition.count}(${condition.of.map(show).join(' ')})`;
    default:
      return `(${condition.of.map(show).join(condition.kind === 'and' ? ' & ' : ' | ')})`;
  }
}

test('conditions bind not, and, or, in this order', () => {
  const read = (text: string): string => show(aggregate(`${signals}condition: ${text}`).condition);
  assert.is(read('a or b and not net_a'), '(a | (b & !net_a))');
  assert.is(read('(a or b) and net_a'), '((a | b) & net_a)');
  assert.is(read('not (a or b) and not not a'), '(!(a | b) & !!a)');
  assert.is(read('not a and b'), '(!a & b)');
  assert.is(read('all of them'), '(a & b & net_a & net_b & net_c)');
  assert.is(read('2 of them and a'), '(2(a b net_a net_b net_c) & a)');
  assert.is(read('1 of net_* or a'), '((net_a | net_b | net_c) | a)');
  assert.is(read('all of net_*'), '(net_a & net_b & net_c)');
  assert.is(read('3 of net_*'), '(net_a & net_b & net_c)');
  assert.is(read('2 of net_*'), '2(net_a net_b net_c)');
  assert.is(read('"a and(b)"'), '(a & b)');
  assert.is(read('>-\n  a and\n  b'), '(a & b)');
  assert.equal(aggregate(signals).condition, { kind: 'and', of: names.map(named) });
});

test('ratios take the other signal’s measure with its n', () => {
  const rule = aggregate(
    'signals: { r: { ratio: { of: a, to: { count: events } }, n: 5, above: 1 }, a: { distinct: model, n: 3, above: 1 } }',
  );
  assert.equal(bare(rule.signals[0]), {
    name: 'r',
    measure: {
      kind: 'ratio',
      of: { measure: { kind: 'distinct', field: 'model' }, atLeast: 3 },
      to: { measure: { kind: 'count' } },
    },
    atLeast: 5,
    bound: { kind: 'above', value: 1 },
  });
});

test('every kind of measure is read', () => {
  const measure = (text: string): unknown =>
    bare(aggregate(`signals: { a: { ${text}, above: 0.1 } }`).signals[0].measure);
  for (const kind of [
    'distinct',
    'distinct_ratio',
    'sum',
    'avg',
    'min',
    'max',
    'stddev',
    'cv',
    'entropy',
    'top_share',
  ])
    assert.equal(measure(`${kind}: margin`), { kind, field: 'margin' });
  const predicate = { kind: 'equals', field: 'label', values: ['x'], nocase: false };
  assert.equal(measure('count: events'), { kind: 'count' });
  assert.equal(measure('count: { label: x }'), { kind: 'count', of: predicate });
  assert.equal(measure('share: { label: x }'), { kind: 'share', of: predicate });
  assert.equal(measure('share: { label: x }, among: { label: x }'), {
    kind: 'share',
    of: predicate,
    among: predicate,
  });
  assert.equal(measure('percentile: margin, p: 99.9'), { kind: 'percentile', field: 'margin', p: 99_900 });
  assert.equal(measure('active: 1h'), { kind: 'active', step: 3_600_000 });
  assert.equal(measure('interval_avg: events'), { kind: 'interval_avg' });
  assert.equal(measure('interval_cv: events'), { kind: 'interval_cv' });
  assert.equal(measure('rate_cv: 1m'), { kind: 'rate_cv', step: 60_000 });
});

test('a rule over a faulty definition is left out, and the definition blamed alone', () => {
  const { pack, diagnostics } = loadFiles({
    'sources/inference.yaml': source.replace('margin|below: 0.2', 'marginn|below: 0.2'),
    'example.yaml': replaceKeys(matchRule, 'where: { is: near_boundary }'),
  });
  assert.equal(pack.rules, []);
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['unknown-field'],
  );
});

test.run();
