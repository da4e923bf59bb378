import { BAD, byteOf, skipNested, skipPlain, skipScalar, skipSpace, skipString } from './json-token.js';
import type { KeyEntry, KeyTree } from './key-tree.js';
import { kindOf, type Leaves, leafKind } from './leaf.js';

/*
 * A scan of one line of JSON that keeps only where the wanted values lie. JSON.parse would be simpler, but it hides what the contract
 * hangs on (how a number was written), and it makes a value of everything.
 */

/** Whether the key at `from` (after its quote) is `expected`, closing quote included. */
function isKey(bytes: Uint8Array, from: number, expected: Buffer): boolean {
  const { length } = expected;
  for (let i = 0; i < length; i++) if (bytes[from + i] !== expected[i]) return false;
  return bytes[from + length] === byteOf.quote;
}

/** The entry of a key that did not stand in its expected place; an unwanted key gets one without leaf and tree. */
function findEntry(tree: KeyTree, bytes: Buffer, from: number, close: number): KeyEntry {
  const raw = bytes.toString('utf8', from, close);
  const key: unknown = raw.includes('\\') ? JSON.parse(`"${raw}"`) : raw;
  const wanted = typeof key === 'string' ? tree.entries.get(key) : undefined;
  return { bytes: Buffer.from(raw, 'utf8'), leaf: wanted?.leaf ?? -1, tree: wanted?.tree };
}

/** What the line had of these keys is as good as null. */
function clearLeaves(tree: KeyTree, leaves: Leaves): void {
  for (const entry of tree.entries.values()) {
    if (entry.leaf >= 0 && leaves.kinds[entry.leaf] !== leafKind.none)
      leaves.kinds[entry.leaf] = leafKind.null;
    if (entry.tree) clearLeaves(entry.tree, leaves);
  }
}

function setLeaf(
  leaves: Leaves,
  leaf: number,
  kind: number,
  bytes: Buffer,
  start: number,
  end: number,
): void {
  if (leaves.kinds[leaf] === leafKind.none) leaves.list[leaves.found++] = leaf;
  leaves.kinds[leaf] = kind;
  leaves.buffers[leaf] = bytes;
  leaves.starts[leaf] = start;
  leaves.ends[leaf] = end;
}

/** Bounds on what is remembered of a log's keys, which an attacker may choose. */
const LONGEST_REMEMBERED_KEY = 64;
const MOST_REMEMBERED_KEYS = 256;

/**
 * Looks for the wanted keys of an object in the string `[start, end)`, quotes included, that should hold it as JSON: some logs write a part
 * of themselves as text. A text that holds no JSON object has none of the keys.
 */
function scanText(bytes: Buffer, start: number, end: number, tree: KeyTree, leaves: Leaves): void {
  const text: unknown = JSON.parse(bytes.toString('utf8', start, end));
  if (typeof text !== 'string' || /\p{Surrogate}/u.test(text)) return;
  // A line feed ends the scan. As a CR it is what it was: white space between tokens, and a fault inside a string.
  const inner = Buffer.from(`${text.replaceAll('\n', '\r')}\n`, 'utf8');
  const last = inner.length - 1;
  const brace = skipSpace(inner, 0);
  if (inner[brace] !== byteOf.openBrace) return;
  const after = scanObject(inner, brace, tree, leaves);
  if (after === BAD || skipSpace(inner, after) !== last) clearLeaves(tree, leaves);
}

/** Over an object whose wanted keys are in `tree`, from its brace; or BAD. */
function scanObject(bytes: Buffer, from: number, tree: KeyTree, leaves: Leaves): number {
  const { expected } = tree;
  let at = skipSpace(bytes, from + 1);
  if (bytes[at] === byteOf.closeBrace) return at + 1;
  for (let place = 0; ; place++) {
    if (bytes[at] !== byteOf.quote) return BAD;
    at++;
    let entry = place < expected.length ? expected[place] : undefined;
    if (entry !== undefined && isKey(bytes, at, entry.bytes)) at += entry.bytes.length + 1;
    else {
      const close = skipString(bytes, at);
      if (close === BAD) return BAD;
      entry = findEntry(tree, bytes, at, close);
      if (place <= expected.length && place < MOST_REMEMBERED_KEYS && close - at <= LONGEST_REMEMBERED_KEY)
        expected[place] = entry;
      at = close + 1;
    }
    at = skipSpace(bytes, at);
    if (bytes[at] !== byteOf.colon) return BAD;
    at = skipSpace(bytes, at + 1);

    const { leaf } = entry;
    // Of duplicate keys the last counts: what an earlier object under this key held is gone.
    if (entry.tree) clearLeaves(entry.tree, leaves);
    const first = bytes[at];
    const start = at;
    if (first === byteOf.quote) {
      let close = skipPlain(bytes, at + 1);
      let kind: number = leafKind.text;
      if (bytes[close] !== byteOf.quote) {
        close = skipString(bytes, close);
        if (close === BAD) return BAD;
        kind = leafKind.escaped;
      }
      at = close + 1;
      if (leaf >= 0) setLeaf(leaves, leaf, kind, bytes, start + 1, close);
      if (entry.tree) scanText(bytes, start, at, entry.tree, leaves);
    } else if (first === byteOf.openBrace || first === byteOf.openBracket) {
      at =
        entry.tree && first === byteOf.openBrace
          ? scanObject(bytes, at, entry.tree, leaves)
          : skipNested(bytes, at);
      if (at === BAD) return BAD;
      if (leaf >= 0)
        setLeaf(
          leaves,
          leaf,
          first === byteOf.openBrace ? leafKind.object : leafKind.array,
          bytes,
          start,
          at,
        );
    } else {
      at = skipScalar(bytes, at);
      if (at === BAD) return BAD;
      if (leaf >= 0) setLeaf(leaves, leaf, kindOf(first), bytes, start, at);
    }

    at = skipSpace(bytes, at);
    if (bytes[at] === byteOf.comma) at = skipSpace(bytes, at + 1);
    else if (bytes[at] === byteOf.closeBrace) return at + 1;
    else return BAD;
  }
}

/**
 * Finds the wanted values of the line `[from, end)`, which is UTF-8 and followed by a line feed.
 * @returns whether the line is one JSON object; if not, `leaves` means nothing.
 */
export function scanLine(bytes: Buffer, from: number, end: number, tree: KeyTree, leaves: Leaves): boolean {
  for (let i = 0; i < leaves.found; i++) leaves.kinds[leaves.list[i]] = leafKind.none;
  leaves.found = 0;
  const brace = skipSpace(bytes, from);
  if (bytes[brace] !== byteOf.openBrace) return false;
  const at = scanObject(bytes, brace, tree, leaves);
  return at !== BAD && skipSpace(bytes, at) === end;
}
