import { growInts } from './grow.js';
import { hashBytes } from './hash.js';

/**
 * A set of byte strings, each belonging to an owner (a number), that gives every member a small id: which principal, which input of a
 * principal. Bytes are compared, never hashes alone. Members are not removed one by one: when the table is full (of members, or of their bytes), those that its user no
 * longer needs are swept out together, and their ids are used again. It lies outside the JavaScript heap and takes, for each member that
 * is needed, at most about 80 bytes and twice the key's length.
 */
export interface KeyTable {
  /** The id of a member, or -1. */
  readonly find: (owner: number, bytes: Buffer, start: number, end: number) => number;
  /** The id of a member, which is added if it is not one. */
  readonly put: (owner: number, bytes: Buffer, start: number, end: number) => number;
  /** Whether the last `put` added its key; an id that is no longer needed may come back without. */
  readonly added: () => boolean;
  readonly ownerOf: (id: number) => number;
  /** The bytes of a member, until the next `put`. */
  readonly bytesOf: (id: number) => Buffer;
  /** Every id is below this number. */
  readonly capacity: () => number;
}

/** What a record holds of a member: its hash, its owner (or FREE), and where its bytes are: which chunk, from where, how many. */
const RECORD = 5;
const OWNER = 1;
const CHUNK = 2;
const START = 3;
const LENGTH = 4;
const FREE = -1;

/** Keys are copied into chunks of this size, or of their own where they are longer; a key is never cut. */
const CHUNK_SIZE = 1 << 20;
/** So many bytes of keys are kept before anyone asks whether they are needed. */
const FEW_BYTES = 1 << 20;
/** Up to this length a loop copies faster than a call. */
const SHORT = 128;

/** @param isNeeded whether the member of an id must be kept; asked when the table is full */
export function createKeyTable(isNeeded: (id: number) => boolean): KeyTable {
  let buckets: Int32Array = new Int32Array(128); // id + 1, or 0
  let records: Int32Array = new Int32Array(64 * RECORD);
  let most = 64; // members before the next sweep: half as many as buckets
  let members = 0;
  let ids = 0;
  let free = -1; // the first of the free ids, each of which has the next one for its length
  let chunks: Buffer[] = [Buffer.allocUnsafe(4096)];
  let used = 0; // of the last chunk
  let kept = 0; // bytes of all keys
  let mostKept = FEW_BYTES; // before the next sweep: few long keys may take more than many short ones
  let wasAdded = false;

  function isAt(id: number, owner: number, hash: number, bytes: Buffer, start: number, end: number): boolean {
    const record = id * RECORD;
    const length = end - start;
    if (records[record] !== hash || records[record + OWNER] !== owner || records[record + LENGTH] !== length)
      return false;
    const chunk = chunks[records[record + CHUNK]];
    const from = records[record + START];
    for (let i = 0; i < length; i++) if (chunk[from + i] !== bytes[start + i]) return false;
    return true;
  }

  /** Copies a key to the end of the last chunk. */
  function keep(record: number, bytes: Buffer, start: number, length: number): void {
    let chunk = chunks[chunks.length - 1];
    if (used + length > chunk.length) {
      chunk = Buffer.allocUnsafe(Math.max(length, chunks.length === 1 && ids < 4096 ? 65_536 : CHUNK_SIZE));
      chunks.push(chunk);
      used = 0;
    }
    if (length > SHORT) bytes.copy(chunk, used, start, start + length);
    else for (let i = 0; i < length; i++) chunk[used + i] = bytes[start + i];
    records[record + CHUNK] = chunks.length - 1;
    records[record + START] = used;
    records[record + LENGTH] = length;
    used += length;
    kept += length;
  }

  /** Drops the members that are not needed, moves the bytes of the others together, and makes room for as many again. */
  function sweep(): void {
    const old = chunks;
    const isFull = members === most;
    chunks = [Buffer.allocUnsafe(4096)];
    used = 0;
    kept = 0;
    members = 0;
    for (let id = 0; id < ids; id++) {
      const record = id * RECORD;
      if (records[record + OWNER] === FREE) continue;
      if (isNeeded(id)) {
        keep(record, old[records[record + CHUNK]], records[record + START], records[record + LENGTH]);
        members++;
      } else {
        records[record + OWNER] = FREE;
        records[record + LENGTH] = free;
        free = id;
      }
    }
    mostKept = Math.max(FEW_BYTES, kept * 2);
    while (isFull && most < members * 2) most *= 2;
    buckets = new Int32Array(most * 2);
    const mask = buckets.length - 1;
    for (let id = 0; id < ids; id++) {
      const record = id * RECORD;
      if (records[record + OWNER] === FREE) continue;
      let place = records[record] & mask;
      while (buckets[place] !== 0) place = (place + 1) & mask;
      buckets[place] = id + 1;
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

  return {
    find(owner, bytes, start, end) {
      const hash = hashBytes(bytes, start, end, owner);
      const mask = buckets.length - 1;
      for (let place = hash & mask; buckets[place] !== 0; place = (place + 1) & mask) {
        const id = buckets[place] - 1;
        if (isAt(id, owner, hash, bytes, start, end)) return id;
      }
      return -1;
    },
    put(owner, bytes, start, end) {
      const hash = hashBytes(bytes, start, end, owner);
      let mask = buckets.length - 1;
      let place = hash & mask;
      for (; buckets[place] !== 0; place = (place + 1) & mask) {
        const id = buckets[place] - 1;
        if (isAt(id, owner, hash, bytes, start, end)) {
          wasAdded = false;
          return id;
        }
      }
      if (members === most || kept + end - start > mostKept) {
        sweep();
        mask = buckets.length - 1;
        place = hash & mask;
        while (buckets[place] !== 0) place = (place + 1) & mask;
      }
      wasAdded = true;
      members++;
      const id = takeId();
      const record = id * RECORD;
      records[record] = hash;
      records[record + OWNER] = owner;
      keep(record, bytes, start, end - start);
      buckets[place] = id + 1;
      return id;
    },
    added: () => wasAdded,
    ownerOf: (id) => records[id * RECORD + OWNER],
    bytesOf(id) {
      const record = id * RECORD;
      const start = records[record + START];
      return chunks[records[record + CHUNK]].subarray(start, start + records[record + LENGTH]);
    },
    capacity: () => ids,
  };
}
