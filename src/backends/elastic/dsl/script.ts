import type { JsonObject } from './json.js';

/** A constant painless program on one line, as a request holds it. Whatever differs from rule to rule is in its parameters. */
export function writeScript(source: string, params?: JsonObject): JsonObject {
  return { source: source.trim().replace(/\s*\n\s*/g, ' '), params };
}
