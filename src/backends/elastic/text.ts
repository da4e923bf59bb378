import type { WildcardToken } from '../../ir/predicate.js';

/* What both dialects make of a wildcard. */

/** A wildcard's tokens, each in the syntax of the pattern that they become. */
export function joinTokens(
  pattern: readonly WildcardToken[],
  literal: (text: string) => string,
  run: string,
  one: string,
): string {
  return pattern
    .map((token) => (token === 'any_run' ? run : token === 'any_one' ? one : literal(token.text)))
    .join('');
}

/** A literal in an index's wildcards, which LIKE has too. */
export function escapeWildcard(text: string): string {
  return text.replace(/[*?\\]/g, '\\$&');
}
