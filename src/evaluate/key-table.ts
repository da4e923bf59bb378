import { growInts } from './grow.js';
import { hashBytes } from './hash.js';

/**
 * A set of byte strings, each belonging to an owner (a number), that gives every member a small id: which principal, which input of a
 * principal. Bytes are compared, never hashes alone. It lies outside the JavaScript heap and takes about 40 bytes and the key's length
 * for each member; ids and bytes of removed members are used again.
 */
export interface KeyTable {
  /** The id of a member, or -1. */
  readonly find: (owner: number, bytes: Buffer, start: number, end: number) => number;
  /** The id of a member, which is added if it is not one; `added` says which it was. */
  readonly put: (owner: number, bytes: Buffer, start: number, end: number) => number;
  /** Whether the last `put` added its key. */
  readonly added: () => boolean;
  readonly remove: (id: number) => void;
  readonly ownerOf: (id: number) => number;
  /** The bytes of a member, until the next `put` or `remove`. */
  readonly bytesOf: (id: number) => Buffer;
  readonly size: () => number;
  /** The largest id so far, plus one. */
  readonly capacity: () => number;
}

const REMOVED = -1;
const CHUNK = 1 << 16;
/** Up to this length a loop copies faster than a call. */
const SHORT = 128;

/** A stretch of memory that keys are copied into one after the other; it is used again once none of them lives. */
interface Chunk {
  bytes: Buffer;
  used: number;
  /** How many keys in it live, and their bytes. */
  members: number;
  live: number;
}

export function createKeyTable(): KeyTable {
  let buckets: Int32Array = new Int32Array(64); // id + 1, 0 for never used, REMOVED
  let occupied = 0; // buckets that are not 0
  let size = 0;
  let ids = 0;
  let free = -1; // the first of the free ids, linked through `lengths`
  let hashes: Int32Array = new Int32Array(32);
  let owners: Int32Array = new Int32Array(32);
  let chunkOf: Int32Array = new Int32Array(32);
  let starts: Int32Array = new Int32Array(32);
  let lengths: Int32Array = new Int32Array(32);
  const chunks: Chunk[] = [{ bytes: Buffer.allocUnsafe(CHUNK), used: 0, members: 0, live: 0 }];
  const idle: number[] = [];
  let current = 0;
  let wasAdded = false;

  function isAt(id: number, owner: number, hash: number, bytes: Buffer, start: number, end: number): boolean {
    if (hashes[id] !== hash || owners[id] !== owner) return false;
    const length = end - start;
    if (lengths[id] !== length) return false;
    const kept = chunks[chunkOf[id]].bytes;
    const from = starts[id];
    for (let i = 0; i < length; i++) if (kept[from + i] !== bytes[start + i]) return false;
    return true;
  }

  function rehash(count: number): void {
    buckets = new Int32Array(count);
    occupied = 0;
    const mask = count - 1;
    for (let id = 0; id < ids; id++) {
      if (chunkOf[id] < 0) continue;
      let place = hashes[id] & mask;
      while (buckets[place] !== 0) place = (place + 1) & mask;
      buckets[place] = id + 1;
      occupied++;
    }
  }

  function takeId(): number {
    if (free >= 0) {
      const id = free;
      free = lengths[id];
      return id;
    }
    if (ids === hashes.length) {
      hashes = growInts(hashes, 0);
      owners = growInts(owners, 0);
      chunkOf = growInts(chunkOf, 0);
      starts = growInts(starts, 0);
      lengths = growInts(lengths, 0);
    }
    return ids++;
  }

  function keep(id: number, bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    let chunk = chunks[current];
    if (chunk.used + length > chunk.bytes.length) {
      if (chunk.members === 0) chunk.used = 0;
      if (chunk.used + length > chunk.bytes.length) {
        current = idle.pop() ?? chunks.push({ bytes: Buffer.alloc(0), used: 0, members: 0, live: 0 }) - 1;
        chunk = chunks[current];
        if (chunk.bytes.length < length || chunk.bytes.length === 0)
          chunk.bytes = Buffer.allocUnsafe(Math.max(length, chunks.length > 64 ? CHUNK * 16 : CHUNK));
      }
    }
    if (length > SHORT) bytes.copy(chunk.bytes, chunk.used, start, end);
    else for (let i = 0; i < length; i++) chunk.bytes[chunk.used + i] = bytes[start + i];
    chunkOf[id] = current;
    starts[id] = chunk.used;
    lengths[id] = length;
    chunk.used += length;
    chunk.live += length;
    chunk.members++;
  }

  function release(id: number): void {
    const index = chunkOf[id];
    const chunk = chunks[index];
    chunk.live -= lengths[id];
    if (--chunk.members === 0) {
      chunk.used = 0;
      if (index !== current) {
        // One that was made for a single long key gives its memory back.
        if (chunk.bytes.length > CHUNK * 16) chunk.bytes = Buffer.alloc(0);
        idle.push(index);
      }
    }
  }

  return {
    find(owner, bytes, start, end) {
      const hash = hashBytes(bytes, start, end, owner);
      const mask = buckets.length - 1;
      for (let place = hash & mask; ; place = (place + 1) & mask) {
        const id = buckets[place] - 1;
        if (id === -1) return -1;
        if (id >= 0 && isAt(id, owner, hash, bytes, start, end)) return id;
      }
    },
    put(owner, bytes, start, end) {
      const hash = hashBytes(bytes, start, end, owner);
      const mask = buckets.length - 1;
      let place = hash & mask;
      let reusable = -1;
      for (; ; place = (place + 1) & mask) {
        const bucket = buckets[place];
        if (bucket === 0) break;
        if (bucket === REMOVED) {
          if (reusable < 0) reusable = place;
          continue;
        }
        const id = bucket - 1;
        if (isAt(id, owner, hash, bytes, start, end)) {
          wasAdded = false;
          // A key that outlives its neighbours moves on, or it would hold a whole chunk for itself.
          const chunk = chunks[chunkOf[id]];
          if (chunkOf[id] !== current && chunk.live * 4 < chunk.used) {
            release(id);
            keep(id, bytes, start, end);
          }
          return id;
        }
      }
      wasAdded = true;
      const id = takeId();
      keep(id, bytes, start, end);
      hashes[id] = hash;
      owners[id] = owner;
      size++;
      if (reusable >= 0) buckets[reusable] = id + 1;
      else {
        buckets[place] = id + 1;
        if (++occupied * 2 > buckets.length)
          rehash(size * 4 > buckets.length ? buckets.length * 2 : buckets.length);
      }
      return id;
    },
    added: () => wasAdded,
    remove(id) {
      const mask = buckets.length - 1;
      let place = hashes[id] & mask;
      while (buckets[place] !== id + 1) place = (place + 1) & mask;
      if (buckets[(place + 1) & mask] === 0) {
        buckets[place] = 0;
        occupied--;
      } else buckets[place] = REMOVED;
      release(id);
      chunkOf[id] = -1;
      lengths[id] = free;
      free = id;
      size--;
    },
    ownerOf: (id) => owners[id],
    bytesOf(id) {
      return chunks[chunkOf[id]].bytes.subarray(starts[id], starts[id] + lengths[id]);
    },
    size: () => size,
    capacity: () => ids,
  };
}
