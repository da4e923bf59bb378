import { createServer, type IncomingHttpHeaders } from 'node:http';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Cluster,
  ClusterError,
  openCluster,
  type Product,
  readCredentials,
} from '../../src/cluster/cluster.js';

const test = suite('cluster');

/** A stand-in that answers as a path asks it to, and tells what it was sent. It is no evidence about a real cluster. */
async function withCluster(
  product: Product,
  act: (
    cluster: Cluster,
    seen: readonly { url: string; headers: IncomingHttpHeaders; body: string }[],
  ) => Promise<void>,
): Promise<void> {
  const seen: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = request.url ?? '';
      seen.push({ url, headers: request.headers, body: Buffer.concat(chunks).toString() });
      if (url === '/silent') return;
      const status = Number(/^\/status\/(\d+)/.exec(url)?.[1] ?? 200);
      response.writeHead(status, {
        'content-type':
          product === 'elasticsearch'
            ? 'application/vnd.elasticsearch+json;compatible-with=8'
            : 'application/json',
        ...(product === 'elasticsearch' ? { 'x-elastic-product': 'Elasticsearch' } : {}),
        warning: '299 Elasticsearch-8.19.21-stand-in "be warned"',
      });
      const error = {
        type: 'x_exception',
        reason: 'outer',
        caused_by: { type: 'y', reason: 'middle', caused_by: { type: 'z', reason: 'inner cause' } },
      };
      response.end(JSON.stringify(status < 400 ? { well: true } : { error, status }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cluster = await openCluster({
    product,
    url: `http://127.0.0.1:${address.port}/`,
    credentials: { kind: 'basic', username: 'who', password: 'secret-word' },
    timeout: 400,
  });
  try {
    await act(cluster, seen);
  } finally {
    await cluster.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function failureOf(asking: Promise<unknown>): Promise<ClusterError> {
  try {
    await asking;
  } catch (error) {
    if (error instanceof ClusterError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

for (const product of ['elasticsearch', 'opensearch'] as const) {
  test(`${product}: a request arrives as it was meant, and its answer comes back`, () =>
    withCluster(product, async (cluster, seen) => {
      const answer = await cluster.request('POST', '/_query?drop=a%20b&x=1', { query: 'FROM "é"' });
      assert.equal(answer.body, { well: true });
      assert.is(answer.status, 200);
      assert.match(answer.warnings.join(), 'be warned');
      await cluster.request('POST', '/_bulk', '{"index":{}}\n{"a":1}\n');
      const [asked, bulk] = seen;
      assert.ok(asked && bulk);
      assert.is(new URL(asked.url, 'http://x').searchParams.get('drop'), 'a b');
      assert.equal(JSON.parse(asked.body), { query: 'FROM "é"' });
      assert.is(bulk.body, '{"index":{}}\n{"a":1}\n');
      assert.match(String(bulk.headers['content-type']), 'x-ndjson');
      assert.is(asked.headers.authorization, `Basic ${Buffer.from('who:secret-word').toString('base64')}`);
    }));

  test(`${product}: what goes wrong is told in words, without the credentials`, () =>
    withCluster(product, async (cluster) => {
      const refused = await failureOf(cluster.request('GET', '/status/401'));
      assert.is(refused.status, 401);
      assert.is(refused.type, 'x_exception');
      assert.match(refused.message, 'inner cause');
      assert.match(refused.message, 'ELASTICSEARCH_API_KEY');
      const late = await failureOf(cluster.request('GET', '/silent'));
      assert.is(late.message, 'no answer within 0.4 s');
      for (const error of [refused, late])
        assert.not.match(`${error.message} ${error.stack}`, /secret-word|d2hvOn/);
    }));

  test(`${product}: nobody there`, async () => {
    const cluster = await openCluster({
      product,
      url: 'http://127.0.0.1:9',
      credentials: { kind: 'none' },
      timeout: 400,
    });
    const error = await failureOf(cluster.request('GET', '/'));
    assert.is(error.status, undefined);
    assert.match(error.message, 'cannot be reached');
    await cluster.close();
  });
}

test('an address with a password, or that is none, is refused without being shown', async () => {
  for (const url of ['http://u:p4ss@localhost:1', 'localhost:9200', 'nonsense', 'file:///etc/passwd']) {
    const error = await failureOf(
      openCluster({ product: 'elasticsearch', url, credentials: { kind: 'none' }, timeout: 1 }),
    );
    assert.not.match(error.message, 'p4ss');
  }
});

test('credentials come whole or not at all', () => {
  assert.equal(readCredentials({}), { kind: 'none' });
  assert.equal(readCredentials({ ELASTICSEARCH_API_KEY: 'abc==' }), { kind: 'api_key', key: 'abc==' });
  assert.equal(readCredentials({ ELASTICSEARCH_USERNAME: 'u', ELASTICSEARCH_PASSWORD: 'p' }), {
    kind: 'basic',
    username: 'u',
    password: 'p',
  });
  assert.throws(() => readCredentials({ ELASTICSEARCH_USERNAME: 'u' }), /go together/);
  assert.throws(() => readCredentials({ ELASTICSEARCH_API_KEY: 'a\nb' }), /no API key/);
});

test.run();
