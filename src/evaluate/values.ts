import type { Field } from '../ir/source.js';
import type { Row, Slots } from '../log/row.js';
import { type GroupValue, isText, writeNumber } from './group-value.js';
import { createKeyTable, type KeyTable } from './key-table.js';
import type { SharedTests } from './shared-tests.js';

/** The values of a field that some windows of a grouping's groups hold, each with a number. What several measures ask of is found once. */
export interface Values {
  /** The number of the event's value, which is present, among those of its group. */
  readonly find: (row: Row, group: number) => number;
  /** Which group a value belongs to. */
  readonly ownerOf: (value: number) => number;
  /** The value as it is written out. */
  readonly read: (value: number) => GroupValue;
  /** Names one who needs some of the values: the others are forgotten, and their numbers used again. */
  readonly use: (isNeeded: (value: number) => boolean) => void;
}

/** All values of a grouping, by what they are values of. */
export interface ValueTables {
  readonly ofField: (field: Field) => Values;
  /** The steps of the clock of this length, in milliseconds. */
  readonly ofSteps: (step: number) => Values;
}

type Put = (table: KeyTable, row: Row, group: number) => number;

/** Texts are told apart by their bytes. */
function putText(slot: number): Put {
  return (table, row, group) => table.put(group, row.buffers[slot], row.starts[slot], row.ends[slot]);
}

const eight = Buffer.alloc(8);

/** Numbers are one where their doubles are equal. */
function putNumber(numberOf: (row: Row) => number): Put {
  return (table, row, group) => {
    eight.writeDoubleLE(numberOf(row), 0);
    return table.put(group, eight, 0, 8);
  };
}

function createValues(put: Put, decode: (bytes: Buffer) => GroupValue, tests: SharedTests): Values {
  const users: ((value: number) => boolean)[] = [];
  const table = createKeyTable((value) => users.some((isNeeded) => isNeeded(value)));
  let event = 0;
  let found = 0;
  return {
    find(row, group) {
      const current = tests.event();
      if (event !== current) {
        event = current;
        found = put(table, row, group);
      }
      return found;
    },
    ownerOf: table.ownerOf,
    read: (value) => decode(table.bytesOf(value)),
    use(isNeeded) {
      users.push(isNeeded);
    },
  };
}

export function createValueTables(tests: SharedTests, slots: Slots): ValueTables {
  const tables = new Map<string, Values>();

  function share(key: string, create: () => Values): Values {
    let values = tables.get(key);
    if (!values) {
      values = create();
      tables.set(key, values);
    }
    return values;
  }

  return {
    ofField(field) {
      const slot = slots.get(field.name);
      if (slot === undefined) throw new Error(`the source has no field ${field.name}`);
      const put = isText(field) ? putText(slot) : putNumber((row) => row.numbers[slot]);
      return share(`field ${field.name}`, () =>
        createValues(
          put,
          (bytes) => (isText(field) ? bytes.toString('utf8') : writeNumber(field, bytes.readDoubleLE(0))),
          tests,
        ),
      );
    },
    ofSteps(step) {
      const put = putNumber((row) => Math.floor(row.time / step));
      return share(`steps ${step}`, () => createValues(put, (bytes) => bytes.readDoubleLE(0), tests));
    },
  };
}
