import { Client, errors } from '@elastic/elasticsearch';
import {
  type Cluster,
  ClusterError,
  type ClusterOptions,
  type Credentials,
  describeFailure,
} from './cluster.js';

/** A node of version 8 refuses what its client of version 9 says by itself; both understand this. */
const version = 8;

/** A cluster that runs Elasticsearch 8 or 9, by its own client. */
export function openElasticsearch({ url, credentials, ca, timeout }: ClusterOptions): Cluster {
  const client = new Client({
    node: url,
    requestTimeout: timeout,
    maxRetries: 0,
    ...authOf(credentials),
    ...(ca === undefined ? {} : { tls: { ca } }),
  });
  return {
    product: 'elasticsearch',
    async request(method, path, body) {
      const [pathname = path, querystring] = splitOnce(path, '?');
      const isBulk = typeof body === 'string';
      const headers = {
        accept: `application/vnd.elasticsearch+json; compatible-with=${version}`,
        'content-type': `application/vnd.elasticsearch+${isBulk ? 'x-ndjson' : 'json'}; compatible-with=${version}`,
      };
      const content = body === undefined ? {} : isBulk ? { bulkBody: body } : { body };
      try {
        const answer = await client.transport.request<unknown>(
          { method, path: pathname, ...(querystring === undefined ? {} : { querystring }), ...content },
          { headers, meta: true },
        );
        if (answer.statusCode >= 300) throw describeFailure(answer.statusCode, answer.body);
        return { status: answer.statusCode, body: answer.body, warnings: answer.warnings ?? [] };
      } catch (error) {
        throw inWords(error, timeout);
      }
    },
    close: () => client.close(),
  };
}

function authOf(credentials: Credentials) {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'api_key':
      return { auth: { apiKey: credentials.key } };
    case 'basic':
      return { auth: { username: credentials.username, password: credentials.password } };
  }
}

function inWords(error: unknown, timeout: number): Error {
  if (error instanceof ClusterError) return error;
  if (error instanceof errors.ResponseError) return describeFailure(error.statusCode ?? 0, error.body);
  if (error instanceof errors.TimeoutError) return new ClusterError(`no answer within ${timeout / 1000} s`);
  if (error instanceof errors.ProductNotSupportedError)
    return new ClusterError('what answers there is not Elasticsearch');
  if (error instanceof errors.ElasticsearchClientError)
    return new ClusterError(`the cluster cannot be reached: ${error.message}`);
  return error instanceof Error ? error : new Error(String(error));
}

function splitOnce(text: string, by: string): readonly string[] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)];
}
