import { growFloats } from '../grow.js';
import type { SharedTests } from '../shared-tests.js';
import type { Accumulator, Reader } from './accumulator.js';

/**
 * How many of a group's events pass each of some tests. Whole numbers, so that what leaves can be taken off exactly. All counts of an
 * entry lie side by side, since an event touches them all.
 */
export interface Counters extends Accumulator {
  /** The count of events that pass a test; the same one for the same test. To be asked for before the first event. */
  readonly count: (test: number) => Reader;
}

export function createCounters(tests: SharedTests): Counters {
  const counted: number[] = [];
  let totals: Float64Array = new Float64Array(0); // by group
  let counts: Int32Array = new Int32Array(0); // by entry
  let mask = 31;
  let groups = 32;
  return {
    count(test) {
      let place = counted.indexOf(test);
      if (place < 0) {
        place = counted.push(test) - 1;
        totals = new Float64Array(groups * counted.length);
        counts = new Int32Array((mask + 1) * counted.length);
      }
      return (group) => totals[group * counted.length + place];
    },
    add(row, group, entry) {
      const width = counted.length;
      const total = group * width;
      const count = (entry & mask) * width;
      for (let i = 0; i < width; i++) {
        if (!tests.check(counted[i], row)) continue;
        totals[total + i]++;
        counts[count + i]++;
      }
    },
    expire(group, entry) {
      const width = counted.length;
      const total = group * width;
      const count = (entry & mask) * width;
      for (let i = 0; i < width; i++) {
        totals[total + i] -= counts[count + i];
        counts[count + i] = 0;
      }
    },
    growEntries(places, first, last) {
      const width = counted.length;
      const larger = new Int32Array(places * width);
      for (let entry = first; entry < last; entry++) {
        const from = (entry & mask) * width;
        larger.set(counts.subarray(from, from + width), (entry & (places - 1)) * width);
      }
      counts = larger;
      mask = places - 1;
    },
    growGroups(capacity) {
      if (capacity <= groups) return;
      totals = growFloats(totals, capacity * counted.length);
      groups = Math.floor(totals.length / counted.length);
    },
  };
}
