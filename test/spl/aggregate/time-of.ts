import { isNumber, type NumberValue, type Row, readNumber } from '../value.js';

/** The time of a row, where it has one. */
export function timeOf(row: Row | undefined): NumberValue | undefined {
  const time = row?.get('_time') ?? null;
  const read = typeof time === 'string' ? readNumber(time) : time;
  return read !== undefined && isNumber(read) ? read : undefined;
}
