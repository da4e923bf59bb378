import { growFloats } from '../grow.js';
import type { Values } from '../values.js';
import type { Accumulator } from './accumulator.js';
import { createPaneStarts, createQueue } from './queue.js';

/**
 * Which values a group's window has; exact. Each value remembers the last pane that had it (by its last place in a queue of such touches)
 * and is gone when that pane leaves: one touch for each value and pane, whatever the window's length.
 * @param onEnter is told when a group's window gets a value that it did not have, `onLeave` when it has it no more
 */
export function createPresence(
  values: Values,
  onEnter: (group: number, value: number) => void,
  onLeave: (group: number, value: number) => void,
): Required<Pick<Accumulator, 'add' | 'beginPane' | 'expirePane'>> {
  const touches = createQueue(); // value, group
  const starts = createPaneStarts();
  let paneStart = 0;
  let lastTouch: Float64Array = new Float64Array(32).fill(-1); // by value
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
      if (last < touches.first()) onEnter(group, value);
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
        if (lastTouch[value] === touch) onLeave(touches.at(touch, 1), value);
        touches.shift();
      }
    },
  };
}
