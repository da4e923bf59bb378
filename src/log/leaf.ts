import { byteOf } from './json-token.js';

/** What a place in a line holds, as the scan left it; a place that a line does not have is `none`. */
export const leafKind = {
  none: 0,
  /** A string without escapes: its bytes lie between `start` and `end`, quotes left out. */
  text: 1,
  /** A string with escapes, quotes left out. */
  escaped: 2,
  number: 3,
  true: 4,
  false: 5,
  null: 6,
  object: 7,
  array: 8,
} as const;

/** The kind of a value by its first byte, that of a string being `escaped`: whether it has escapes shows only further on. */
export function kindOf(first: number): number {
  switch (first) {
    case byteOf.quote:
      return leafKind.escaped;
    case byteOf.openBrace:
      return leafKind.object;
    case byteOf.openBracket:
      return leafKind.array;
    case byteOf.t:
      return leafKind.true;
    case byteOf.f:
      return leafKind.false;
    case byteOf.n:
      return leafKind.null;
    default:
      return leafKind.number;
  }
}

/** The wanted places of one line, found by `scanLine`: what each holds and where its bytes are. */
export interface Leaves {
  readonly kinds: Uint8Array;
  /** Where a leaf's bytes lie: the line, or a text of the line that holds JSON. */
  readonly buffers: Buffer[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The leaves that the line has, each once; `found` of them. */
  readonly list: Int32Array;
  found: number;
}

export function createLeaves(count: number): Leaves {
  return {
    kinds: new Uint8Array(count),
    buffers: Array<Buffer>(count).fill(Buffer.alloc(0)),
    starts: new Int32Array(count),
    ends: new Int32Array(count),
    list: new Int32Array(count),
    found: 0,
  };
}
