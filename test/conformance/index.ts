import type { Engine } from '../engines/engine.js';
import type { Event } from '../oracle/reading.js';
import { writeTime } from '../oracle/time.js';
import type { Value } from '../oracle/value.js';
import { createRandom } from '../random/random.js';

/* Events in an index of their own: each field in its own type, as targets/elastic-native presumes of an index. */

const types = {
  keyword: 'keyword',
  number: 'double',
  boolean: 'boolean',
  timestamp: 'date',
  ip: 'ip',
} as const;

type Fields = { readonly [name: string]: { readonly type: keyof typeof types } };

/** An event as a document; its `_id` is the number of its line. */
interface Document {
  readonly line: number;
  readonly fields: { readonly [name: string]: Value | readonly Value[] };
}

/**
 * What the log's events are in an index. Some values are written twice, which is still one value, and here and there a field that an event
 * lacks holds two different values, which is none (contract, section 2).
 * @param single the types that are to hold one value at most
 */
export function toDocuments(
  events: readonly Event[],
  fields: Fields,
  time: string,
  seed: number,
  single: readonly string[] = [],
): Document[] {
  const random = createRandom(seed);
  const seen = new Map<string, Set<Value>>();
  for (const event of events)
    for (const [name, value] of event.fields) seen.set(name, (seen.get(name) ?? new Set()).add(value));
  const known = new Map([...seen].map(([name, values]) => [name, [...values]]));
  return events.map((event) => {
    const written: [string, Value | Value[]][] = [];
    // As text: a number before the epoch is a year to some.
    const write = (name: string, value: Value) =>
      fields[name]?.type === 'timestamp' && typeof value === 'number' ? writeTime(value) : value;
    for (const name of Object.keys(fields)) {
      if (name === time) continue;
      const value = event.fields.get(name);
      const others = known.get(name) ?? [];
      if (value !== undefined) {
        const one = write(name, value);
        written.push([name, random.chance(0.05) ? [one, one] : one]);
      } else if (others.length > 1 && random.chance(0.3) && !single.includes(fields[name]?.type ?? '')) {
        const at = random.whole(1, others.length - 1);
        written.push([name, others.slice(at - 1, at + 1).map((one) => write(name, one))]);
      }
    }
    return {
      line: event.place.line,
      fields: { '@timestamp': writeTime(event.time), ...Object.fromEntries(written) },
    };
  });
}

/** Makes the index anew, over two shards, without a document. */
export async function createIndex(
  { cluster }: Engine,
  index: string,
  fields: Fields,
  time: string,
): Promise<void> {
  await dropIndex({ cluster }, index);
  const own = Object.entries(fields).filter(([name]) => name !== time);
  const properties = {
    '@timestamp': { type: 'date' },
    ...Object.fromEntries(own.map(([name, { type }]) => [name, { type: types[type] }])),
  };
  await cluster.request('PUT', `/${index}`, {
    settings: { number_of_shards: 2, number_of_replicas: 0, refresh_interval: -1 },
    mappings: { dynamic: 'strict', properties },
  });
}

/** Adds documents and makes them visible. Throws where the index takes one of them in another way than it is. */
export async function addDocuments(
  { cluster }: Engine,
  index: string,
  documents: readonly Document[],
): Promise<void> {
  const most = 5_000;
  for (let from = 0; from < documents.length; from += most) {
    const part = documents.slice(from, from + most);
    const lines = part.map(({ line, fields }) => `{"index":{"_id":"${line}"}}\n${JSON.stringify(fields)}\n`);
    const { body } = await cluster.request('POST', `/${index}/_bulk`, lines.join(''));
    const text = JSON.stringify(body);
    if (!text.includes('"errors":false')) throw new Error(`the index took not all: ${text.slice(0, 2_000)}`);
  }
  await cluster.request('POST', `/${index}/_refresh`);
}

export async function dropIndex({ cluster }: Pick<Engine, 'cluster'>, index: string): Promise<void> {
  await cluster.request('DELETE', `/${index}?ignore_unavailable=true`);
}
