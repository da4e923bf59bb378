import { createGunzip } from 'node:zlib';

/** How much is unpacked into one buffer. */
const CHUNK = 1 << 19;

/**
 * How much is handed to zlib at a time. About a thousand times as much may come out of it (RFC 1951) and waits in memory; and what comes of
 * a slice in which zlib finds fault is lost.
 */
const SLICE = 1 << 12;

/**
 * Unpacks gzip (RFC 1952) of any number of members, and hands out what came before the 4 KiB in which it finds fault. Zero bytes after the
 * last member, as tapes leave them, are padding.
 * @throws an Error where the data is damaged, breaks off, or is followed by anything else: zlib stops there in silence
 */
export async function* unpack(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const plain = openGunzip();
  let given = 0;
  try {
    for await (const chunk of packed) {
      for (let at = 0; at < chunk.length; at += SLICE) {
        const slice = chunk.subarray(at, at + SLICE);
        if (plain.hasEnded()) {
          requirePadding(slice);
          continue;
        }
        yield* await plain.take(slice);
        given += slice.length;
        if (plain.hasEnded()) requirePadding(slice.subarray(slice.length - (given - plain.taken())));
      }
    }
    if (!plain.hasEnded()) yield* await plain.take(undefined);
  } finally {
    plain.close();
  }
}

interface Unpacking {
  /** Takes bytes, or their end; gives what comes out of them. */
  readonly take: (bytes: Buffer | undefined) => Promise<Iterable<Buffer>>;
  /** Whether zlib wants no more. */
  readonly hasEnded: () => boolean;
  /** How many bytes zlib took. */
  readonly taken: () => number;
  readonly close: () => void;
}

function openGunzip(): Unpacking {
  const plain = createGunzip({ chunkSize: CHUNK });
  let out: Buffer[] = [];
  let failure: Error | undefined;
  let ended = false;
  let wake = () => {};
  plain.on('data', (bytes: Buffer) => out.push(bytes));
  plain.on('end', () => {
    ended = true;
    wake();
  });
  plain.on('error', (error) => {
    failure = error;
    wake();
  });

  /** What has come out, and then the fault that was found after it. */
  function* hand(): Generator<Buffer> {
    const ready = out;
    out = [];
    yield* ready;
    if (failure) throw failure;
  }

  return {
    async take(bytes) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (bytes === undefined) plain.end();
        else
          plain.write(bytes, (error) => {
            if (error) failure = error;
            resolve();
          });
      });
      return hand();
    },
    hasEnded: () => ended,
    taken: () => plain.bytesWritten,
    close: () => plain.destroy(),
  };
}

function requirePadding(bytes: Buffer): void {
  if (bytes.some((byte) => byte !== 0))
    throw new Error('its gzip data is followed by other bytes, which were not read');
}
