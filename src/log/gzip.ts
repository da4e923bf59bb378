import { createGunzip } from 'node:zlib';

/** How much is unpacked into one buffer, and gathered before it is handed on. */
const CHUNK = 1 << 19;

/**
 * How much is handed to zlib at a time. About a thousand times as much may come out of it (RFC 1951) and waits in memory; and what comes of
 * a slice in which zlib finds fault is lost.
 */
const LARGEST_SLICE = 1 << 12;
/** Of a small file little is to be lost: slices are an eighth of what came before, and at least so large. */
const SMALLEST_SLICE = 1 << 6;

/**
 * Unpacks gzip (RFC 1952) of any number of members, and hands out what came before the slice in which it finds fault. Zero bytes after the
 * last member, as tapes leave them, are padding.
 * @throws an Error where the data is damaged, breaks off, or is followed by anything else: zlib stops there in silence
 */
export async function* unpack(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const plain = openGunzip();
  let given = 0;
  try {
    for await (const chunk of packed) {
      for (let at = 0; at < chunk.length; ) {
        const slice = chunk.subarray(at, at + Math.min(LARGEST_SLICE, Math.max(SMALLEST_SLICE, given >> 3)));
        at += slice.length;
        if (plain.hasEnded()) {
          requirePadding(slice);
          continue;
        }
        await plain.take(slice);
        given += slice.length;
        if (plain.size() >= CHUNK || plain.failure()) yield* plain.hand();
        if (plain.hasEnded()) {
          yield* plain.hand();
          requirePadding(slice.subarray(slice.length - (given - plain.taken())));
        }
      }
      // What came of a pipe is not kept waiting for more.
      yield* plain.hand();
    }
    if (!plain.hasEnded()) await plain.take(undefined);
    yield* plain.hand();
  } finally {
    plain.close();
  }
}

interface Unpacking {
  /** Takes bytes, or their end. */
  readonly take: (bytes: Buffer | undefined) => Promise<void>;
  /** Gives what has come out of them, and then throws the fault that was found after it. */
  readonly hand: () => Generator<Buffer>;
  /** How many bytes have come out and were not given. */
  readonly size: () => number;
  readonly failure: () => Error | undefined;
  /** Whether zlib wants no more. */
  readonly hasEnded: () => boolean;
  /** How many bytes zlib took. */
  readonly taken: () => number;
  readonly close: () => void;
}

function openGunzip(): Unpacking {
  const plain = createGunzip({ chunkSize: CHUNK });
  let out: Buffer[] = [];
  let size = 0;
  let failure: Error | undefined;
  let ended = false;
  let wake = () => {};
  plain.on('data', (bytes: Buffer) => {
    out.push(bytes);
    size += bytes.length;
  });
  plain.on('end', () => {
    ended = true;
    wake();
  });
  plain.on('error', (error) => {
    failure = error;
    wake();
  });
  return {
    take: (bytes) =>
      new Promise<void>((resolve) => {
        wake = resolve;
        if (bytes === undefined) plain.end();
        else
          plain.write(bytes, (error) => {
            if (error) failure = error;
            resolve();
          });
      }),
    *hand() {
      const ready = out;
      out = [];
      size = 0;
      if (ready.length > 0) yield ready.length === 1 ? ready[0] : Buffer.concat(ready);
      if (failure) throw failure;
    },
    size: () => size,
    failure: () => failure,
    hasEnded: () => ended,
    taken: () => plain.bytesWritten,
    close: () => plain.destroy(),
  };
}

function requirePadding(bytes: Buffer): void {
  if (bytes.some((byte) => byte !== 0))
    throw new Error('its gzip data is followed by other bytes, which were not read');
}
