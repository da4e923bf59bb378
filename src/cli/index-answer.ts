import { readFileSync } from 'node:fs';
import { type IndexMapping, readIndices } from '../preflight/index-mapping.js';
import { CommandError } from './command-error.js';

/** Where the mapping of the indices is to be had: a saved answer, or the cluster. */
export interface IndexFlags {
  readonly mappingFile?: string;
  readonly url?: string;
}

/** The indices, and where they were read from, in words. */
export interface OpenedIndices {
  readonly indices: readonly IndexMapping[];
  readonly from: string;
}

/**
 * Reads the mapping and settings of the indices of a pattern.
 * @throws CommandError where neither or both places are given, or what is there is no mapping of an index
 */
export async function openIndices({ mappingFile, url }: IndexFlags, pattern: string): Promise<OpenedIndices> {
  if ((mappingFile === undefined) === (url === undefined))
    throw new CommandError('give --url or --mapping-file: the cluster, or what it answered to GET /INDEX');
  const from = mappingFile ?? `${pattern} of ${url}`;
  const text = url === undefined ? readText(String(mappingFile)) : await askCluster(url, pattern);
  const indices = readIndices(parse(text, from));
  if (indices === undefined)
    throw new CommandError(
      `no mapping in ${from}: an answer to GET /INDEX is an object of indices with their mappings`,
    );
  if (indices.length === 0) throw new CommandError(`no index in ${from}: nothing is named ${pattern}`);
  return { indices, from };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CommandError(`no mapping in ${path}: it cannot be read`);
  }
}

function parse(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`no mapping in ${from}: it is not JSON`);
  }
}

/** How long a cluster may take to answer, milliseconds. */
const patience = 30_000;

/**
 * Asks for the indices with `GET /INDEX`, which changes nothing. Who asks stands in the environment alone: ELASTICSEARCH_API_KEY, or
 * ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD. No redirect is followed, so that none can carry them elsewhere.
 */
async function askCluster(url: string, pattern: string): Promise<string> {
  const address = clusterAddress(url, pattern);
  let response: Response;
  try {
    response = await fetch(address, {
      headers: authorization(),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    const text = await response.text();
    if (response.ok) return text;
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new CommandError(`${url} gives no answer: ${cause}`);
  }
  const hints: { readonly [status: number]: string } = {
    401: ': set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD',
    403: ': the key needs the privilege view_index_metadata',
    404: `: nothing is named ${pattern}`,
  };
  throw new CommandError(`${url} answers ${response.status}${hints[response.status] ?? ''}`);
}

function clusterAddress(url: string, pattern: string): URL {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol))
    throw new CommandError(`--url ${url} is no address of a cluster: write https://HOST:9200`);
  if (base.username !== '' || base.password !== '')
    throw new CommandError('--url holds a name or password: put them into the environment, as --help says');
  const names = pattern.split(',').map((name) => encodeURIComponent(name).replaceAll('%2A', '*'));
  base.pathname = `${base.pathname.replace(/\/$/, '')}/${names.join(',')}`;
  return base;
}

function authorization(): Record<string, string> {
  const {
    ELASTICSEARCH_API_KEY: key,
    ELASTICSEARCH_USERNAME: user,
    ELASTICSEARCH_PASSWORD: password,
  } = process.env;
  if (key !== undefined) return { authorization: `ApiKey ${key}` };
  if (user === undefined) return {};
  return { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
}
