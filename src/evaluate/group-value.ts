import type { Field } from '../ir/source.js';
import { type Row, type Slots, textAt } from '../log/row.js';

/** A field's value as it is written out: text and addresses as strings, numbers, booleans, instants as RFC 3339. */
export type GroupValue = string | number | boolean;

/** Whether a field's values are kept as text; the others are kept as numbers. */
export function isText(field: Field): boolean {
  return field.type === 'keyword' || field.type === 'ip';
}

/** A value that is kept as a number, as it is written out. */
export function writeNumber(field: Field, value: number): GroupValue {
  switch (field.type) {
    case 'boolean':
      return value === 1;
    case 'timestamp':
      return new Date(value).toISOString();
    default:
      return value;
  }
}

/** Reads a field of an event as it is written out; undefined where it has no value. */
export function createFieldReader(field: Field, slots: Slots): (row: Row) => GroupValue | undefined {
  const slot = slots.get(field.name);
  if (slot === undefined) throw new Error(`the source has no field ${field.name}`);
  if (isText(field)) return (row) => (row.present[slot] === 1 ? textAt(row, slot) : undefined);
  return (row) => (row.present[slot] === 1 ? writeNumber(field, row.numbers[slot]) : undefined);
}
