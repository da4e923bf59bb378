import type { Span } from '../../text/source-text.js';
import { exact, type Lowering, refuse } from '../lowering.js';

const earliest = Date.parse('0000-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * A literal instant, milliseconds UTC, in the one form that both dialects read on every version: an index of Elasticsearch 7 takes no
 * milliseconds before the epoch. Outside of it lies no event.
 */
export function lowerInstant(millis: number, span: Span): Lowering<string> {
  if (millis >= earliest && millis <= latest) return exact(new Date(millis).toISOString());
  const reason = 'a query writes instants of the years 0 to 9999, in which every event lies';
  return refuse({ code: 'instant-out-of-range', reason, hint: 'use a nearer instant', span });
}
