import type { JsonObject } from './json.js';

/** A query clause that asks a yes-or-no question of an event: under `filter`, `must_not` and `constant_score` nothing else is heard. */
export type Filter = JsonObject;

export const everything: Filter = { match_all: {} };
export const nothing: Filter = { match_none: {} };

/** Both or all of one or more. */
export function allOf(parts: readonly Filter[]): Filter {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : { bool: { filter: parts.flatMap(conjunctsOf) } };
}

export function anyOf(parts: readonly Filter[]): Filter {
  const [first] = parts;
  return parts.length === 1 && first !== undefined
    ? first
    : { bool: { should: parts, minimum_should_match: 1 } };
}

/** Two-valued by itself: what does not match, for whatever reason, matches its negation. */
export function negate(of: Filter): Filter {
  return { bool: { must_not: [of] } };
}

/** The parts of an AND, so that one within another is written flat. */
function conjunctsOf(part: Filter): readonly Filter[] {
  const { bool } = part;
  if (typeof bool !== 'object' || bool === null || Array.isArray(bool)) return [part];
  const entries = Object.entries(bool);
  const [only] = entries;
  return entries.length === 1 && only?.[0] === 'filter' && Array.isArray(only[1]) ? only[1] : [part];
}
