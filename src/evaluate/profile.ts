import type { Field } from '../ir/source.js';
import { type Reading, type ReadOptions, readLogs } from '../log/read-logs.js';
import { layOutSlots, type Row } from '../log/row.js';
import type { GroupValue } from './finding.js';
import { createGrouping } from './grouping.js';
import { growFloats } from './grow.js';
import { createKeyTable } from './key-table.js';
import { compareGroups } from './order.js';

/** How much was asked, and how. */
export interface Usage {
  readonly queries: number;
  /** Distinct inputs over queries. */
  readonly uniqueRatio: number;
  /** Queries that asked for every probability, over queries. */
  readonly fullVectorRatio: number;
}

/** What one group did over a whole log. */
export interface Profile extends Usage {
  readonly group: readonly GroupValue[];
  /** Its busiest hour of the clock (UTC), the first of equals. */
  readonly busiest: Usage & { /** Milliseconds UTC. */ readonly from: number };
  /** Milliseconds UTC. */
  readonly firstSeen: number;
  readonly lastSeen: number;
}

/** The fields that tell what was sent and what was asked for; without one, its ratio is 0. */
export interface ProfileFields {
  readonly by: readonly Field[];
  readonly input: Field;
  readonly fullVectors: Field;
}

/** What is counted of each of many things, in columns by its number. */
interface Counts {
  readonly count: (thing: number, isNewInput: boolean, isFull: boolean) => void;
  readonly queries: (thing: number) => number;
  readonly usage: (thing: number) => Usage;
}

function createCounts(): Counts {
  let column: Float64Array = new Float64Array(32 * 3); // queries, distinct inputs, full vectors
  return {
    count(thing, isNewInput, isFull) {
      const at = thing * 3;
      if (at + 3 > column.length) column = growFloats(column, at + 3);
      column[at]++;
      if (isNewInput) column[at + 1]++;
      if (isFull) column[at + 2]++;
    },
    queries: (thing) => column[thing * 3],
    usage(thing) {
      const [queries, distinct, full] = column.subarray(thing * 3, thing * 3 + 3);
      return { queries, uniqueRatio: distinct / queries, fullVectorRatio: full / queries };
    },
  };
}

const HOUR = 3_600_000;

/**
 * Profiles every group of a log, suspicious or not, the most active first. Memory grows with groups, hours and distinct inputs, since all
 * three are asked about.
 * @returns the profiles, what was read, and how many events lack a field of the group
 * @throws InputError where an input cannot be read at all
 */
export async function profileGroups(
  options: ReadOptions,
  { by, input, fullVectors }: ProfileFields,
): Promise<{ profiles: Profile[]; reading: Reading; withoutGroup: number }> {
  const slots = layOutSlots(options.mapping.source.fields);
  const grouping = createGrouping(by, slots);
  const inputSlot = slots.get(input.name) ?? -1;
  const fullSlot = slots.get(fullVectors.name) ?? -1;
  /** Hours of the clock by group. */
  const hours = createKeyTable(() => true);
  /** Inputs by group (an even owner) and by a group's hour (an odd one). */
  const inputs = createKeyTable(() => true);
  const ofGroups = createCounts();
  const ofHours = createCounts();
  let seen: Float64Array = new Float64Array(32 * 2); // by group: first and last
  let groups = 0;
  let withoutGroup = 0;
  const eight = Buffer.alloc(8);

  function isNewInput(row: Row, owner: number): boolean {
    if (row.present[inputSlot] !== 1) return false;
    inputs.put(owner, row.buffers[inputSlot], row.starts[inputSlot], row.ends[inputSlot]);
    return inputs.added();
  }

  function take(row: Row): void {
    const group = grouping.find(row);
    if (group < 0) {
      withoutGroup++;
      return;
    }
    const { time } = row;
    // No group is let go, so that they are numbered as they come.
    if (group === groups) {
      groups++;
      grouping.retain(group);
      if (groups * 2 > seen.length) seen = growFloats(seen, groups * 2);
      seen[group * 2] = time;
      seen[group * 2 + 1] = time;
    }
    seen[group * 2] = Math.min(seen[group * 2], time);
    seen[group * 2 + 1] = Math.max(seen[group * 2 + 1], time);
    eight.writeDoubleLE(Math.floor(time / HOUR) * HOUR);
    const hour = hours.put(group, eight, 0, 8);
    const isFull = row.present[fullSlot] === 1 && row.numbers[fullSlot] === 1;
    ofGroups.count(group, isNewInput(row, group * 2), isFull);
    ofHours.count(hour, isNewInput(row, hour * 2 + 1), isFull);
  }

  const reading = await readLogs(options, async (logs) => {
    for (const log of logs) while (await log.more()) while (log.next()) take(log.row);
  });
  const startOf = (hour: number): number => hours.bytesOf(hour).readDoubleLE(0);
  const busiest = new Float64Array(groups).fill(-1);
  for (let hour = 0; hour < hours.capacity(); hour++) {
    const group = hours.ownerOf(hour);
    const known = busiest[group];
    const more = known < 0 ? 1 : ofHours.queries(hour) - ofHours.queries(known);
    if (more > 0 || (more === 0 && startOf(hour) < startOf(known))) busiest[group] = hour;
  }
  const profiles = Array.from(
    busiest,
    (hour, group): Profile => ({
      group: grouping.valuesOf(group),
      ...ofGroups.usage(group),
      busiest: { from: startOf(hour), ...ofHours.usage(hour) },
      firstSeen: seen[group * 2],
      lastSeen: seen[group * 2 + 1],
    }),
  );
  profiles.sort((a, b) => b.queries - a.queries || compareGroups(a.group, b.group));
  return { profiles, reading, withoutGroup };
}
