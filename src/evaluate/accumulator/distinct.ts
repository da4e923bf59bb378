import { growFloats } from '../grow.js';
import type { Values } from '../values.js';
import type { Accumulator, Reader } from './accumulator.js';
import { createPresence } from './presence.js';

/** How many distinct values a group's events have; exact. */
export function createDistinct(values: Values): Accumulator & { readonly read: Reader } {
  let totals: Float64Array = new Float64Array(32); // by group
  const presence = createPresence(
    values,
    (group) => totals[group]++,
    (group) => totals[group]--,
  );
  return {
    ...presence,
    growGroups(capacity) {
      if (capacity > totals.length) totals = growFloats(totals, capacity);
    },
    read: (group) => totals[group],
  };
}
