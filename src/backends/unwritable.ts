import type { WildcardToken } from '../ir/predicate.js';
import type { Span } from '../text/source-text.js';
import { type Refused, refuse } from './lowering.js';

/** Whether a text can be written at all: half of a surrogate pair has no UTF-8. */
export function isWritable(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Whether all that a wildcard takes literally can be written. */
export function isWritablePattern(pattern: readonly WildcardToken[]): boolean {
  return pattern.every((token) => typeof token === 'string' || isWritable(token.text));
}

/** The refusal of a text that cannot be written into what a dialect sends: its `query text`, its `request`. */
export function refuseUnwritable(into: string, span: Span): Refused {
  const reason = `the literal holds half of a surrogate pair, which no ${into} can`;
  return refuse({ code: 'unwritable-literal', reason, hint: 'write the whole character', span });
}
