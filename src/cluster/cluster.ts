/** What runs on a cluster; the two speak nearly the same HTTP, and refuse each other's clients. */
export type Product = 'elasticsearch' | 'opensearch';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/** Who asks, as the environment says it. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'api_key'; readonly key: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

export interface ClusterOptions {
  readonly product: Product;
  /** `https://host:9200`; without a user or a password, which would be shown wherever the address is. */
  readonly url: string;
  readonly credentials: Credentials;
  /** The PEM text of the authority that signed the cluster's certificate, where the system does not know it. */
  readonly ca?: string;
  /** How long one request may take, milliseconds. */
  readonly timeout: number;
}

export interface Answer {
  readonly status: number;
  /** What the JSON of the answer says; undefined where there is none. */
  readonly body: unknown;
  /** The cluster's `Warning` headers. */
  readonly warnings: readonly string[];
}

/** A cluster that the user named. */
export interface Cluster {
  readonly product: Product;
  /**
   * Asks once; nothing is tried again.
   * @param path with its query, percent-encoded: `/_cluster/health?timeout=5s`
   * @param body an object is sent as JSON, a text as lines of JSON (`_bulk`)
   * @throws ClusterError where the cluster cannot be reached, does not answer in time, or answers with an error
   */
  readonly request: (method: Method, path: string, body?: object | string) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** Why a cluster gave no answer, in words. Holds no credentials. */
export class ClusterError extends Error {
  /** The status, where there was an answer at all. */
  readonly status: number | undefined;
  /** The cluster's own name of what went wrong: `verification_exception`. */
  readonly type: string | undefined;
  constructor(message: string, status?: number, type?: string) {
    super(message);
    this.name = 'ClusterError';
    this.status = status;
    this.type = type;
  }
}

/**
 * Opens a connection; the client of the product is loaded only now.
 * @throws ClusterError where the address cannot be used
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const checked = { ...options, url: checkUrl(options.url) };
  if (options.product === 'opensearch') return (await import('./opensearch.js')).openOpenSearch(checked);
  return (await import('./elasticsearch.js')).openElasticsearch(checked);
}

function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new ClusterError('that is no address of a cluster: write https://HOST:9200');
  if (url.username !== '' || url.password !== '')
    throw new ClusterError(
      'the address of the cluster holds a user or a password: put them into the environment',
    );
  return url.href.replace(/\/$/, '');
}

/**
 * Reads who asks from the environment: `ELASTICSEARCH_API_KEY`, or `ELASTICSEARCH_USERNAME` with `ELASTICSEARCH_PASSWORD`.
 * @throws ClusterError where only half is there, or a value could not stand in a header
 */
export function readCredentials(environment: { readonly [name: string]: string | undefined }): Credentials {
  const {
    ELASTICSEARCH_API_KEY: key,
    ELASTICSEARCH_USERNAME: username,
    ELASTICSEARCH_PASSWORD: password,
  } = environment;
  if (key !== undefined && key !== '') {
    if (!/^[\x21-\x7e]+$/.test(key))
      throw new ClusterError('ELASTICSEARCH_API_KEY is no API key: it holds spaces or line breaks');
    return { kind: 'api_key', key };
  }
  if (username === undefined && password === undefined) return { kind: 'none' };
  if (username === undefined || password === undefined)
    throw new ClusterError(
      'ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD go together, and one of them is missing',
    );
  return { kind: 'basic', username, password };
}

/**
 * An answer that is not what was asked for, in words: what the cluster says first, or the status alone. A redirect is none: it is not
 * followed, so that it cannot carry the credentials elsewhere.
 */
export function describeFailure(status: number, body: unknown): ClusterError {
  if (status < 400) return new ClusterError('it sends elsewhere, where nobody follows');
  const { reason, type } = findReason(body);
  const what = reason === undefined ? '' : `: ${reason}`;
  const hint =
    status === 401
      ? ' (it wants credentials: ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD)'
      : status === 403
        ? ' (these credentials may not do this)'
        : '';
  return new ClusterError(`the cluster answers ${status}${what}${hint}`, status, type);
}

/** The innermost cause that an error body names: of the first shard that failed, where one did. */
function findReason(body: unknown): { readonly reason?: string; readonly type?: string } {
  const error = memberOf(body, 'error');
  if (typeof error === 'string') return { reason: error };
  const firstOf = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);
  let deepest =
    memberOf(firstOf(memberOf(error, 'failed_shards')), 'reason') ??
    (memberOf(error, 'caused_by') === undefined ? firstOf(memberOf(error, 'root_cause')) : undefined) ??
    error;
  for (let depth = 0; depth < 20 && memberOf(deepest, 'caused_by') !== undefined; depth++)
    deepest = memberOf(deepest, 'caused_by');
  const reason = memberOf(deepest, 'reason') ?? memberOf(error, 'reason');
  const type = memberOf(error, 'type');
  return {
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof type === 'string' ? { type } : {}),
  };
}

/** A member of an object; undefined of anything else. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
