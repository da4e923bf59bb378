import type { Field } from '../ir/source.js';
import { createRow, type Row } from './row.js';

/** How events are kept while they wait: a record each, in one buffer. */
export interface RecordFormat {
  /** The most bytes that the row's record takes. */
  readonly sizeOf: (row: Row) => number;
  /** Writes a row's record; returns the place after it. */
  readonly write: (row: Row, bytes: Buffer, at: number) => number;
  /** Reads a record into a row that is used again, whose texts lie in the buffer; returns the place after it. */
  readonly read: (bytes: Buffer, at: number) => number;
  /** The row that `read` fills. */
  readonly row: Row;
}

/** Time, input and line come first, each a double. */
const HEAD = 24;

/** Orders two records by time, then by input and line. */
export function compareRecords(left: Buffer, leftAt: number, right: Buffer, rightAt: number): number {
  return (
    left.readDoubleLE(leftAt) - right.readDoubleLE(rightAt) ||
    left.readDoubleLE(leftAt + 8) - right.readDoubleLE(rightAt + 8) ||
    left.readDoubleLE(leftAt + 16) - right.readDoubleLE(rightAt + 16)
  );
}

export function timeOfRecord(bytes: Buffer, at: number): number {
  return bytes.readDoubleLE(at);
}

/** @param fields of the source, in the order of the slots */
export function createRecordFormat(fields: readonly Field[]): RecordFormat {
  const texts = fields.map(({ type }) => type === 'keyword' || type === 'ip');
  const row = createRow(fields.length);
  return {
    row,
    sizeOf(from) {
      let size = HEAD + fields.length;
      for (let slot = 0; slot < texts.length; slot++)
        if (from.present[slot] === 1) size += texts[slot] ? 4 + from.ends[slot] - from.starts[slot] : 8;
      return size;
    },
    write(from, bytes, start) {
      bytes.writeDoubleLE(from.time, start);
      bytes.writeDoubleLE(from.input, start + 8);
      bytes.writeDoubleLE(from.line, start + 16);
      let at = start + HEAD;
      for (let slot = 0; slot < texts.length; slot++) bytes[at++] = from.present[slot];
      for (let slot = 0; slot < texts.length; slot++) {
        if (from.present[slot] === 0) continue;
        if (!texts[slot]) {
          bytes.writeDoubleLE(from.numbers[slot], at);
          at += 8;
          continue;
        }
        const length = from.ends[slot] - from.starts[slot];
        bytes.writeUInt32LE(length, at);
        from.buffers[slot].copy(bytes, at + 4, from.starts[slot], from.ends[slot]);
        at += 4 + length;
      }
      return at;
    },
    read(bytes, start) {
      row.time = bytes.readDoubleLE(start);
      row.input = bytes.readDoubleLE(start + 8);
      row.line = bytes.readDoubleLE(start + 16);
      let at = start + HEAD;
      for (let slot = 0; slot < texts.length; slot++) row.present[slot] = bytes[at++];
      for (let slot = 0; slot < texts.length; slot++) {
        if (row.present[slot] === 0) continue;
        if (!texts[slot]) {
          row.numbers[slot] = bytes.readDoubleLE(at);
          at += 8;
          continue;
        }
        const length = bytes.readUInt32LE(at);
        row.buffers[slot] = bytes;
        row.starts[slot] = at + 4;
        row.ends[slot] = at + 4 + length;
        at += 4 + length;
      }
      return at;
    },
  };
}
