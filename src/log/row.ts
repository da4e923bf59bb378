import type { Field } from '../ir/source.js';

/**
 * One event: the source's fields, coerced. It is reused for the next event, and texts lie in the buffer that was read, so what is to
 * be kept must be copied.
 */
export interface Row {
  /** Milliseconds UTC. */
  time: number;
  /** Which input it came from, and its physical line there, from 1. */
  input: number;
  line: number;
  /** By slot: 1 where the field has a value. */
  readonly present: Uint8Array;
  /** By slot: the value of a number or timestamp (milliseconds), 1 or 0 of a boolean. */
  readonly numbers: Float64Array;
  /** By slot: where the text of a keyword or address lies. */
  readonly buffers: Buffer[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Which slot of a row each field of a source has: its place in the source's list. */
export type Slots = ReadonlyMap<string, number>;

export function layOutSlots(fields: ReadonlyMap<string, Field>): Slots {
  return new Map([...fields.keys()].map((name, slot) => [name, slot]));
}

export const noBytes = Buffer.alloc(0);

export function createRow(slots: number): Row {
  return {
    time: 0,
    input: 0,
    line: 0,
    present: new Uint8Array(slots),
    numbers: new Float64Array(slots),
    buffers: Array<Buffer>(slots).fill(noBytes),
    starts: new Int32Array(slots),
    ends: new Int32Array(slots),
  };
}

/** Makes the field of a slot the text `[start, end)` of a buffer. */
export function setText(row: Row, slot: number, bytes: Buffer, start: number, end: number): void {
  row.present[slot] = 1;
  row.buffers[slot] = bytes;
  row.starts[slot] = start;
  row.ends[slot] = end;
}

export function setNumber(row: Row, slot: number, value: number): void {
  row.present[slot] = 1;
  row.numbers[slot] = value;
}

/** The text of a slot, which is present. */
export function textAt(row: Row, slot: number): string {
  return row.buffers[slot].toString('utf8', row.starts[slot], row.ends[slot]);
}
