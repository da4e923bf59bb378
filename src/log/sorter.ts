import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Field } from '../ir/source.js';
import { createHeap } from './heap.js';
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

/** The most memory for waiting events, in bytes; beyond it they go to disk in sorted runs. */
const MOST_BUDGET = 1 << 28;

/** Of the memory that a run may take; twice that while the buffer grows or is compacted, when the old and the new are held. */
const BUDGET_SHARE = 1 / 16;

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
 * @param mostMemory bytes that the whole run may take
 * @throws LimitError (`push`) where the disk is full
 */
export function createSorter(fields: readonly Field[], mostMemory = Number.POSITIVE_INFINITY): Sorter {
  const budget = Math.min(MOST_BUDGET, mostMemory * BUDGET_SHARE);
  const format = createRecordFormat(fields);
  let bytes = Buffer.allocUnsafe(1 << 16);
  let used = 0;
  /** Where the records lie that came in order, and from which of them on they have not been handed out. */
  let places: number[] = [];
  let next = 0;
  /** Where those lie that came out of order, as they came, and the earliest of their times. */
  let strays: number[] = [];
  let earliest = Number.POSITIVE_INFINITY;
  /** Strays of which some are due. To sort all anew whenever one more is due would take the square of their number. */
  const due = createHeap((left, right) => compareRecords(bytes, left, bytes, right) < 0);
  let handedOut = 0; // records that still take up memory
  let folder: string | undefined;
  const runs: Run[] = [];
  let waitingOnDisk = 0;
  let spilled = 0;

  function inMemory(): number {
    return places.length - next + strays.length + due.size();
  }

  /** Puts all into one order. */
  function sort(): void {
    if (strays.length > 0 || due.size() > 0) {
      // In the order in which they came, which is often near to that of time.
      const all = places.slice(next).concat(due.clear(), strays);
      all.sort((left, right) => compareRecords(bytes, left, bytes, right));
      places = all;
    } else if (next > 0) places = places.slice(next);
    next = 0;
    strays = [];
    earliest = Number.POSITIVE_INFINITY;
  }

  /** Makes the strays ready to be handed out in order. */
  function readyStrays(): void {
    for (const place of strays) due.push(place);
    strays = [];
    earliest = Number.POSITIVE_INFINITY;
  }

  /** Copies the live records to the front of a new buffer. */
  function compact(): void {
    const old = bytes;
    bytes = Buffer.allocUnsafe(old.length);
    used = 0;
    function move(place: number): number {
      format.read(old, place);
      const at = used;
      used = format.write(format.row, bytes, at);
      return at;
    }
    places = places.slice(next).map(move);
    next = 0;
    strays = strays.map(move);
    due.replace(move);
    handedOut = 0;
  }

  /** A file that is without a name or folder as soon as it is open, where the system permits it: nothing is left behind however the process ends. */
  function openFile(): number {
    folder ??= mkdtempSync(join(tmpdir(), 'rulewright-'));
    const path = join(folder, String(spilled++));
    const file = openSync(path, 'wx+', 0o600);
    try {
      unlinkSync(path);
      rmdirSync(folder);
      folder = undefined;
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
    handedOut = 0;
  }

  return {
    push(row) {
      const size = format.sizeOf(row);
      if (used + size > budget && inMemory() > 0) onDisk(spill);
      if (used + size > bytes.length) {
        const larger = Buffer.allocUnsafe(
          Math.ceil(Math.max(Math.min(bytes.length * 2, budget), used + size)),
        );
        bytes.copy(larger, 0, 0, used);
        bytes = larger;
      }
      const at = used;
      used = format.write(row, bytes, at);
      if (places.length > next && compareRecords(bytes, places[places.length - 1], bytes, at) > 0) {
        strays.push(at);
        earliest = Math.min(earliest, row.time);
      } else places.push(at);
    },
    drain(before, take) {
      if (before === Number.POSITIVE_INFINITY) sort();
      else if (earliest < before) readyStrays();
      for (;;) {
        let best: Run | undefined;
        for (const run of runs) {
          if (!best || compareRecords(run.bytes, run.at + 4, best.bytes, best.at + 4) < 0) best = run;
        }
        const straying = due.first();
        const isStray =
          straying !== undefined &&
          (next === places.length || compareRecords(bytes, straying, bytes, places[next]) < 0);
        const place = isStray ? straying : places[next];
        if (best && (place === undefined || compareRecords(best.bytes, best.at + 4, bytes, place) < 0)) {
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
        if (place === undefined || timeOfRecord(bytes, place) >= before) break;
        format.read(bytes, place);
        take(format.row);
        handedOut++;
        if (isStray) due.dropFirst();
        else next++;
      }
      const live = inMemory();
      if (live === 0) {
        places = [];
        next = 0;
        used = 0;
        handedOut = 0;
      } else if (handedOut > live) compact();
    },
    size: () => inMemory() + waitingOnDisk,
    close() {
      for (const { file } of runs) closeSync(file);
      runs.length = 0;
      if (folder) rmSync(folder, { recursive: true, force: true });
      folder = undefined;
    },
  };
}
