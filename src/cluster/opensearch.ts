import { Agent, errors, request } from 'undici';
import {
  type Cluster,
  ClusterError,
  type ClusterOptions,
  type Credentials,
  describeFailure,
} from './cluster.js';

/** A cluster that runs OpenSearch, by plain HTTP: Elasticsearch's client refuses to talk to one. */
export function openOpenSearch({ url, credentials, ca, timeout }: ClusterOptions): Cluster {
  const dispatcher = new Agent({
    headersTimeout: timeout,
    bodyTimeout: timeout,
    connect: { timeout, ...(ca === undefined ? {} : { ca }) },
  });
  const authorization = authorizationOf(credentials);
  return {
    product: 'opensearch',
    async request(method, path, body) {
      const isBulk = typeof body === 'string';
      const headers = {
        accept: 'application/json',
        ...(body === undefined
          ? {}
          : { 'content-type': isBulk ? 'application/x-ndjson' : 'application/json' }),
        ...(authorization === undefined ? {} : { authorization }),
      };
      const content = body === undefined ? {} : { body: isBulk ? body : JSON.stringify(body) };
      try {
        const answer = await request(`${url}${path}`, { method, headers, dispatcher, ...content });
        const text = await answer.body.text();
        const parsed = parseAnswer(text);
        if (answer.statusCode >= 300) throw describeFailure(answer.statusCode, parsed);
        const { warning = [] } = answer.headers;
        return { status: answer.statusCode, body: parsed, warnings: [warning].flat() };
      } catch (error) {
        throw inWords(error, timeout);
      }
    },
    close: () => dispatcher.close(),
  };
}

function authorizationOf(credentials: Credentials): string | undefined {
  switch (credentials.kind) {
    case 'none':
      return undefined;
    case 'api_key':
      return `ApiKey ${credentials.key}`;
    case 'basic':
      return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
  }
}

function parseAnswer(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inWords(error: unknown, timeout: number): Error {
  if (error instanceof ClusterError) return error;
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return new ClusterError(`no answer within ${timeout / 1000} s`);
  if (error instanceof Error) return new ClusterError(`the cluster cannot be reached: ${error.message}`);
  return new Error(String(error));
}
