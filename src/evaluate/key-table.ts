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

/** What a record holds of a member: its hash, its owner, which chunk has its bytes (-1 for a free id), from where, and how many. */
const RECORD = 5;
const OWNER = 1;
const WHERE = 2;
const START = 3;
const LENGTH = 4;

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
  let free = -1; // the first of the free ids, linked through their lengths
  let records: Int32Array = new Int32Array(32 * RECORD); // by id, what belongs together side by side
  const chunks: Chunk[] = [{ bytes: Buffer.allocUnsafe(CHUNK), used: 0, members: 0, live: 0 }];
  const idle: number[] = [];
  let current = 0;
  let wasAdded = false;

  function isAt(id: number, owner: number, hash: number, bytes: Buffer, start: number, end: number): boolean {
    const record = id * RECORD;
    const length = end - start;
    if (records[record] !== hash || records[record + OWNER] !== owner || records[record + LENGTH] !== length)
      return false;
    const kept = chunks[records[record + WHERE]].bytes;
    const from = records[record + START];
    for (let i = 0; i < length; i++) if (kept[from + i] !== bytes[start + i]) return false;
    return true;
  }

  function rehash(count: number): void {
    buckets = new Int32Array(count);
    occupied = 0;
    const mask = count - 1;
    for (let id = 0; id < ids; id++) {
      if (records[id * RECORD + WHERE] < 0) continue;
      let place = records[id * RECORD] & mask;
      while (buckets[place] !== 0) place = (place + 1) & mask;
      buckets[place] = id + 1;
      occupied++;
    }
  }

  function takeId(): number {
    if (free >= 0) {
      const id = free;
      free = records[id * RECORD + LENGTH];
      return id;
    }
    if ((ids + 1) * RECORD > records.length) records = growInts(records, 0);
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
    const record = id * RECORD;
    records[record + WHERE] = current;
    records[record + START] = chunk.used;
    records[record + LENGTH] = length;
    chunk.used += length;
    chunk.live += length;
    chunk.members++;
  }

  function release(id: number): void {
    const index = records[id * RECORD + WHERE];
    const chunk = chunks[index];
    chunk.live -= records[id * RECORD + LENGTH];
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
          const where = records[id * RECORD + WHERE];
          const chunk = chunks[where];
          if (where !== current && chunk.live * 4 < chunk.used) {
            release(id);
            keep(id, bytes, start, end);
          }
          return id;
        }
      }
      wasAdded = true;
      const id = takeId();
      keep(id, bytes, start, end);
      records[id * RECORD] = hash;
      records[id * RECORD + OWNER] = owner;
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
      let place = records[id * RECORD] & mask;
      while (buckets[place] !== id + 1) place = (place + 1) & mask;
      if (buckets[(place + 1) & mask] === 0) {
        buckets[place] = 0;
        occupied--;
      } else buckets[place] = REMOVED;
      release(id);
      records[id * RECORD + WHERE] = -1;
      records[id * RECORD + LENGTH] = free;
      free = id;
      size--;
    },
    ownerOf: (id) => records[id * RECORD + OWNER],
    bytesOf(id) {
      const start = records[id * RECORD + START];
      return chunks[records[id * RECORD + WHERE]].bytes.subarray(
        start,
        start + records[id * RECORD + LENGTH],
      );
    },
    size: () => size,
    capacity: () => ids,
  };
}
