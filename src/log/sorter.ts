import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Field } from '../ir/source.js';
import { LimitError } from './limit.js';
import { compareRecords, createRecordFormat, timeOfRecord } from './record.js';
import type { Row } from './row.js';

/** Puts events in order of time, on disk where they do not fit into memory. */
export interface Sorter {
  readonly push: (row: Row) => void;
  /** Hands out, in order of time, input and line, the events before this time, which then are gone. */
  readonly drain: (before: number, take: (row: Row) => void) => void;
  /** How many wait. */
  readonly size: () => number;
  /** Removes what lies on disk. */
  readonly close: () => void;
}

/** Memory for waiting events, in bytes; beyond it they go to disk in sorted runs. */
const BUDGET = 1 << 28;
const BLOCK = 1 << 18;

/** A sorted run on disk, of which the next record is at hand. Each record is preceded by its length. */
interface Run {
  readonly file: number;
  bytes: Buffer;
  /** The next record, and the end of what has been read. */
  at: number;
  filled: number;
  offset: number;
}

/** Makes the next record of a run whole in memory; false at its end. */
function load(run: Run): boolean {
  for (;;) {
    const have = run.filled - run.at;
    const need = have < 4 ? 4 : 4 + run.bytes.readUInt32LE(run.at);
    if (have >= 4 && have >= need) return true;
    if (need > run.bytes.length || run.at > 0) {
      const larger = need > run.bytes.length ? Buffer.allocUnsafe(need + BLOCK) : run.bytes;
      run.bytes.copy(larger, 0, run.at, run.filled);
      run.bytes = larger;
      run.filled = have;
      run.at = 0;
    }
    const read = readSync(run.file, run.bytes, run.filled, run.bytes.length - run.filled, run.offset);
    if (read === 0) {
      if (have === 0) return false;
      throw new LimitError('a file of sorted events ends before its time');
    }
    run.offset += read;
    run.filled += read;
  }
}

/** Writes every byte: a disk that fills up takes a part first, and says so only at the next attempt. */
function writeAll(file: number, bytes: Buffer, length: number): void {
  for (let done = 0; done < length; ) done += writeSync(file, bytes, done, length - done);
}

/** @throws LimitError where what is put on disk does not fit there, or cannot be put there */
function onDisk<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const cause =
      error.code === 'ENOSPC' || error.code === 'EDQUOT'
        ? 'no space is left on the device'
        : error.code === 'EMFILE' || error.code === 'ENFILE'
          ? 'too many files are open'
          : error.message;
    throw new LimitError(
      `events that are out of order are sorted in files, and none can be written in ${tmpdir()}: ${cause}; TMPDIR names another folder`,
    );
  }
}

/**
 * @param fields of the source, in the order of the slots
 * @param budget bytes of memory, for tests
 * @throws LimitError (`push`) where the disk is full
 */
export function createSorter(fields: readonly Field[], budget = BUDGET): Sorter {
  const format = createRecordFormat(fields);
  let bytes = Buffer.allocUnsafe(1 << 16);
  let used = 0;
  let places: number[] = [];
  /** Whether the records at `places` are in order, and from which place on there are any. */
  let sorted = true;
  let next = 0;
  let folder: string | undefined;
  const runs: Run[] = [];
  let waitingOnDisk = 0;
  let spilled = 0;

  function sort(): void {
    if (next > 0) {
      places = places.slice(next);
      next = 0;
    }
    if (!sorted) places.sort((left, right) => compareRecords(bytes, left, bytes, right));
    sorted = true;
  }

  /** Copies the live records to the front of a new buffer. */
  function compact(): void {
    const old = bytes;
    bytes = Buffer.allocUnsafe(old.length);
    used = 0;
    places = places.slice(next).map((place) => {
      format.read(old, place);
      const at = used;
      used = format.write(format.row, bytes, at);
      return at;
    });
    next = 0;
  }

  /** A file that is without a name as soon as it is open, where the system permits it: nothing is left behind however the process ends. */
  function openFile(): number {
    folder ??= mkdtempSync(join(tmpdir(), 'rulewright-'));
    const path = join(folder, String(spilled++));
    const file = openSync(path, 'wx+', 0o600);
    try {
      unlinkSync(path);
    } catch {
      // Windows: it goes with the folder.
    }
    return file;
  }

  function spill(): void {
    sort();
    const file = openFile();
    let block = Buffer.allocUnsafe(BLOCK);
    let filled = 0;
    for (const place of places) {
      const length = format.read(bytes, place) - place;
      if (filled + 4 + length > block.length) {
        writeAll(file, block, filled);
        filled = 0;
        if (4 + length > block.length) block = Buffer.allocUnsafe(4 + length);
      }
      block.writeUInt32LE(length, filled);
      bytes.copy(block, filled + 4, place, place + length);
      filled += 4 + length;
    }
    writeAll(file, block, filled);
    const run = { file, bytes: Buffer.allocUnsafe(BLOCK), at: 0, filled: 0, offset: 0 };
    load(run);
    runs.push(run);
    waitingOnDisk += places.length;
    places = [];
    used = 0;
  }

  return {
    push(row) {
      const size = format.sizeOf(row);
      if (used + size > budget && places.length > next) onDisk(spill);
      if (used + size > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, used + size));
        bytes.copy(larger, 0, 0, used);
        bytes = larger;
      }
      const at = used;
      used = format.write(row, bytes, at);
      if (sorted && places.length > next && compareRecords(bytes, places[places.length - 1], bytes, at) > 0)
        sorted = false;
      places.push(at);
    },
    drain(before, take) {
      sort();
      for (;;) {
        let best: Run | undefined;
        for (const run of runs) {
          if (!best || compareRecords(run.bytes, run.at + 4, best.bytes, best.at + 4) < 0) best = run;
        }
        const inMemory = next < places.length;
        if (best && (!inMemory || compareRecords(best.bytes, best.at + 4, bytes, places[next]) < 0)) {
          if (timeOfRecord(best.bytes, best.at + 4) >= before) break;
          const after = format.read(best.bytes, best.at + 4);
          take(format.row);
          best.at = after;
          waitingOnDisk--;
          if (!load(best)) {
            closeSync(best.file);
            runs.splice(runs.indexOf(best), 1);
          }
          continue;
        }
        if (!inMemory || timeOfRecord(bytes, places[next]) >= before) break;
        format.read(bytes, places[next]);
        take(format.row);
        next++;
      }
      if (next === places.length) {
        places = [];
        next = 0;
        used = 0;
      } else if (next * 2 > places.length) compact();
    },
    size: () => places.length - next + waitingOnDisk,
    close() {
      for (const { file } of runs) closeSync(file);
      runs.length = 0;
      if (folder) rmSync(folder, { recursive: true, force: true });
      folder = undefined;
    },
  };
}
