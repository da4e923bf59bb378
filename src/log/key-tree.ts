import type { Path } from '../ir/mapping.js';

/** A key of a JSON object that is wanted, or one that is known to be unwanted (no leaf, no tree). */
export interface KeyEntry {
  /** The key as it stands in a line, which is nearly always plain UTF-8. */
  readonly bytes: Buffer;
  /** Which leaf its value is, or -1. */
  leaf: number;
  /** The wanted keys of its value, where that is an object. */
  tree: KeyTree | undefined;
}

/** The wanted keys of an object. */
export interface KeyTree {
  readonly entries: Map<string, KeyEntry>;
  /** Which key stood at which place of the last objects: the next one is nearly always the same. */
  readonly expected: KeyEntry[];
}

/** The wanted places of a line, as a tree of keys and a number for each place. */
export interface KeyPaths {
  readonly tree: KeyTree;
  /** How many leaves there are so far. */
  count: () => number;
  /** The leaf of a path; the same path added twice is the same leaf. A path may lie inside another. */
  add: (path: Path) => number;
}

function createTree(): KeyTree {
  return { entries: new Map(), expected: [] };
}

/** An empty collection of paths. */
export function createKeyPaths(): KeyPaths {
  const root = createTree();
  let count = 0;
  return {
    tree: root,
    count: () => count,
    add(path) {
      let tree = root;
      let entry: KeyEntry | undefined;
      for (const key of path) {
        if (entry) {
          entry.tree ??= createTree();
          tree = entry.tree;
        }
        entry = tree.entries.get(key);
        if (!entry) {
          entry = { bytes: Buffer.from(key, 'utf8'), leaf: -1, tree: undefined };
          tree.entries.set(key, entry);
        }
      }
      if (!entry) throw new Error('an empty path has no leaf');
      if (entry.leaf < 0) entry.leaf = count++;
      return entry.leaf;
    },
  };
}
