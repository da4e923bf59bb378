import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type LoadedPack, loadPack } from '../../src/check/load-pack.js';
import type { ListEntry, Predicate } from '../../src/ir/predicate.js';
import { readMarks, showExpected, showFound } from '../marked.js';
import { inFolder, matchRule, replaceKeys, source } from './pack.js';

const test = suite('lists');
const now = Date.parse('2026-11-24T12:00:00Z');

function load(
  list: string,
  where: string,
  beside: Readonly<Record<string, string | Uint8Array>> = {},
): LoadedPack {
  const files = {
    'sources/inference.yaml': source,
    'example.yaml': replaceKeys(matchRule, `where: ${where}`),
    'lists/known.yaml': list,
    ...beside,
  };
  return inFolder(files, (folder) => loadPack(folder, now));
}

const head = 'list: known\ndescription: Known\n';

/** Expects these diagnostics in the list, at its marks, and none anywhere else. */
function inList(keys: string, ...codes: string[]): void {
  const expected = readMarks(head + keys);
  const { diagnostics } = load(expected.text, '{ principal|in_list: known }');
  assert.equal(showFound(diagnostics), showExpected(expected, codes), keys);
}

function entriesOf({ pack, diagnostics }: LoadedPack): readonly ListEntry[] {
  assert.equal(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  const [rule] = pack.rules;
  const where: Predicate | undefined = rule?.where;
  if (where?.kind !== 'in_list') throw new Error(`${where?.kind} is no test of a list`);
  return where.entries;
}

test('a list’s mistakes are told in it', () => {
  inList('entries: [ { value: a, reason: r, owner: o } ]');
  inList('entries: [ { ⟦value⟧: a, reason: r } ]', 'missing-key');
  inList('entries: ⟦[]⟧', 'empty-list');
  inList(
    'entries: [ { value: ⟦3⟧, reason: r, owner: o }, { value: ⟦true⟧, reason: r, owner: o } ]',
    'literal-type',
    'literal-type',
  );
  const wrong = (count: number) =>
    Array.from({ length: count }, (_, i) => `{ value: ${i < 21 ? `⟦${i}⟧` : i}, reason: r, owner: o }`).join(
      ', ',
    );
  const types = Array<string>(20).fill('literal-type');
  inList(`entries: [ ${wrong(20)} ]`, ...types);
  inList(`entries: [ ${wrong(22)} ]`, ...types, 'too-many-mistakes');
  inList('entries: [ { value: a, reason: r, owner: o, expires: ⟦2027-02-30⟧ } ]', 'illegal-form');
  inList('entries: [ { value: a, reason: r, owner: o, expires: ⟦2026-11-23⟧ } ]', 'expired-entry');
  inList('entries: [ { value: a, reason: r, owner: o, expires: 2026-11-24 } ]');
  inList(
    'entries: [ { value: a, reason: r, owner: o }, { value: ⟦a⟧, reason: r, owner: o } ]',
    'repeated-entry',
  );
  inList('entries: [ { value: a, reason: r, owner: o } ]\n⟦expires⟧: 2027-01-31', 'list-unclear');
});

test('a list has its values from one place', () => {
  const one = 'entries: [ { value: a, reason: r, owner: o } ]';
  const codesOf = (keys: string) =>
    load(head + keys, '{ principal|in_list: known }', { 'lists/a.txt': 'a\n' }).diagnostics.map(
      ({ code }) => code,
    );
  assert.equal(codesOf(`${one}\nvalues_from: a.txt\nreason: r\nowner: o`), ['list-unclear']);
  assert.equal(codesOf(''), ['list-unclear']);
  assert.equal(codesOf('values_from: a.txt\nreason: r'), ['missing-key']);
  assert.equal(codesOf('values_from: a.txt\nreason: r\nowner: o\nexpires: 2020-01-01'), ['expired-entry']);
});

test('a rule is not blamed for its list', () => {
  const { pack, diagnostics } = load(`${head}entries: 3`, '{ principal|in_list: known }');
  assert.equal(
    diagnostics.map(({ code, span }) => [code, span.source.file.endsWith('known.yaml')]),
    [['wrong-type', true]],
  );
  assert.equal(pack.rules, []);
});

test('an unknown list is told with a near name', () => {
  const { diagnostics } = load(
    `${head}entries: [ { value: a, reason: r, owner: o } ]`,
    '{ principal|in_list: knwon }',
  );
  assert.equal(
    diagnostics.map(({ message }) => message),
    ['there is no list knwon; near it: known'],
  );
});

test('entries count until their day in UTC is over, and the longest of equals counts', () => {
  const list = `${head}entries:
  - { value: a, reason: r, owner: o }
  - { value: b, reason: r, owner: o, expires: 2027-01-31 }
  - { value: b, reason: r, owner: o, expires: 2027-02-28 }
  - { value: a, reason: r, owner: o, expires: 2027-01-31 }
`;
  assert.equal(entriesOf(load(list, '{ principal|in_list: known }')), [
    { value: 'a' },
    { value: 'b', until: Date.parse('2027-03-01T00:00:00Z') },
  ]);
});

test('values are literals of the field that the list is used with', () => {
  const text = `${head}values_from: values.txt\nreason: r\nowner: o\n`;
  const from = (values: string, where: string) => load(text, where, { 'lists/values.txt': values });
  assert.equal(entriesOf(from('200\n# no\n\n404\n1e1', '{ status|in_list: known }')), [
    { value: 200 },
    { value: 404 },
    { value: 10 },
  ]);
  assert.equal(entriesOf(from('\ufeff200\r\n \t\r\n 404', '{ label|in_list: known }')), [
    { value: '200' },
    { value: ' 404' },
  ]);
  assert.equal(entriesOf(from('2001:DB8::1\n::ffff:10.0.0.1', '{ src_ip|in_list: known }')), [
    { value: '2001:db8::1' },
    { value: '10.0.0.1' },
  ]);
  assert.equal(entriesOf(from('true', '{ wants_probs|in_list: known }')), [{ value: true }]);
  const { diagnostics } = from('200\nabc\n+5', '{ status|in_list: known }');
  assert.equal(
    diagnostics.map(({ code, span }) => [code, span.source.text.slice(span.start, span.end)]),
    [
      ['literal-type', 'abc'],
      ['literal-type', '+5'],
    ],
  );
  assert.is(
    from(Array.from({ length: 1000 }, (_, at) => `x${at}`).join('\n'), '{ status|in_list: known }')
      .diagnostics.length,
    21,
  );
});

test('two fields use one list, and a list of lists means any', () => {
  const list = `${head}entries: [ { value: a, reason: r, owner: o } ]`;
  const other = list.replace('known', 'other');
  const { pack } = load(list, '{ principal|in_list: [known, other], label|in_list: known }', {
    'lists/deep/other.yaml': other,
  });
  const where: Predicate | undefined = pack.rules[0]?.where;
  assert.is(where?.kind, 'all');
  assert.equal(where?.kind === 'all' && where.of.map(({ kind }) => kind), ['any', 'in_list']);
});

test('no list reads what does not lie beside it', () => {
  const problems = (name: string) =>
    load(`${head}values_from: '${name}'\nreason: r\nowner: o\n`, '{ principal|in_list: known }', {
      'secret.txt': 'a',
    }).diagnostics.map(({ code, message }) => `${code}: ${message.split(': ').at(-1)}`);
  const elsewhere = ['values-file: it must lie beside the list, so that its name is no path'];
  for (const name of ['../secret.txt', '/etc/passwd', '..', '..\\secret.txt'])
    assert.equal(problems(name), elsewhere, name);
  assert.equal(problems('nowhere.txt'), ['values-file: there is no such file beside the list']);
  inFolder({ 'sources/inference.yaml': source, 'example.yaml': matchRule }, (folder) => {
    mkdirSync(`${folder}/lists`);
    writeFileSync(`${folder}/lists/known.yaml`, `${head}values_from: linked.txt\nreason: r\nowner: o\n`);
    symlinkSync('/etc/hostname', `${folder}/lists/linked.txt`);
    assert.ok(
      loadPack(folder).diagnostics.some(
        ({ message }) => message === 'linked.txt cannot be read as values: it is not a regular file',
      ),
    );
  });
});

test('values that are no text, or none at all, are told', () => {
  const text = `${head}values_from: values.txt\nreason: r\nowner: o\n`;
  const codes = (values: string | Uint8Array) =>
    load(text, '{ principal|in_list: known }', { 'lists/values.txt': values }).diagnostics.map(
      ({ code }) => code,
    );
  assert.equal(codes(Buffer.from('a\nM\xfcller', 'latin1')), ['not-utf8']);
  assert.equal(codes('# nothing\n\n'), ['values-file']);
  assert.equal(codes('a\na\n'), ['repeated-entry']);
  assert.equal(codes('#'.repeat(16 * 1024 * 1024 + 1)), ['values-file']);
});

test.run();
