import { randomBytes } from 'node:crypto';

/*
 * HalfSipHash-1-3 (Aumasson and Bernstein, SipHash, 2012; the 32-bit variant) under a key that is drawn anew for each process. The values
 * that are hashed come from an attacker: without a secret key a plain multiplicative hash could be made to collide at will, and one slow
 * table would stop the replay. Where two keys collide all the same, their bytes decide.
 */

const key = randomBytes(8);
const key0 = key.readInt32LE(0);
const key1 = key.readInt32LE(4);

/** A 32-bit hash of the bytes `[start, end)` and of a number that goes with them. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, owner: number): number {
  let v0 = key0;
  let v1 = key1;
  let v2 = 0x6c796765 ^ key0;
  let v3 = 0x74656462 ^ key1;
  const length = end - start;
  const whole = start + (length & ~3);
  let word = owner | 0;
  for (let at = start; ; at += 4) {
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
    if (at < whole) word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    else if (at === whole) {
      word = length << 24;
      for (let i = whole; i < end; i++) word |= bytes[i] << ((i - whole) * 8);
    } else break;
  }
  v2 ^= 0xff;
  for (let round = 0; round < 3; round++) {
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
  }
  return v1 ^ v3;
}
