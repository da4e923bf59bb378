import { once } from 'node:events';
import { createGunzip, type Gunzip } from 'node:zlib';

/** How much is unpacked at a time, whatever the packed bytes could grow to. */
const CHUNK = 1 << 19;

/**
 * Unpacks gzip (RFC 1952) of any number of members. Zero bytes after the last one, as tapes leave them, are padding.
 * @throws an Error where the data is damaged, breaks off, or is followed by anything else: zlib stops there in silence.
 */
export async function* unpack(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const plain = createGunzip({ chunkSize: CHUNK });
  const feeding = feed(packed, plain);
  // Whatever goes wrong there comes out of `plain`; this keeps it from being told twice.
  feeding.catch(() => {});
  try {
    yield* plain;
    const { held, offset } = await feeding;
    let at = offset;
    for (const chunk of held) {
      requirePadding(chunk.subarray(Math.max(0, plain.bytesWritten - at)));
      at += chunk.length;
    }
    for await (const chunk of packed) requirePadding(chunk);
  } finally {
    plain.destroy();
    await packed.return(undefined);
  }
}

/** The last chunks that were handed over, of which zlib need not have taken every byte, and where the first of them begins. */
interface Fed {
  readonly held: readonly Buffer[];
  readonly offset: number;
}

/** Hands over chunks as zlib takes them, until there are no more or it wants no more. */
async function feed(packed: AsyncGenerator<Buffer>, plain: Gunzip): Promise<Fed> {
  const held: Buffer[] = [];
  let offset = 0;
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    for (const event of ['end', 'error', 'close'])
      plain.once(event, () => {
        isOver = true;
        resolve();
      });
  });
  try {
    while (!isOver) {
      const next = await packed.next();
      if (next.done) {
        plain.end();
        break;
      }
      held.push(next.value);
      if (isOver) break;
      if (!plain.write(next.value)) await Promise.race([over, once(plain, 'drain').catch(() => {})]);
      while (held.length > 0 && offset + held[0].length <= plain.bytesWritten) {
        offset += held[0].length;
        held.shift();
      }
    }
  } catch (error) {
    plain.destroy(error instanceof Error ? error : new Error(String(error)));
  }
  return { held, offset };
}

function requirePadding(bytes: Buffer): void {
  if (bytes.some((byte) => byte !== 0))
    throw new Error('its gzip data is followed by other bytes, which were not read');
}
