import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from './command-line.js';
import { project } from './project.js';

const test = suite('check');

test('a sound project: warnings do not fail it', async () => {
  const { path: cwd, remove } = makeFolder(project);
  const { code, out, err } = await runInside(['check'], cwd);
  remove();
  assert.equal([code, err], [0, '']);
  // Neither rule has a test case.
  assert.match(out, /\n2 warnings in 2 of 5 files\n$/);
});

test('every mistake in every file, in order, with its place, and the same for machines', async () => {
  const { path: cwd, remove } = makeFolder({
    ...project,
    'rules/harvest.yaml': (project['rules/harvest.yaml'] ?? '')
      .replace('input_hash', 'input_hsh')
      .replace('suppress', 'supress'),
    'targets/mappings/other.yaml': (project['targets/mappings/other.yaml'] ?? '').replace('rfc3339', 'iso'),
  });
  const text = await runInside(['check'], cwd);
  const json = await runInside(['check', '--json'], cwd);
  remove();
  assert.equal([text.code, text.err, json.code, json.err], [1, '', 1, '']);
  assert.match(
    text.out,
    /^rules\/harvest\.yaml:13:30 {2}unknown-field\n {3}13 \| .*input_hsh.*\n {6}\| +\^{9}\n.*near it: input_hash\n/,
  );
  assert.match(text.out, /\n3 errors and 1 warning in 3 of 5 files\n$/);
  const records: unknown[] = json.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(
    records.map((record) => Object.keys(record ?? {}).join()),
    Array(4).fill('file,line,column,end_line,end_column,code,severity,message,hint'),
  );
  assert.match(
    json.out.split('\n')[0] ?? '',
    '"file":"rules/harvest.yaml","line":13,"column":30,"end_line":13,"end_column":39,"code":"unknown-field","severity":"error"',
  );
});

test('a folder that is not there is wrong usage', async () => {
  const { code, out, err } = await runInside(['check', '--rules', 'nowhere']);
  assert.equal([code, out], [2, '']);
  assert.is(err, 'rulewright: there is no folder nowhere; --rules names the folder of the rules\n');
});

test.run();
