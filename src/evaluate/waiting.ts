/** The times of events that wait for a stream's clock to move (contract, section 4). However many wait, each step costs their logarithm. */
export interface Waiting {
  /** Adds a time; gives the latest of ten within one hour, where with it there are ten. */
  readonly add: (time: number) => number | undefined;
  /** Takes out the first to have come, not counting those before `place`, that is no later than `latest`. */
  readonly take: (
    place: number,
    latest: number,
  ) => { readonly time: number; readonly place: number } | undefined;
  readonly size: () => number;
}

const HOUR = 3_600_000;
/** So many waiting events within one hour show that the clock has really moved. */
const QUORUM = 10;

export function createWaiting(): Waiting {
  let leaves = 32;
  /** Leaf `leaves + i` is the time in place `i` in order of arrival, infinite where it was taken; each node is the earliest of the two below. */
  let tree: Float64Array = new Float64Array(leaves * 2).fill(Number.POSITIVE_INFINITY);
  let end = 0; // places used
  let size = 0;
  /** By hour; fewer than ten in each, or they would not wait. */
  const hours = new Map<number, number[]>();

  function setLeaf(place: number, time: number): void {
    let node = place + leaves;
    tree[node] = time;
    for (node >>= 1; node > 0; node >>= 1) tree[node] = Math.min(tree[node * 2], tree[node * 2 + 1]);
  }

  /** Moves those that still wait together, into a larger tree where they fill more than half of it. */
  function makeRoom(): void {
    const live = tree.subarray(leaves, leaves + end).filter((time) => time !== Number.POSITIVE_INFINITY);
    while (leaves < live.length * 2) leaves *= 2;
    tree = new Float64Array(leaves * 2).fill(Number.POSITIVE_INFINITY);
    tree.set(live, leaves);
    for (let node = leaves - 1; node > 0; node--) tree[node] = Math.min(tree[node * 2], tree[node * 2 + 1]);
    end = live.length;
  }

  /** The first place from there on whose time is no later; -1 where there is none. */
  function findPlace(from: number, latest: number): number {
    if (from >= end) return -1;
    let node = from + leaves;
    while (tree[node] > latest) {
      while ((node & 1) === 1) node >>= 1; // what lies to the right of a right child lies to the right of its parent
      if (node === 0) return -1;
      node++;
    }
    while (node < leaves) node = tree[node * 2] <= latest ? node * 2 : node * 2 + 1;
    return node - leaves;
  }

  /** Of a set that had no ten within an hour without this time. */
  function findQuorum(time: number): number | undefined {
    const hour = Math.floor(time / HOUR);
    const near = [hour - 1, hour, hour + 1].flatMap((each) => hours.get(each) ?? []).sort((a, b) => a - b);
    for (let last = QUORUM - 1; last < near.length; last++)
      if (near[last] - near[last - QUORUM + 1] <= HOUR) return near[last];
    return undefined;
  }

  return {
    add(time) {
      if (end === leaves) makeRoom();
      setLeaf(end++, time);
      size++;
      const hour = Math.floor(time / HOUR);
      const same = hours.get(hour);
      if (same) same.push(time);
      else hours.set(hour, [time]);
      return findQuorum(time);
    },
    take(from, latest) {
      const place = findPlace(from, latest);
      if (place < 0) return undefined;
      const time = tree[place + leaves];
      setLeaf(place, Number.POSITIVE_INFINITY);
      size--;
      const hour = Math.floor(time / HOUR);
      const same = hours.get(hour) ?? [];
      same.splice(same.indexOf(time), 1);
      if (same.length === 0) hours.delete(hour);
      return { time, place };
    },
    size: () => size,
  };
}
