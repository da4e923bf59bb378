import type { Span } from '../text/source-text.js';
import type { Node } from './node.js';

/** Keys and indices from the outside in. */
export type NodePath = readonly (string | number)[];

/** The value at a path, where it is there. */
export function nodeAt(from: Node, ...path: NodePath): Node | undefined {
  let node: Node | undefined = from;
  for (const step of path) {
    if (typeof step === 'string') node = node?.kind === 'map' ? node.entries.get(step)?.value : undefined;
    else node = node?.kind === 'list' ? node.items[step] : undefined;
  }
  return node;
}

/** Where the value at a path stands or, where it is not there, the nearest that holds it. */
export function spanAt(from: Node, ...path: NodePath): Span {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(from, ...path.slice(0, length));
    if (node !== undefined) return node.span;
  }
  return from.span;
}

/** Where the key of a map stands or, where it is not there, the map's first key. */
export function keySpanAt(map: Node, key: string): Span {
  if (map.kind !== 'map') return map.span;
  const [first] = map.entries.values();
  return (map.entries.get(key) ?? first)?.keySpan ?? map.span;
}
