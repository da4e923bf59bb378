import { growFloats } from '../grow.js';
import type { Values } from '../values.js';
import type { Accumulator } from './accumulator.js';
import { createPaneStarts, createQueue } from './queue.js';

/** How often a group's values occur: from each count to how many values occur so often. */
export type CountsOf = (group: number) => ReadonlyMap<number, number>;

const noCounts: ReadonlyMap<number, number> = new Map();

/** How often each value of a field occurs among a group's events; exact. One touch for each value and pane. */
export function createFrequency(values: Values): Accumulator & { readonly counts: CountsOf } {
  const touches = createQueue(); // value, how often in that pane
  const starts = createPaneStarts();
  let paneStart = 0;
  let lastTouch: Float64Array = new Float64Array(32).fill(-1); // by value
  let occurrences: Float64Array = new Float64Array(32); // by value
  const histograms: (Map<number, number> | undefined)[] = []; // by group

  function move(group: number, from: number, to: number): void {
    let histogram = histograms[group];
    if (!histogram) {
      histogram = new Map();
      histograms[group] = histogram;
    }
    if (from > 0) {
      const left = (histogram.get(from) ?? 0) - 1;
      if (left > 0) histogram.set(from, left);
      else histogram.delete(from);
    }
    if (to > 0) histogram.set(to, (histogram.get(to) ?? 0) + 1);
    if (histogram.size === 0) histograms[group] = undefined;
  }

  values.use((value) => value < occurrences.length && occurrences[value] > 0);
  return {
    add(row, group) {
      const value = values.find(row, group);
      if (value >= lastTouch.length) {
        const known = lastTouch.length;
        lastTouch = growFloats(lastTouch, value + 1).fill(-1, known);
        occurrences = growFloats(occurrences, value + 1);
      }
      if (lastTouch[value] >= paneStart) {
        const touch = lastTouch[value];
        touches.set(touch, 1, touches.at(touch, 1) + 1);
      } else {
        lastTouch[value] = touches.end();
        touches.push(value, 1);
      }
      const count = occurrences[value]++;
      move(group, count, count + 1);
    },
    beginPane(pane) {
      paneStart = touches.end();
      starts.begin(pane, paneStart);
    },
    expirePane(pane) {
      const end = starts.endOf(pane, touches.end());
      for (let touch = touches.first(); touch < end; touch++) {
        const value = touches.at(touch, 0);
        const count = occurrences[value];
        occurrences[value] = count - touches.at(touch, 1);
        move(values.ownerOf(value), count, occurrences[value]);
        touches.shift();
      }
    },
    counts: (group) => histograms[group] ?? noCounts,
  };
}
