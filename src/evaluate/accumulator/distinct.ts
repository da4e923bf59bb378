import { growFloats } from '../grow.js';
import { createKeyTable } from '../key-table.js';
import type { Accumulator, Reader } from './accumulator.js';
import { createPaneStarts, createQueue } from './queue.js';
import type { PutValue } from './value-key.js';

/**
 * How many distinct values a group's events have; exact. Each value remembers the last pane that had it (by its last place in a queue of
 * such touches), and is gone when that pane leaves: one touch for each value and pane, whatever the window's length.
 */
export function createDistinct(put: PutValue): Accumulator & { readonly read: Reader } {
  const values = createKeyTable();
  const touches = createQueue(); // value, group
  const starts = createPaneStarts();
  let paneStart = 0;
  let lastTouch: Float64Array = new Float64Array(32); // by value
  let totals: Float64Array = new Float64Array(32); // by group
  return {
    add(row, group) {
      const value = put(values, row, group);
      if (values.added()) {
        totals[group]++;
        if (value >= lastTouch.length) lastTouch = growFloats(lastTouch, value + 1);
      } else if (lastTouch[value] >= paneStart) return;
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
        const value = touches.at(touch, 0);
        if (lastTouch[value] === touch) {
          totals[touches.at(touch, 1)]--;
          values.remove(value);
        }
        touches.shift();
      }
    },
    growGroups(capacity) {
      if (capacity > totals.length) totals = growFloats(totals, capacity);
    },
    read: (group) => totals[group],
  };
}
