import { groupsNamedBy, isCountedAt } from '../evaluate/detection.js';
import type { Alert, ReplayStats } from '../evaluate/finding.js';
import { type ReplayOptions, replay } from '../evaluate/replay.js';
import type { Rule } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import { type Reading, type ReadOptions, readLogs } from '../log/read-logs.js';
import { layOutSlots, textAt } from '../log/row.js';

/** Who asked, when, and in which of the inputs. */
export interface Client {
  /** Milliseconds UTC, ascending. */
  readonly times: readonly number[];
  readonly input: number;
}

export interface Census {
  readonly clients: ReadonlyMap<string, Client>;
  /** Principals that ask in more than one input, with these inputs. */
  readonly repeated: ReadonlyMap<string, readonly number[]>;
  readonly reading: Reading;
}

/**
 * Reads when each principal asked.
 * @throws InputError where an input cannot be read at all
 */
export async function takeCensus(options: ReadOptions, principal: Field): Promise<Census> {
  const slot = layOutSlots(options.mapping.source.fields).get(principal.name) ?? -1;
  const clients = new Map<string, { times: number[]; input: number }>();
  const repeated = new Map<string, number[]>();
  const reading = await readLogs(options, async (logs) => {
    for (const { row, more, next } of logs)
      while (await more())
        while (next()) {
          if (row.present[slot] !== 1) continue;
          const name = textAt(row, slot);
          const known = clients.get(name);
          if (known === undefined) clients.set(name, { times: [row.time], input: row.input });
          else {
            known.times.push(row.time);
            if (known.input !== row.input) repeated.set(name, [known.input, row.input]);
          }
        }
  });
  for (const { times } of clients.values()) times.sort((a, b) => a - b);
  return { clients, repeated, reading };
}

/** How many of a client's events come before a detection. */
export function countQueries(rule: Rule, times: readonly number[], detectedAt: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isCountedAt(rule, times[middle], detectedAt)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An alert, as far as it counts here. */
export interface Sighting {
  readonly rule: Rule;
  /** On the clock of the log, whatever it was shifted by; milliseconds UTC. */
  readonly at: number;
  readonly principals: readonly string[];
}

/** Names the principals of an alert's group and of its report. */
export function sight(alert: Alert, principal: Field, shift = 0): Sighting {
  const principals = new Set(groupsNamedBy(alert, [principal]).map(([name]) => String(name)));
  return { rule: alert.rule, at: alert.firstAt - shift, principals: [...principals] };
}

/** All alerts over the log with its times shifted by so many milliseconds. */
export interface Observation {
  readonly shift: number;
  readonly sightings: readonly Sighting[];
  readonly stats: ReplayStats;
}

/**
 * Replays the log once.
 * @throws InputError where an input cannot be read at all
 */
export async function observe(options: ReplayOptions, principal: Field): Promise<Observation> {
  const shift = options.shift ?? 0;
  const sightings: Sighting[] = [];
  const stats = await replay({
    ...options,
    onAlert: (alert) => sightings.push(sight(alert, principal, shift)),
  });
  return { shift, sightings, stats };
}
