import type { Row } from '../../log/row.js';

/**
 * Something that is kept of each group's events in a window. A frame calls it with events in order of time, in entries (the events of one
 * group in one pane), which are numbered in order and leave in that order. Columns by entry are rings: the place of entry `e` is `e & mask`.
 */
export interface Accumulator {
  /** An event of the group came, in its newest entry. */
  readonly add: (row: Row, group: number, entry: number) => void;
  /** The group's oldest entry leaves the window. Those of one pane leave together, and `expirePane` follows. */
  readonly expire?: (group: number, entry: number) => void;
  /** Every entry of this pane and of earlier ones has left. */
  readonly expirePane?: (pane: number) => void;
  /** Entries of a new pane begin. */
  readonly beginPane?: (pane: number) => void;
  /** There are to be this many places for entries (a power of two); those of the live ones `[first, last)` move. */
  readonly growEntries?: (places: number, first: number, last: number) => void;
  /** Groups up to this number are to have a place. */
  readonly growGroups?: (capacity: number) => void;
}

/** What a group's window holds, as far as accumulators tell: NaN where there is no value. */
export type Reader = (group: number) => number;

/** Moves a ring of `width` numbers a place to a larger one. */
export function growRing(
  ring: Float64Array,
  width: number,
  places: number,
  first: number,
  last: number,
): Float64Array {
  const larger = new Float64Array(places * width);
  const oldMask = ring.length / width - 1;
  const newMask = places - 1;
  for (let entry = first; entry < last; entry++) {
    const from = (entry & oldMask) * width;
    const to = (entry & newMask) * width;
    for (let i = 0; i < width; i++) larger[to + i] = ring[from + i];
  }
  return larger;
}
