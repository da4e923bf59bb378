import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { aggregateRule, loadFiles, matchRule, replaceKeys, source } from './pack.js';

const test = suite('loadPack');
const sources = { 'sources/inference.yaml': source };

test('finds rules at any depth, outside sources, lists and tests', () => {
  const { pack, diagnostics, files } = loadFiles({
    ...sources,
    'example.yaml': aggregateRule,
    'a/b/c/deep.yml': replaceKeys(matchRule, 'name: deep\nid: 00000000-0000-4000-8000-000000000002'),
    'a/deep.test.yaml': 'rule: deep',
    'lists/accounts.yaml': 'list: accounts',
    'notes.md': '# notes',
    '.hidden/x.yaml': 'x',
  });
  assert.equal(diagnostics, []);
  assert.equal(
    pack.rules.map(({ name, kind }) => [name, kind]),
    [
      ['deep', 'match'],
      ['example', 'aggregate'],
    ],
  );
  assert.equal([...pack.sources.keys()], ['inference']);
  assert.is(files.tests.length, 1);
});

test('gives the IR with every default', () => {
  const [rule] = loadFiles({ ...sources, 'example.yaml': aggregateRule }).pack.rules;
  assert.is(rule.kind, 'aggregate');
  if (rule.kind !== 'aggregate') return;
  assert.equal(rule.window, { size: 3_600_000, every: 300_000 });
  assert.is(rule.suppress?.for, 3_600_000);
  assert.equal(rule.suppress?.by, rule.by);
  assert.equal(rule.condition, { kind: 'signal', name: 'volume' });
  assert.equal(
    rule.signals.map(({ name, measure, bound }) => ({ name, measure, bound })),
    [{ name: 'volume', measure: { kind: 'count' }, bound: { kind: 'above', value: 100 } }],
  );
});

test.run();
