import type { Rule } from '../ir/rule.js';
import type { Source } from '../ir/source.js';
import { layOutSlots, type Row } from '../log/row.js';
import { growFloats } from './grow.js';
import { createKeyTable } from './key-table.js';

/**
 * Tells events that count from those that repeat the id of one that counted (contract, section 4): of events with one id the earliest
 * counts, of equals the first read, within the longest window plus the lateness. Events come in order of time; one without an id counts.
 * @param lateness of a stream, in milliseconds; 0 for files
 * @returns undefined where the source does not ask for it
 */
export function createDeduplication(
  source: Source,
  rules: readonly Rule[],
  lateness: number,
): ((row: Row) => boolean) | undefined {
  const idField = source.dedupe && source.id !== undefined ? source.fields.get(source.id) : undefined;
  if (!idField) return undefined;
  const slot = layOutSlots(source.fields).get(idField.name) ?? -1;
  const windows = rules.map((rule) =>
    rule.kind === 'match' || rule.status === 'deprecated' ? 0 : rule.window.size,
  );
  const horizon = Math.max(0, ...windows) + lateness;
  const isText = idField.type === 'keyword' || idField.type === 'ip';
  const eight = Buffer.alloc(8);
  let counted: Float64Array = new Float64Array(32); // by id: when it last counted
  let now = Number.NEGATIVE_INFINITY;
  const ids = createKeyTable((id) => now - counted[id] <= horizon);
  return (row) => {
    if (row.present[slot] === 0) return true;
    now = row.time;
    let id: number;
    if (isText) id = ids.put(0, row.buffers[slot], row.starts[slot], row.ends[slot]);
    else {
      eight.writeDoubleLE(row.numbers[slot], 0);
      id = ids.put(0, eight, 0, 8);
    }
    if (id >= counted.length) counted = growFloats(counted, id + 1);
    if (!ids.added() && now - counted[id] <= horizon) return false;
    counted[id] = now;
    return true;
  };
}
