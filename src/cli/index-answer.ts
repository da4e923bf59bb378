import { readFileSync } from 'node:fs';
import {
  type Cluster,
  ClusterError,
  openCluster,
  type Product,
  readCredentials,
} from '../cluster/cluster.js';
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
export async function openIndices(
  { mappingFile, url }: IndexFlags,
  pattern: string,
  product: Product,
): Promise<OpenedIndices> {
  if ((mappingFile === undefined) === (url === undefined))
    throw new CommandError('give --url or --mapping-file: the cluster, or what it answered to GET /INDEX');
  const from = mappingFile ?? `${pattern} of ${url}`;
  const answer = url === undefined ? readFile(String(mappingFile)) : await askCluster(url, pattern, product);
  const indices = readIndices(answer);
  if (indices === undefined)
    throw new CommandError(
      `no mapping in ${from}: an answer to GET /INDEX is an object of indices with their mappings`,
    );
  if (indices.length === 0) throw new CommandError(`no index in ${from}: nothing is named ${pattern}`);
  return { indices, from };
}

function readFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new CommandError(`no mapping in ${path}: it cannot be read`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`no mapping in ${path}: it is not JSON`);
  }
}

/** How long a cluster may take to answer, milliseconds. */
const timeout = 30_000;

const hints: { readonly [status: number]: (pattern: string) => string } = {
  401: () => ': set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD',
  403: () => ': the key needs the privilege view_index_metadata',
  404: (pattern) => `: nothing is named ${pattern}`,
};

/** Asks for the indices with `GET /INDEX`, which changes nothing. Who asks stands in the environment alone. */
async function askCluster(url: string, pattern: string, product: Product): Promise<unknown> {
  const cluster = await open(url, product);
  const names = pattern.split(',').map((name) => encodeURIComponent(name).replaceAll('%2A', '*'));
  try {
    return (await cluster.request('GET', `/${names.join(',')}`)).body;
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    const { status, message } = error;
    if (status === undefined) throw new CommandError(`${url} gives no answer: ${message}`);
    throw new CommandError(`${url} answers ${status}${hints[status]?.(pattern) ?? ''}`);
  } finally {
    await cluster.close();
  }
}

async function open(url: string, product: Product): Promise<Cluster> {
  try {
    return await openCluster({ product, url, credentials: readCredentials(process.env), timeout });
  } catch (error) {
    throw error instanceof ClusterError ? new CommandError(`--url: ${error.message}`) : error;
  }
}
