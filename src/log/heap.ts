/** Numbers in no order of which the first, by an order of the user's, is always at hand. Adding and taking cost the logarithm of how many there are. */
export interface Heap {
  readonly size: () => number;
  readonly push: (item: number) => void;
  /** Undefined where there is none. */
  readonly first: () => number | undefined;
  readonly dropFirst: () => void;
  /** Gives all, in no order, and is empty then. */
  readonly clear: () => number[];
  /** Puts something else in place of each; the order of any two must stay. */
  readonly replace: (by: (item: number) => number) => void;
}

/** @param isBefore a strict order */
export function createHeap(isBefore: (left: number, right: number) => boolean): Heap {
  /** No item comes before the one at half its place. */
  let items: number[] = [];
  return {
    size: () => items.length,
    push(item) {
      let place = items.push(item) - 1;
      while (place > 0) {
        const above = (place - 1) >> 1;
        if (!isBefore(item, items[above])) break;
        items[place] = items[above];
        place = above;
      }
      items[place] = item;
    },
    first: () => items[0],
    dropFirst() {
      const last = items.pop();
      if (last === undefined || items.length === 0) return;
      let place = 0;
      for (;;) {
        let below = place * 2 + 1;
        if (below >= items.length) break;
        if (below + 1 < items.length && isBefore(items[below + 1], items[below])) below++;
        if (!isBefore(items[below], last)) break;
        items[place] = items[below];
        place = below;
      }
      items[place] = last;
    },
    clear() {
      const all = items;
      items = [];
      return all;
    },
    replace(by) {
      items = items.map(by);
    },
  };
}
