import { growRing } from './accumulator.js';

/** Numbers in order of arrival, `width` at a time, numbered from 0 for ever; the oldest leave first. */
export interface Queue {
  /** The number that the next item gets. */
  readonly end: () => number;
  /** The number of the oldest item. */
  readonly first: () => number;
  readonly push: (a: number, b: number) => void;
  /** The first or second number of an item. */
  readonly at: (item: number, place: 0 | 1) => number;
  readonly set: (item: number, place: 0 | 1, value: number) => void;
  readonly shift: () => void;
}

export function createQueue(): Queue {
  let ring: Float64Array = new Float64Array(64);
  let places = 32;
  let first = 0;
  let end = 0;
  return {
    end: () => end,
    first: () => first,
    push(a, b) {
      if (end - first === places) {
        ring = growRing(ring, 2, places * 2, first, end);
        places *= 2;
      }
      const at = (end++ & (places - 1)) * 2;
      ring[at] = a;
      ring[at + 1] = b;
    },
    at: (item, place) => ring[(item & (places - 1)) * 2 + place],
    set(item, place, value) {
      ring[(item & (places - 1)) * 2 + place] = value;
    },
    shift() {
      first++;
    },
  };
}

/** Where each pane's items begin in another queue, so that a pane's items can leave together. */
export interface PaneStarts {
  readonly begin: (pane: number, item: number) => void;
  /** The number before which all items belong to this pane or earlier ones. */
  readonly endOf: (pane: number, end: number) => number;
  /** The oldest pane; infinite where there is none. */
  readonly oldest: () => number;
  /** Lets the oldest pane go; gives the number before which all items belonged to it. */
  readonly shift: (end: number) => number;
}

export function createPaneStarts(): PaneStarts {
  const panes = createQueue();
  const of = (place: 0 | 1, none: number) =>
    panes.first() < panes.end() ? panes.at(panes.first(), place) : none;
  return {
    begin: (pane, item) => panes.push(pane, item),
    oldest: () => of(0, Number.POSITIVE_INFINITY),
    shift(end) {
      panes.shift();
      return of(1, end);
    },
    endOf(pane, end) {
      while (of(0, Number.POSITIVE_INFINITY) <= pane) panes.shift();
      return of(1, end);
    },
  };
}
