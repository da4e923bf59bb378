import type { Row } from '../../log/row.js';
import { growFloats } from '../grow.js';
import { type Accumulator, growRing } from './accumulator.js';

/**
 * Something that can be summed up over events in order, and whose summaries can be joined, but from which nothing can be taken away: sums
 * of doubles (taking away loses digits), extremes, moments, gaps. A summary is `width` numbers in a column, from `at` on; that of no
 * event is all zeros.
 */
export interface Monoid {
  readonly width: number;
  /** Adds one event to a summary. */
  readonly add: (column: Float64Array, at: number, value: number) => void;
  /** Adds to a summary one of later events. */
  readonly join: (column: Float64Array, at: number, later: Float64Array, laterAt: number) => void;
}

/** The entries of a frame, chained by group; -1 is none. */
export interface Chain {
  /** The group's oldest and newest entry. */
  readonly oldest: (group: number) => number;
  readonly newest: (group: number) => number;
  /** The entry of the same group before this one. */
  readonly before: (entry: number) => number;
}

/** A summary of a group's window, in a column that is used again at the next call, from 0 on. */
export type Summarize = (group: number) => Float64Array;

/**
 * Folds a window without ever taking away, each entry being joined at most twice ("two stacks"): the older entries hold the summary from
 * themselves to the last of them, the newer ones are summed up in one; when the older ones are used up, the newer ones become them.
 */
export function createFold(
  monoid: Monoid,
  numberOf: (row: Row) => number,
  chain: Chain,
): Accumulator & { readonly summarize: Summarize } {
  const { width } = monoid;
  let mask = 31;
  let own: Float64Array = new Float64Array(32 * width); // by entry: its events
  let suffix: Float64Array = new Float64Array(32 * width); // by entry: the events from it to its group's turn
  let turn: Float64Array = new Float64Array(32).fill(-1); // by group: the last entry that has a suffix
  let recent: Float64Array = new Float64Array(32 * width); // by group: the events after its turn
  const result = new Float64Array(width);

  function clear(column: Float64Array, at: number): void {
    column.fill(0, at, at + width);
  }

  /** Gives every entry after the leaving one its suffix. */
  function flip(group: number, leaving: number): void {
    const newest = chain.newest(group);
    let later = -1;
    for (let entry = newest; entry > leaving; entry = chain.before(entry)) {
      const at = (entry & mask) * width;
      for (let i = 0; i < width; i++) suffix[at + i] = own[at + i];
      if (later >= 0) monoid.join(suffix, at, suffix, (later & mask) * width);
      later = entry;
    }
    turn[group] = newest;
    clear(recent, group * width);
  }

  return {
    add(row, group, entry) {
      const value = numberOf(row);
      monoid.add(own, (entry & mask) * width, value);
      monoid.add(recent, group * width, value);
    },
    expire(group, entry) {
      if (entry > turn[group]) flip(group, entry);
      clear(own, (entry & mask) * width);
    },
    growEntries(places, first, last) {
      own = growRing(own, width, places, first, last);
      suffix = growRing(suffix, width, places, first, last);
      mask = places - 1;
    },
    growGroups(capacity) {
      if (capacity <= turn.length) return;
      const known = turn.length;
      turn = growFloats(turn, capacity).fill(-1, known);
      recent = growFloats(recent, turn.length * width);
    },
    summarize(group) {
      const oldest = chain.oldest(group);
      const at = (oldest & mask) * width;
      if (oldest >= 0 && oldest <= turn[group]) for (let i = 0; i < width; i++) result[i] = suffix[at + i];
      else result.fill(0);
      monoid.join(result, 0, recent, group * width);
      return result;
    },
  };
}
