import type { Field } from '../ir/source.js';
import { noBytes, type Row, type Slots } from '../log/row.js';
import { type GroupValue, isText, writeNumber } from './group-value.js';
import { growInts } from './grow.js';
import { createKeyTable } from './key-table.js';

/** The groups that some rules' windows hold: a small number for each, as long as any of them has an event of it. */
export interface Grouping {
  /** The group of an event, or -1 where it lacks one of the fields. */
  readonly find: (row: Row) => number;
  /** A window's entry begins to need the group, or no longer does. */
  readonly retain: (group: number) => void;
  readonly release: (group: number) => void;
  /** The group's values in the order of `by`. */
  readonly valuesOf: (group: number) => readonly GroupValue[];
  /** All groups are below this number. */
  readonly capacity: () => number;
}

/** Where a key lies that was made from several fields, or from a number. */
let composed = Buffer.allocUnsafe(256);

/** Makes room in `composed`, keeping its first `used` bytes. */
function reserve(used: number, more: number): void {
  if (used + more <= composed.length) return;
  const larger = Buffer.allocUnsafe(Math.max(composed.length * 2, used + more));
  composed.copy(larger, 0, 0, used);
  composed = larger;
}

/** Groups by fields; none of them is one group of everything. */
export function createGrouping(by: readonly Field[], slots: Slots): Grouping {
  const keys = createKeyTable((group) => {
    const isNeeded = users[group] > 0;
    if (!isNeeded) values[group] = undefined;
    return isNeeded;
  });
  const parts = by.map((field) => ({ field, text: isText(field), slot: slots.get(field.name) ?? -1 }));
  const single = parts.length === 1 && parts[0].text ? parts[0].slot : -1;
  let users: Int32Array = new Int32Array(32);
  const values: (readonly GroupValue[] | undefined)[] = [];

  function compose(row: Row): number {
    let used = 0;
    for (const { slot, text } of parts) {
      if (text) {
        const start = row.starts[slot];
        const end = row.ends[slot];
        reserve(used, 4 + end - start);
        composed.writeUInt32LE(end - start, used);
        row.buffers[slot].copy(composed, used + 4, start, end);
        used += 4 + end - start;
      } else {
        reserve(used, 8);
        composed.writeDoubleLE(row.numbers[slot], used);
        used += 8;
      }
    }
    return used;
  }

  function decode(group: number): readonly GroupValue[] {
    const bytes = keys.bytesOf(group);
    if (single >= 0) return [bytes.toString('utf8')];
    let at = 0;
    return parts.map(({ field, text }) => {
      if (!text) {
        at += 8;
        return writeNumber(field, bytes.readDoubleLE(at - 8));
      }
      const start = at + 4;
      at = start + bytes.readUInt32LE(at);
      return bytes.toString('utf8', start, at);
    });
  }

  return {
    find(row) {
      for (const { slot } of parts) if (row.present[slot] === 0) return -1;
      let group: number;
      if (single >= 0) group = keys.put(0, row.buffers[single], row.starts[single], row.ends[single]);
      else if (parts.length === 0) group = keys.put(0, noBytes, 0, 0);
      else {
        const used = compose(row);
        group = keys.put(0, composed, 0, used);
      }
      if (group >= users.length) users = growInts(users, group + 1);
      return group;
    },
    retain(group) {
      users[group]++;
    },
    release(group) {
      users[group]--;
    },
    valuesOf(group) {
      const known = values[group];
      if (known) return known;
      const decoded = decode(group);
      values[group] = decoded;
      return decoded;
    },
    capacity: () => keys.capacity(),
  };
}
