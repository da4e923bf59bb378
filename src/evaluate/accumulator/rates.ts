import { growFloats } from '../grow.js';
import { type Accumulator, growRing, type Reader } from './accumulator.js';

/**
 * The sum over a window's steps of their squared numbers of events. A step lies within one pane, so what leaves can be taken off exactly.
 */
export function createRates(step: number): Accumulator & { readonly read: Reader } {
  let totals: Float64Array = new Float64Array(32); // by group
  let stepOf: Float64Array = new Float64Array(32).fill(Number.NaN); // by group: the step it was last seen in
  let inStep: Float64Array = new Float64Array(32); // by group: its events in that step
  let squares: Float64Array = new Float64Array(32); // by entry
  let mask = 31;
  return {
    add(row, group, entry) {
      const current = Math.floor(row.time / step);
      if (stepOf[group] !== current) {
        stepOf[group] = current;
        inStep[group] = 0;
      }
      // (c + 1)² is 2c + 1 more than c².
      const more = 2 * inStep[group]++ + 1;
      totals[group] += more;
      squares[entry & mask] += more;
    },
    expire(group, entry) {
      totals[group] -= squares[entry & mask];
      squares[entry & mask] = 0;
    },
    growEntries(places, first, last) {
      squares = growRing(squares, 1, places, first, last);
      mask = places - 1;
    },
    growGroups(capacity) {
      if (capacity <= totals.length) return;
      const known = totals.length;
      totals = growFloats(totals, capacity);
      inStep = growFloats(inStep, capacity);
      stepOf = growFloats(stepOf, capacity).fill(Number.NaN, known);
    },
    read: (group) => totals[group],
  };
}
