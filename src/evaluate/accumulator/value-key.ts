import type { Row } from '../../log/row.js';
import type { KeyTable } from '../key-table.js';

const eight = Buffer.alloc(8);

/** The id of a group's value in a table, which is added if it is new. */
export type PutValue = (table: KeyTable, row: Row, group: number) => number;

/** The text of a slot, which is present. */
export function putText(slot: number): PutValue {
  return (table, row, group) => table.put(group, row.buffers[slot], row.starts[slot], row.ends[slot]);
}

/** A number of the event: two values are one where their doubles are equal. */
export function putNumber(numberOf: (row: Row) => number): PutValue {
  return (table, row, group) => {
    eight.writeDoubleLE(numberOf(row), 0);
    return table.put(group, eight, 0, 8);
  };
}
