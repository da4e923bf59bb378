import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from './command-line.js';

const test = suite('preflight');

const good = {
  mappings: {
    properties: {
      '@timestamp': { type: 'date' },
      principal: { type: 'keyword' },
      input_hash: { type: 'keyword' },
      wants_probs: { type: 'boolean' },
    },
  },
  settings: { index: { mapping: { ignore_malformed: 'true' } } },
};
const { input_hash: _, ...withoutHash } = good.mappings.properties;
const lossy = { ...good, mappings: { properties: { ...withoutHash, principal: { type: 'text' } } } };
const { path: folder, remove } = makeFolder({
  'good.json': JSON.stringify({ 'inference-audit-1': good }),
  'lossy.json': JSON.stringify({ 'inference-audit-1': lossy }),
  'error.json': '{"error":{"reason":"no such index"},"status":404}',
  'broken.json': '{"inference',
});

const preflight = (file: string, ...flags: string[]) =>
  runInside([
    ...['preflight', '--target', 'elastic-native', '--mapping-file', join(folder, file)],
    ...['--rule', 'full-vector-harvest', ...flags],
  ]);

test('an index that keeps the meaning is well', async () => {
  const { code, out, err } = await preflight('good.json');
  assert.equal([code, err], [0, '']);
  assert.match(out, /^elastic-native {2}1 index in .*\nfull-vector-harvest {10}well\n$/);
});

test('one that does not is told of by field, with what to change', async () => {
  const { code, out } = await preflight('lossy.json');
  assert.is(code, 1);
  assert.match(out, 'full-vector-harvest          refused\n');
  assert.match(out, 'principal  repeated-text, under: ');
  assert.match(out, 'input_hash  unknown-column, refused: ');
  assert.match(out, '{"properties":{"input_hash":{"type":"keyword"}}}');
  assert.ok(out.split('\n').every((line) => line.length <= 100 || line.includes('{"properties"')));
});

test('the same for machines', async () => {
  const { code, out } = await preflight('lossy.json', '--json');
  assert.is(code, 1);
  const record = JSON.parse(out);
  assert.equal(
    [record.rule, record.target, record.verdict, record.remarks.map((one: { code: string }) => one.code)],
    ['full-vector-harvest', 'elastic-native', 'refused', ['repeated-text', 'unknown-column']],
  );
});

test('a file that holds no mapping, and a target of another engine, are wrong usage', async () => {
  for (const [file, says] of [
    ['error.json', 'GET /INDEX'],
    ['broken.json', 'it is not JSON'],
    ['none.json', 'it cannot be read'],
  ] as const) {
    const { code, err } = await preflight(file);
    assert.is(code, 2, file);
    assert.match(err, says);
  }
  const splunk = ['preflight', '--target', 'splunk-native', '--mapping-file', join(folder, 'good.json')];
  assert.is((await runInside(splunk)).code, 2);
});

test.after(remove);
test.run();
