import type { CodeSet } from '../../text/regex/code-points.js';
import { nothing, type Regex } from '../../text/regex/tree.js';

/*
 * PCRE tries one way after another, and gives up on a text after so many (MATCH_LIMIT, which the manuals name for extractions and leave
 * open for `match()`). Where an endless repeat can take one text apart in several ways there are exponentially many.
 */

/** Whether an endless repeat can take a text apart in several ways, as far as can be told from what its parts begin with. */
export function backtracks(node: Regex): boolean {
  switch (node.kind) {
    case 'repeat':
      return (node.most === undefined && isAmbiguous(node.of)) || backtracks(node.of);
    case 'sequence':
    case 'choice':
      return node.of.some(backtracks);
    default:
      return false;
  }
}

/** Whether a part varies in length, or has alternatives that begin alike. */
function isAmbiguous(node: Regex): boolean {
  switch (node.kind) {
    case 'repeat':
      return node.least !== node.most || isAmbiguous(node.of);
    case 'sequence':
      return node.of.some(isAmbiguous);
    case 'choice':
      return overlap(node.of.map((part) => beginnings(part).set)) || node.of.some(isAmbiguous);
    default:
      return false;
  }
}

function overlap(sets: readonly CodeSet[]): boolean {
  return sets.some((set, i) =>
    sets
      .slice(i + 1)
      .some((other) => set.some(([low, high]) => other.some(([a, b]) => low <= b && a <= high))),
  );
}

/** What a part can begin with, and whether it can be nothing. */
function beginnings(node: Regex): { readonly set: CodeSet; readonly canBeEmpty: boolean } {
  switch (node.kind) {
    case 'set':
      return { set: node.set, canBeEmpty: false };
    case 'choice': {
      const parts = node.of.map(beginnings);
      return { set: parts.flatMap(({ set }) => set), canBeEmpty: parts.some(({ canBeEmpty }) => canBeEmpty) };
    }
    case 'sequence': {
      const [first = nothing, ...rest] = node.of;
      if (node.of.length === 0) return { set: [], canBeEmpty: true };
      const head = beginnings(first);
      if (!head.canBeEmpty) return head;
      const tail = beginnings({ kind: 'sequence', of: rest });
      return { set: [...head.set, ...tail.set], canBeEmpty: tail.canBeEmpty };
    }
    case 'repeat': {
      const { set, canBeEmpty } = beginnings(node.of);
      return { set, canBeEmpty: canBeEmpty || node.least === 0 };
    }
    default:
      return { set: [], canBeEmpty: true };
  }
}
