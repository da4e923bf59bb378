import type { Accumulator } from './accumulator.js';
import { createPaneStarts, createQueue } from './queue.js';

/** Times in order; those before `first` have left. */
interface Times {
  times: number[];
  first: number;
}

/** The first place whose time is later than this one. */
function findLater({ times, first }: Times, time: number): number {
  let low = first;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When a group's events came, so that the n-th one after a time can be read. */
export function createTimes(): Accumulator & {
  /** The time of the group's n-th event that is strictly later; NaN where there is none. */
  readonly nth: (group: number, after: number, n: number) => number;
} {
  const groups: (Times | undefined)[] = [];
  const arrivals = createQueue(); // group, time
  const starts = createPaneStarts();
  return {
    add({ time }, group) {
      let known = groups[group];
      if (!known) {
        known = { times: [], first: 0 };
        groups[group] = known;
      }
      known.times.push(time);
      arrivals.push(group, time);
    },
    beginPane: (pane) => starts.begin(pane, arrivals.end()),
    expirePane(pane) {
      const end = starts.endOf(pane, arrivals.end());
      for (let arrival = arrivals.first(); arrival < end; arrival++) {
        const group = arrivals.at(arrival, 0);
        const known = groups[group];
        if (known) {
          known.first++;
          if (known.first === known.times.length) groups[group] = undefined;
          else if (known.first > 64 && known.first * 2 > known.times.length) {
            known.times = known.times.slice(known.first);
            known.first = 0;
          }
        }
        arrivals.shift();
      }
    },
    nth(group, after, n) {
      const known = groups[group];
      return known?.times[findLater(known, after) + n - 1] ?? Number.NaN;
    },
  };
}
