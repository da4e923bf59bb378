import { open, stat } from 'node:fs/promises';
import { unpack } from './gzip.js';

/** Where events come from. Named files are read exactly at any disorder, standard input is a stream. */
export type Input =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' }
  /** JSON Lines in memory, read as a file is; `name` stands in messages. */
  | { readonly kind: 'text'; readonly name: string; readonly text: string };

/** What messages call an input. */
export function nameInput(input: Input): string {
  switch (input.kind) {
    case 'file':
      return input.path;
    case 'stdin':
      return 'standard input';
    case 'text':
      return input.name;
  }
}

/** An input that could not be read, or broke off. */
export class InputError extends Error {
  /** The input's name. */
  readonly input: string;
  /** Whether events had been read before, so that what was found is true as far as it goes. */
  incomplete: boolean;
  constructor(input: string, message: string, incomplete: boolean) {
    super(message);
    this.input = input;
    this.incomplete = incomplete;
  }
}

/** How many bytes an input has as it lies there (compressed or not), where that is known. */
export async function measureInput(input: Input): Promise<number | undefined> {
  if (input.kind === 'text') return input.text.length;
  if (input.kind === 'stdin') return undefined;
  try {
    const found = await stat(input.path);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an input can be read a second time. */
export async function isRepeatable(input: Input): Promise<boolean> {
  return input.kind === 'text' || (input.kind === 'file' && (await measureInput(input)) !== undefined);
}

/** How much of a file is read at a time. */
const CHUNK = 1 << 19;

/** @throws a system error, or an Error where a file became shorter while it was read */
async function* openRaw(input: Input): AsyncGenerator<Buffer> {
  switch (input.kind) {
    case 'file': {
      const file = await open(input.path);
      try {
        const size = (await file.stat()).size;
        let read = 0;
        for await (const chunk of file.createReadStream({ highWaterMark: CHUNK, autoClose: false })) {
          read += chunk.length;
          yield chunk;
        }
        // Only a plain file has a size; pipes and devices say 0.
        if (read < size)
          throw new Error(`it became shorter while it was read: ${read} bytes were left of ${size}`);
      } finally {
        await file.close();
      }
      return;
    }
    case 'stdin':
      yield* process.stdin;
      return;
    case 'text':
      yield Buffer.from(input.text, 'utf8');
  }
}

/**
 * The bytes of an input as they lie there.
 * @throws InputError where the input cannot be opened or read, or breaks off
 */
export async function* readRaw(input: Input): AsyncGenerator<Buffer> {
  try {
    yield* openRaw(input);
  } catch (error) {
    throw new InputError(nameInput(input), describe(error), false);
  }
}

/**
 * The bytes of an input, unpacked where they begin as gzip does (RFC 1952: 1f 8b), whatever the file is called.
 * `onRead` is told of raw bytes as they come.
 * @throws InputError where the input cannot be opened or read, or breaks off
 */
export async function* readBytes(input: Input, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const raw = watch(openRaw(input), onRead);
  try {
    const { first, all } = await peek(raw);
    yield* first[0] === 0x1f && first[1] === 0x8b ? unpack(all) : all;
  } catch (error) {
    throw new InputError(nameInput(input), describe(error), false);
  } finally {
    // Not awaited: a read that is under way on a pipe may take for ever.
    raw.return(undefined).catch(() => {});
  }
}

async function* watch(
  chunks: AsyncIterable<Buffer>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    onRead(chunk.length);
    yield chunk;
  }
}

/** The first two bytes (a pipe may give one at a time) and all of the chunks. */
async function peek(chunks: AsyncGenerator<Buffer>): Promise<{ first: Buffer; all: AsyncGenerator<Buffer> }> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    first = first.length === 0 ? next.value : Buffer.concat([first, next.value]);
  }
  return { first, all: prepend(first, chunks) };
}

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

function describe(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read';
    case 'EISDIR':
      return 'it is a folder';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open';
    case 'Z_BUF_ERROR':
      return 'it breaks off inside its gzip data';
    case 'Z_DATA_ERROR':
      return 'its gzip data is damaged';
    default:
      return error.message;
  }
}
