import { createServer } from 'node:http';
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

/** A stand-in for a cluster, which answers as Elasticsearch documents `GET /INDEX` to; it is none. */
async function withCluster(
  status: number,
  answer: object,
  ask: (url: string) => Promise<void>,
): Promise<string[]> {
  const asked: string[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url} ${headers.authorization ?? 'nobody'}`);
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-elastic-product': 'Elasticsearch',
      location: '/elsewhere',
    });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  try {
    await ask(`http://127.0.0.1:${address.port}/proxy/`);
  } finally {
    server.close();
  }
  return asked;
}

const ask = (url: string) =>
  runInside(['preflight', '--target', 'elastic-native', '--url', url, '--rule', 'full-vector-harvest']);

test('a cluster is asked for the index of the target, and by whom stands in the environment', async () => {
  process.env.ELASTICSEARCH_API_KEY = 'key';
  try {
    const asked = await withCluster(200, { 'inference-audit-1': good }, async (url) => {
      assert.is((await ask(url)).code, 0);
    });
    assert.equal(asked, ['GET /proxy/inference-audit-* ApiKey key']);
  } finally {
    delete process.env.ELASTICSEARCH_API_KEY;
  }
});

test('a cluster that refuses, redirects, has no such index or is not there', async () => {
  for (const [status, says] of [
    [401, 'ELASTICSEARCH_API_KEY'],
    [404, 'nothing is named inference-audit-*'],
    [302, 'gives no answer'],
  ] as const) {
    const asked = await withCluster(status, {}, async (url) => {
      const { code, err } = await ask(url);
      assert.is(code, 2);
      assert.match(err, says);
    });
    assert.is(asked.length, 1);
  }
  await withCluster(200, {}, async (url) => assert.match((await ask(url)).err, 'no index in'));
  assert.match((await ask('http://127.0.0.1:1')).err, 'gives no answer');
  assert.match((await ask('http://me:secret@127.0.0.1:1')).err, 'environment');
  assert.match((await ask('file:///etc/passwd')).err, 'no address of a cluster');
  assert.match(
    (await runInside(['preflight', '--target', 'elastic-native'])).err,
    'give --url or --mapping-file',
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
