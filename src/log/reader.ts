import { isUtf8 } from 'node:buffer';
import type { Mapping } from '../ir/mapping.js';
import type { FieldType } from '../ir/source.js';
import { coerceLeaf } from './coerce.js';
import { type Derive, planDerivation } from './derive.js';
import { type Input, InputError, readBytes } from './input.js';
import { skipSpace } from './json-token.js';
import { createKeyPaths } from './key-tree.js';
import { createLeaves, leafKind } from './leaf.js';
import type { LimitCheck } from './limit.js';
import { createRow, layOutSlots, type Row, setNumber, setText } from './row.js';
import { scanLine } from './scan.js';

/** A field that is a leaf of the log under another name. */
interface Rename {
  readonly slot: number;
  readonly type: FieldType;
}

/** What was read and what could not be, by cause. One tally may serve several inputs. */
export interface Tally {
  /** Lines that hold anything but white space. */
  lines: number;
  /** Lines that are JSON objects and have a readable time. */
  events: number;
  /** Lines that are not JSON objects in UTF-8. */
  skipped: number;
  /** JSON objects without a readable time. */
  withoutTime: number;
  /** By slot: values of events that do not fit their field. */
  readonly unfit: Float64Array;
}

export function createTally(mapping: Mapping): Tally {
  return {
    lines: 0,
    events: 0,
    skipped: 0,
    withoutTime: 0,
    unfit: new Float64Array(mapping.source.fields.size),
  };
}

/** Reads one input event by event: `next` as long as it says yes, then `more`, until that says no. */
export interface LogReader {
  /** The event that `next` read. Its texts hold until `more` is called. */
  readonly row: Row;
  /** Goes on to the next event of the bytes at hand; false where they are used up. */
  readonly next: () => boolean;
  /** Fetches more bytes; false at the end of the input. */
  readonly more: () => Promise<boolean>;
  /** Stops reading early. */
  readonly close: () => Promise<void>;
}

const LINE_FEED = 0x0a;
const lineEnd = Buffer.of(LINE_FEED);
const START_SIZE = 1 << 20;

/** A buffer that a long line has made larger than this is given back afterwards. */
const MOST_IDLE = 1 << 24;

/** Bytes; a line that is longer is skipped, counted as a line that is no JSON object, and never held as a whole. */
export const LONGEST_LINE = 1 << 27;

export interface OpenOptions {
  /** Is told of raw bytes as they come. */
  readonly onRead?: (bytes: number) => void;
  /** Milliseconds that are added to each event's time. */
  readonly shift?: number | undefined;
  /** Asked before bytes are fetched whether to go on. */
  readonly checkLimits?: LimitCheck | undefined;
  /** In bytes, for tests. */
  readonly longestLine?: number;
}

/**
 * Opens an input as events of the mapping's source.
 * @param index which input it is, for the rows
 */
