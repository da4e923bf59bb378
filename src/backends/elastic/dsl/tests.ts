import type { Filter } from './filter.js';
import { type JsonObject, writeJson } from './json.js';

/** The predicates that the scripts of a rule ask of an event, each under a power of two of its own. */
export interface Tests {
  /** The power of two of a predicate; the same one for the same predicate. */
  readonly of: (filter: Filter) => number;
  /** The clauses that add up to an event's score: the sum of the powers of two of what it satisfies. */
  readonly clauses: () => readonly JsonObject[];
}

/** A score is a float, which holds whole numbers of so many bits. */
export const mostTests = 24;

/**
 * Predicates stay what the index answers best, filters, and reach the scripts in the event's score: each is a clause with a constant score,
 * a bit of its own. Sums of different powers of two below 2^24 are exact in a float, in any order.
 */
export function makeTests(): Tests {
  const found = new Map<string, { readonly bit: number; readonly clause: JsonObject }>();
  return {
    of: (filter) => {
      const key = writeJson(filter);
      const known = found.get(key);
      if (known !== undefined) return known.bit;
      const bit = 2 ** found.size;
      found.set(key, { bit, clause: { constant_score: { filter, boost: bit } } });
      return bit;
    },
    clauses: () => [...found.values()].map(({ clause }) => clause),
  };
}
