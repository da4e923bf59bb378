import { createHash } from 'node:crypto';

/** A stream of numbers in [0, 1) with 32 random bits each; the same for the same seed and name on every machine. */
export type RandomStream = () => number;

/**
 * Opens the stream of a seed and a name. Streams of different names have nothing to do with each other, so that adding a
 * principal or a field to a test leaves the traffic of the others as it is.
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand: 128 bits of state, additions, shifts and xors only), seeded
 * with the SHA-256 of what names the stream.
 */
export function openRandomStream(seed: number, ...name: readonly (string | number)[]): RandomStream {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...name]))
    .digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = 1;
  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }
  // What the author of sfc32 gives for mixing a seed in.
  for (let round = 0; round < 12; round++) next();
  return () => next() / 0x1_0000_0000;
}
