import { growFloats } from '../grow.js';
import type { Values } from '../values.js';
import type { Accumulator, Reader } from './accumulator.js';
import { createPaneStarts, createQueue } from './queue.js';

/**
 * How many distinct values a group's events have; exact. Each value remembers the last pane that had it (by its last place in a queue of
 * such touches), and is gone when that pane leaves: one touch for each value and pane, whatever the window's length.
 */
export function createDistinct(values: Values): Accumulator & { readonly read: Reader } {
  const touches = createQueue(); // value, group
  const starts = createPaneStarts();
  let paneStart = 0;
  let lastTouch: Float64Array = new Float64Array(32).fill(-1); // by value
  let totals: Float64Array = new Float64Array(32); // by group
  // A value is there as long as its last touch is.
  values.use((value) => value < lastTouch.length && lastTouch[value] >= touches.first());
  return {
    add(row, group) {
      const value = values.find(row, group);
      if (value >= lastTouch.length) {
        const known = lastTouch.length;
        lastTouch = growFloats(lastTouch, value + 1).fill(-1, known);
      }
      const last = lastTouch[value];
      if (last >= paneStart) return;
      if (last < touches.first()) totals[group]++;
      lastTouch[value] = touches.end();
      touches.push(value, group);
    },
    beginPane(pane) {
      paneStart = touches.end();
      starts.begin(pane, paneStart);
    },
    expirePane(pane) {
      const end = starts.endOf(pane, touches.end());
      for (let touch = touches.first(); touch < end; touch++) {
        if (lastTouch[touches.at(touch, 0)] === touch) totals[touches.at(touch, 1)]--;
        touches.shift();
      }
    },
    growGroups(capacity) {
      if (capacity > totals.length) totals = growFloats(totals, capacity);
    },
    read: (group) => totals[group],
  };
}
