import type { Field } from '../ir/source.js';
import { type Reading, type ReadOptions, readLogs } from '../log/read-logs.js';
import { layOutSlots, type Row } from '../log/row.js';
import type { GroupValue } from './finding.js';
import { createGrouping } from './grouping.js';
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

interface Counts {
  queries: number;
  distinct: number;
  full: number;
}

interface Tracked extends Counts {
  readonly hours: Map<number, Counts & { readonly owner: number }>;
  first: number;
  last: number;
}

const HOUR = 3_600_000;

function toUsage({ queries, distinct, full }: Counts): Usage {
  return { queries, uniqueRatio: distinct / queries, fullVectorRatio: full / queries };
}

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
  /** Inputs by group (an even owner) and by a group's hour (an odd one). */
  const inputs = createKeyTable(() => true);
  const tracked: Tracked[] = [];
  let hours = 0;
  let withoutGroup = 0;

  function count(counts: Counts, row: Row, owner: number): void {
    counts.queries++;
    if (row.present[fullSlot] === 1 && row.numbers[fullSlot] === 1) counts.full++;
    if (row.present[inputSlot] === 0) return;
    inputs.put(owner, row.buffers[inputSlot], row.starts[inputSlot], row.ends[inputSlot]);
    if (inputs.added()) counts.distinct++;
  }

  function take(row: Row): void {
    const group = grouping.find(row);
    if (group < 0) {
      withoutGroup++;
      return;
    }
    const { time } = row;
    let profile = tracked[group];
    if (!profile) {
      profile = { queries: 0, distinct: 0, full: 0, hours: new Map(), first: time, last: time };
      tracked[group] = profile;
      grouping.retain(group);
    }
    profile.first = Math.min(profile.first, time);
    profile.last = Math.max(profile.last, time);
    count(profile, row, group * 2);
    const from = Math.floor(time / HOUR) * HOUR;
    let hour = profile.hours.get(from);
    if (!hour) {
      hour = { queries: 0, distinct: 0, full: 0, owner: hours++ * 2 + 1 };
      profile.hours.set(from, hour);
    }
    count(hour, row, hour.owner);
  }

  const reading = await readLogs(options, async (logs) => {
    for (const log of logs) while (await log.more()) while (log.next()) take(log.row);
  });
  const profiles = tracked.map((profile, group): Profile => {
    let busiest: [number, Counts] | undefined;
    for (const [from, hour] of profile.hours)
      if (
        !busiest ||
        hour.queries > busiest[1].queries ||
        (hour.queries === busiest[1].queries && from < busiest[0])
      )
        busiest = [from, hour];
    const [from, hour] = busiest ?? [0, profile];
    return {
      group: grouping.valuesOf(group),
      ...toUsage(profile),
      busiest: { from, ...toUsage(hour) },
      firstSeen: profile.first,
      lastSeen: profile.last,
    };
  });
  profiles.sort((a, b) => b.queries - a.queries || compareGroups(a.group, b.group));
  return { profiles, reading, withoutGroup };
}
