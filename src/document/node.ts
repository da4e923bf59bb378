import type { Span } from '../text/source-text.js';

/** A value as JSON has it; the objects have no prototype, so that a key can have any name. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

interface Placed {
  readonly span: Span;
  readonly plain: Plain;
  /** How many values it stands for, itself and aliases included. */
  readonly size: number;
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly plain: string | number | boolean | null;
  /** As it is written, where it is plain (without quotes). */
  readonly written?: string;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface MapEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Node;
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
}

/** A value that was reported already: nothing further is said of it. */
export interface FaultyNode extends Placed {
  readonly kind: 'faulty';
}

/** A value of a YAML document, and where it stands. */
export type Node = ScalarNode | ListNode | MapNode | FaultyNode;

/** A YAML file that could be read. */
export interface Document {
  readonly root: Node;
  /** The whole file. */
  readonly span: Span;
}
