import { createGzip } from 'node:zlib';
import type { ReplayStats } from '../../src/evaluate/finding.js';
import { replay } from '../../src/evaluate/replay.js';
import { ownShape } from '../../src/ir/mapping.js';
import type { Field, Source } from '../../src/ir/source.js';
import { createTally, type OpenOptions, openLog, type Tally } from '../../src/log/reader.js';
import { textAt } from '../../src/log/row.js';

function field(name: string, type: Field['type']): [string, Field] {
  return [name, { name, type, required: false }];
}

/** A source with a field of each type. */
export const source: Source = {
  name: 'inference',
  description: 'A gateway',
  time: { field: 'ts', format: 'epoch_seconds' },
  dedupe: false,
  define: new Map(),
  span: { source: { file: 'inference.yaml', text: '' }, start: 0, end: 0 },
  fields: new Map([
    field('ts', 'timestamp'),
    field('principal', 'keyword'),
    field('size', 'number'),
    field('flag', 'boolean'),
    field('from', 'ip'),
  ]),
};

/** What a reader makes of bytes: the tally, and of each event its time, line and principal. */
export interface Read {
  readonly tally: Tally;
  readonly events: readonly { readonly time: number; readonly line: number; readonly principal?: string }[];
}

/** Reads a text as a log of the source. */
export async function readText(text: string, options: OpenOptions = {}): Promise<Read> {
  const mapping = ownShape(source);
  const tally = createTally(mapping);
  const log = openLog({ kind: 'text', name: 'text', text }, 0, mapping, tally, options);
  return { tally, events: await readAll(log) };
}

/** Reads a file as a log of the source. */
export async function readFile(path: string, options: OpenOptions = {}): Promise<Read> {
  const mapping = ownShape(source);
  const tally = createTally(mapping);
  const log = openLog({ kind: 'file', path }, 0, mapping, tally, options);
  return { tally, events: await readAll(log) };
}

async function readAll(log: ReturnType<typeof openLog>): Promise<Read['events']> {
  const events = [];
  while (await log.more())
    while (log.next()) {
      const { time, line, present } = log.row;
      events.push({ time, line, ...(present[1] === 1 ? { principal: textAt(log.row, 1) } : {}) });
    }
  return events;
}

/** Counts a text without any rule. */
export async function countText(text: string): Promise<ReplayStats> {
  return replay({
    rules: [],
    mapping: ownShape(source),
    inputs: [{ kind: 'text', name: 'text', text }],
  });
}

/** Counts a file without any rule. */
export async function countFile(path: string): Promise<ReplayStats> {
  return replay({ rules: [], mapping: ownShape(source), inputs: [{ kind: 'file', path }] });
}

/** Packs the same bytes again and again, so that a small file stands for a large one. */
export async function packRepeated(piece: Buffer, times: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 });
  const packed: Buffer[] = [];
  gzip.on('data', (chunk) => packed.push(chunk));
  for (let i = 0; i < times; i++)
    if (!gzip.write(piece)) await new Promise((resolve) => gzip.once('drain', resolve));
  gzip.end();
  await new Promise((resolve) => gzip.once('end', resolve));
  return Buffer.concat(packed);
}
