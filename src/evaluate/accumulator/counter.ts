import { growFloats } from '../grow.js';
import { type Accumulator, growRing, type Reader } from './accumulator.js';

/** How many events a group has. Whole numbers, so that what leaves can be taken off exactly. */
export function createCounter(): Accumulator & { readonly read: Reader } {
  let totals: Float64Array = new Float64Array(32);
  let counts: Float64Array = new Float64Array(32);
  let mask = counts.length - 1;
  return {
    add(_row, group, entry) {
      totals[group]++;
      counts[entry & mask]++;
    },
    expire(group, entry) {
      totals[group] -= counts[entry & mask];
      counts[entry & mask] = 0;
    },
    growEntries(places, first, last) {
      counts = growRing(counts, 1, places, first, last);
      mask = places - 1;
    },
    growGroups(capacity) {
      if (capacity > totals.length) totals = growFloats(totals, capacity);
    },
    read: (group) => totals[group],
  };
}