export function openLog(
  input: Input,
  index: number,
  mapping: Mapping,
  tally: Tally,
  { onRead = () => {}, shift = 0, checkLimits, longestLine = LONGEST_LINE }: OpenOptions = {},
): LogReader {
  const { source } = mapping;
  const slots = layOutSlots(source.fields);
  const row = createRow(slots.size);
  row.input = index;
  const paths = createKeyPaths();
  const timeLeaf = paths.add(mapping.time.path);
  const renamesOf: Rename[][] = []; // by leaf
  const derive: Derive[] = [];
  for (const [name, derivation] of mapping.fields) {
    const slot = slots.get(name);
    const field = source.fields.get(name);
    if (slot === undefined || !field || name === source.time.field) continue;
    if (derivation.kind === 'path') {
      const leaf = paths.add(derivation.path);
      renamesOf[leaf] = [...(renamesOf[leaf] ?? []), { slot, type: field.type }];
    } else derive.push(planDerivation(derivation, field, slot, mapping.time.format, paths));
  }
  const timeSlot = slots.get(source.time.field) ?? -1;
  const { format } = mapping.time;
  const leaves = createLeaves(paths.count());
  for (let leaf = 0; leaf < paths.count(); leaf++) renamesOf[leaf] ??= [];
  const { kinds, buffers, starts, ends, list } = leaves;
  const timeRow = createRow(1);

  const chunks = readBytes(input, onRead);
  let bytes = Buffer.allocUnsafe(START_SIZE);
  let at = 0; // the first byte that is not yet used
  let filled = 0; // the byte after the last one read
  let whole = 0; // the byte after the last line feed
  let checked = true; // whether [at, whole) is known to be UTF-8
  let ended = false;
  let started = false;
  let events = 0;
  let isTooLong = false; // the bytes that come belong to a line that is too long

  /** Counts a line that is too long, when it is known to be. */
  function skipLongLine(): void {
    tally.lines++;
    tally.skipped++;
  }

  /** Of a chunk, what comes after the end of the line that is too long. */
  function passLongLine(chunk: Buffer): Buffer {
    const end = chunk.indexOf(LINE_FEED);
    if (end < 0) return chunk.subarray(chunk.length);
    isTooLong = false;
    row.line++;
    return chunk.subarray(end + 1);
  }

  function readLine(from: number, end: number): boolean {
    if (end - from > longestLine) {
      skipLongLine();
      return false;
    }
    if (skipSpace(bytes, from) === end) return false;
    tally.lines++;
    if ((!checked && !isUtf8(bytes.subarray(from, end))) || !scanLine(bytes, from, end, paths.tree, leaves)) {
      tally.skipped++;
      return false;
    }
    const read = coerceLeaf(
      timeRow,
      0,
      'timestamp',
      format,
      kinds[timeLeaf],
      buffers[timeLeaf],
      starts[timeLeaf],
      ends[timeLeaf],
    );
    if (read !== 'present') {
      tally.withoutTime++;
      return false;
    }
    row.time = timeRow.numbers[0] + shift;
    row.present.fill(0);
    if (timeSlot >= 0) setNumber(row, timeSlot, row.time);
    for (let i = 0; i < leaves.found; i++) {
      const leaf = list[i];
      const renames = renamesOf[leaf];
      const kind = kinds[leaf];
      for (let j = 0; j < renames.length; j++) {
        const { slot, type } = renames[j];
        // The commonest of what coerceLeaf does, without its way there.
        if (kind === leafKind.text && type === 'keyword')
          setText(row, slot, buffers[leaf], starts[leaf], ends[leaf]);
        else if (
          coerceLeaf(row, slot, type, format, kind, buffers[leaf], starts[leaf], ends[leaf]) === 'unfit'
        )
          tally.unfit[slot]++;
      }
    }
    for (let i = 0; i < derive.length; i++)
      if (derive[i].read(leaves, row) === 'unfit') tally.unfit[derive[i].slot]++;
    tally.events++;
    events++;
    return true;
  }

  return {
    row,
    next() {
      while (at < whole) {
        const from = at;
        const end = bytes.indexOf(LINE_FEED, from);
        at = end + 1;
        row.line++;
        if (readLine(from, end)) return true;
      }
      return false;
    },
    async more() {
      if (ended) return false;
      checkLimits?.();
      let chunk: IteratorResult<Buffer>;
      try {
        chunk = await chunks.next();
      } catch (error) {
        ended = true;
        if (error instanceof InputError) error.incomplete = events > 0;
        throw error;
      }
      // The beginning of a line that is too long is let go, and the rest of it as it comes.
      if (filled - at > longestLine) {
        skipLongLine();
        isTooLong = true;
        started = true;
        at = filled;
      }
      const added = chunk.done ? lineEnd : isTooLong ? passLongLine(chunk.value) : chunk.value;
      const kept = filled - at;
      // Rows point into the buffer only until now, so that what is left may move to its front.
      const isRoomy = bytes.length > MOST_IDLE && kept + added.length <= START_SIZE;
      if (kept + added.length > bytes.length || isRoomy) {
        const larger = Buffer.allocUnsafe(
          isRoomy ? START_SIZE : Math.max(bytes.length * 2, kept + added.length),
        );
        bytes.copy(larger, 0, at, filled);
        bytes = larger;
      } else if (at > 0) bytes.copyWithin(0, at, filled);
      at = 0;
      filled = kept;
      if (chunk.done) {
        ended = true;
        if (filled === 0) return false;
      }
      added.copy(bytes, filled);
      filled += added.length;
      // Only the new bytes are searched, or a line of 100 MB would be searched again with each chunk.
      const last = bytes.subarray(kept, filled).lastIndexOf(LINE_FEED);
      whole = last < 0 ? 0 : kept + last + 1;
      if (!started && whole > 0) {
        started = true;
        if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
      }
      checked = isUtf8(bytes.subarray(at, whole));
      return true;
    },
    async close() {
      ended = true;
      await chunks.return(undefined);
    },
  };
}
