import type { Row } from '../log/row.js';
import { growRing } from './accumulator/accumulator.js';
import type { Chain } from './accumulator/fold.js';
import type { EventPlace } from './finding.js';
import { growFloats } from './grow.js';

/**
 * The entries of a frame: one for each group and pane that has an event, in order of panes, chained by group. They are numbered from 0 for
 * ever and leave in order, so that the live ones are `[first, end)` and lie in a ring.
 */
export interface Entries extends Chain {
  readonly first: () => number;
  readonly end: () => number;
  readonly groupOf: (entry: number) => number;
  readonly paneOf: (entry: number) => number;
  /** Begins an entry with its first event; `onGrow` of the frame is told before the ring grows. */
  readonly begin: (group: number, pane: number, row: Row) => number;
  /** Drops the oldest entry; says whether its group has none left. */
  readonly drop: () => boolean;
  /** Where the first event of an entry was read. */
  readonly placeOf: (entry: number) => EventPlace;
}

/** @param onGrow is told of a larger ring, in places, and of the live entries */
export function createEntries(onGrow: (places: number, first: number, end: number) => void): Entries {
  let ring: Float64Array = new Float64Array(32 * 5); // group, pane, the group's entry before, input, line
  let places = 32;
  let first = 0;
  let end = 0;
  let oldest: Float64Array = new Float64Array(32).fill(-1); // by group
  let newest: Float64Array = new Float64Array(32).fill(-1); // by group
  let after: Float64Array = new Float64Array(32).fill(-1); // by place: the group's next entry

  function at(entry: number): number {
    return (entry & (places - 1)) * 5;
  }

  return {
    first: () => first,
    end: () => end,
    oldest: (group) => oldest[group],
    newest: (group) => (group < newest.length ? newest[group] : -1),
    before: (entry) => ring[at(entry) + 2],
    groupOf: (entry) => ring[at(entry)],
    paneOf: (entry) => ring[at(entry) + 1],
    begin(group, pane, row) {
      if (end - first === places) {
        ring = growRing(ring, 5, places * 2, first, end);
        after = growRing(after, 1, places * 2, first, end);
        places *= 2;
        onGrow(places, first, end);
      }
      if (group >= oldest.length) {
        const known = oldest.length;
        oldest = growFloats(oldest, group + 1).fill(-1, known);
        newest = growFloats(newest, group + 1).fill(-1, known);
      }
      const entry = end++;
      const before = newest[group];
      const place = at(entry);
      ring[place] = group;
      ring[place + 1] = pane;
      ring[place + 2] = before;
      ring[place + 3] = row.input;
      ring[place + 4] = row.line;
      after[entry & (places - 1)] = -1;
      if (before >= 0) after[before & (places - 1)] = entry;
      else oldest[group] = entry;
      newest[group] = entry;
      return entry;
    },
    drop() {
      const group = ring[at(first)];
      const next = after[first & (places - 1)];
      first++;
      oldest[group] = next;
      if (next >= 0) ring[at(next) + 2] = -1;
      else newest[group] = -1;
      return next < 0;
    },
    placeOf: (entry) => ({ input: ring[at(entry) + 3], line: ring[at(entry) + 4] }),
  };
}
