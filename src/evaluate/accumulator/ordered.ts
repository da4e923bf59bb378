import type { Row } from '../../log/row.js';
import type { Accumulator } from './accumulator.js';
import { createPaneStarts, createQueue } from './queue.js';

/** Blocks are split when they have more numbers than this. */
const BLOCK = 512;

/** Numbers in ascending order, in blocks, so that neither a new nor a leaving one moves more than a block. */
interface SortedNumbers {
  readonly blocks: number[][];
  size: number;
}

/** The first block whose last number is not below the value, or the last block. */
function findBlock({ blocks }: SortedNumbers, value: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle][blocks[middle].length - 1] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place in a block whose number is not below the value. */
function findPlace(block: readonly number[], value: number): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (block[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(sorted: SortedNumbers, value: number): void {
  sorted.size++;
  const index = findBlock(sorted, value);
  if (index >= sorted.blocks.length) {
    sorted.blocks.push([value]);
    return;
  }
  const block = sorted.blocks[index];
  block.splice(findPlace(block, value), 0, value);
  if (block.length > BLOCK) sorted.blocks.splice(index + 1, 0, block.splice(BLOCK / 2));
}

function remove(sorted: SortedNumbers, value: number): void {
  sorted.size--;
  const index = findBlock(sorted, value);
  const block = sorted.blocks[index];
  block.splice(findPlace(block, value), 1);
  if (block.length === 0) sorted.blocks.splice(index, 1);
}

/** The values of a group's events in order, so that any rank can be read. */
export function createOrdered(
  numberOf: (row: Row) => number,
): Accumulator & { readonly rank: (group: number, thousandths: number) => number } {
  const groups: (SortedNumbers | undefined)[] = [];
  const arrivals = createQueue(); // group, value
  const starts = createPaneStarts();
  return {
    add(row, group) {
      const value = numberOf(row);
      let sorted = groups[group];
      if (!sorted) {
        sorted = { blocks: [], size: 0 };
        groups[group] = sorted;
      }
      insert(sorted, value);
      arrivals.push(group, value);
    },
    beginPane: (pane) => starts.begin(pane, arrivals.end()),
    expirePane(pane) {
      const end = starts.endOf(pane, arrivals.end());
      for (let arrival = arrivals.first(); arrival < end; arrival++) {
        const group = arrivals.at(arrival, 0);
        const sorted = groups[group];
        if (sorted) {
          remove(sorted, arrivals.at(arrival, 1));
          if (sorted.size === 0) groups[group] = undefined;
        }
        arrivals.shift();
      }
    },
    /** The value at place ceil(p·m/100) of m, where p is in thousandths of a per cent; NaN where there is none. */
    rank(group, thousandths) {
      const sorted = groups[group];
      if (!sorted) return Number.NaN;
      let place = Number((BigInt(thousandths) * BigInt(sorted.size) + 99_999n) / 100_000n);
      for (const block of sorted.blocks) {
        if (place <= block.length) return block[place - 1];
        place -= block.length;
      }
      return Number.NaN;
    },
  };
}
