import { mkdirSync, symlinkSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPack } from '../../src/check/load-pack.js';
import { aggregateRule, inFolder, loadFiles, matchRule, replaceKeys, source } from './pack.js';

const test = suite('loadPack');
const id = '6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11';
const sources = { 'sources/inference.yaml': source };

test('finds rules at any depth, outside sources, lists and tests', () => {
  const { pack, diagnostics, files } = loadFiles({
    ...sources,
    'example.yaml': aggregateRule,
    'a/b/c/deep.yml': replaceKeys(matchRule, 'name: deep\nid: 00000000-0000-4000-8000-000000000002'),
    'a/deep.test.yaml': 'rule: deep',
    'lists/accounts.yaml': 'list: accounts\ndescription: Jobs\nentries: [{ value: a, reason: r, owner: o }]',
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

test('names and ids are unique in the folder', () => {
  const { diagnostics, pack } = loadFiles({
    ...sources,
    'a/example.yaml': aggregateRule,
    'b/example.yaml': replaceKeys(matchRule, 'id: 00000000-0000-4000-8000-000000000002'),
    'c/third.yaml': replaceKeys(matchRule, `name: third\nid: ${id.toUpperCase()}`),
  });
  assert.equal(
    diagnostics.map(({ code, span }) => [span.source.file.split('/').slice(-2).join('/'), code]),
    [
      ['b/example.yaml', 'duplicate-name'],
      ['c/third.yaml', 'duplicate-id'],
    ],
  );
  assert.is(pack.rules.length, 1);
});

test('a source that cannot be read blames no rule', () => {
  const { diagnostics } = loadFiles({ 'sources/inference.yaml': 'a: [', 'example.yaml': aggregateRule });
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['yaml-syntax'],
  );
});

test('every file is checked, whatever is wrong in others, and mistakes come by file and place', () => {
  const { diagnostics } = loadFiles({
    ...sources,
    'z.yaml': 'a: [',
    'b.yaml': replaceKeys(matchRule, 'name: b\nstatus: no\nseverity: no'),
    'a.yaml': '',
    'm/n.yaml': Buffer.from([0xff, 0xfe, 0, 0]),
  });
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['empty-document', 'illegal-value', 'illegal-value', 'not-utf8', 'yaml-syntax'],
  );
});

test('deprecated rules are checked and kept', () => {
  const { pack } = loadFiles({ ...sources, 'example.yaml': replaceKeys(matchRule, 'status: deprecated') });
  assert.equal(
    pack.rules.map(({ status }) => status),
    ['deprecated'],
  );
  const { diagnostics } = loadFiles({
    ...sources,
    'example.yaml': replaceKeys(matchRule, 'status: deprecated\nby: [x]'),
  });
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['unknown-field'],
  );
});

test('links are not followed, and what is no file of a rule is no trouble', () => {
  const codes = inFolder({ ...sources, 'example.yaml': aggregateRule, 'real/x.txt': '' }, (folder) => {
    symlinkSync('/', `${folder}/root`);
    symlinkSync('nowhere', `${folder}/dangling.yaml`);
    mkdirSync(`${folder}/folder.yaml`);
    return loadPack(folder).diagnostics.map(({ code }) => code);
  });
  assert.equal(codes, ['link-not-followed', 'link-not-followed']);
});

test('a folder that is not there, and one that is a file, are told', () => {
  const read = (path: string) =>
    inFolder({ file: '' }, (folder) =>
      loadPack(`${folder}/${path}`).diagnostics.map(({ message }) => message),
    );
  assert.equal(read('nowhere'), ['the file cannot be read: there is no such file']);
  assert.equal(read('file'), ['the file cannot be read: it is no folder']);
});

test.run();
