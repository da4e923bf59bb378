import { growInts } from '../grow.js';
import type { Values } from '../values.js';
import type { Accumulator } from './accumulator.js';
import { createPaneStarts } from './queue.js';

/**
 * Which values a group's window has; exact. Each value remembers the last pane that had it and is gone when that pane leaves: one touch for
 * each value and pane, whatever the window's length. Panes that have events are numbered in order from 1.
 * @param onEnter is told when a group's window gets a value that it did not have, `onLeave` when it has it no more
 */
export function createPresence(
  values: Values,
  onEnter: (group: number, value: number) => void,
  onLeave: (group: number, value: number) => void,
): Required<Pick<Accumulator, 'add' | 'beginPane' | 'expirePane'>> {
  let touches: Int32Array = new Int32Array(64); // a ring of values and their groups
  let first = 0;
  let end = 0;
  const starts = createPaneStarts();
  let oldest = 1; // the first pane of the window
  let newest = 0;
  let lastPane: Int32Array = new Int32Array(32); // by value
  // A value is there as long as the last pane that had it is.
  values.use((value) => value < lastPane.length && lastPane[value] >= oldest);

  function push(value: number, group: number): void {
    const places = touches.length >> 1;
    if (end - first === places) {
      const larger = new Int32Array(touches.length * 2);
      for (let touch = first; touch < end; touch++) {
        const from = (touch & (places - 1)) * 2;
        const to = (touch & (places * 2 - 1)) * 2;
        larger[to] = touches[from];
        larger[to + 1] = touches[from + 1];
      }
      touches = larger;
    }
    const at = (end++ << 1) & (touches.length - 1);
    touches[at] = value;
    touches[at + 1] = group;
  }

  return {
    add(row, group) {
      const value = values.find(row, group);
      if (value >= lastPane.length) lastPane = growInts(lastPane, value + 1);
      const last = lastPane[value];
      if (last === newest) return;
      if (last < oldest) onEnter(group, value);
      lastPane[value] = newest;
      push(value, group);
    },
    beginPane(pane) {
      newest++;
      starts.begin(pane, end);
    },
    expirePane(pane) {
      while (starts.oldest() <= pane) {
        const until = starts.shift(end);
        for (; first < until; first++) {
          const at = (first << 1) & (touches.length - 1);
          const value = touches[at];
          if (lastPane[value] === oldest) onLeave(touches[at + 1], value);
        }
        oldest++;
      }
    },
  };
}
