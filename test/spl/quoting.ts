import { fail } from './failure.js';
import { type Unsure, unsure } from './value.js';

/** A double-quoted string, without its quotes, as it stands in the text. */
export const quotedString = /"((?:[^"\\]|\\[\s\S])*)"/y;

/**
 * What a double-quoted string of `eval` or `where` says: `\"` and `\\` are escapes, `\t` is a tab (Search Manual, "Types
 * of expressions"), any other backslash stays ("Backslashes": `\s` arrives as `\s`). Of `\n` and `\r` no page says which.
 */
export function evalText(raw: string): string | Unsure {
  const letter = /\\([\s\S])/g;
  for (const [, escaped = ''] of raw.matchAll(letter))
    if (/[nrbfv0]/.test(escaped)) return unsure(`what the escape \\${escaped} means in a string of eval`);
  return raw.replace(letter, (whole, escaped: string) =>
    escaped === 't' ? '\t' : escaped === '"' || escaped === '\\' ? escaped : whole,
  );
}

/** The same string where a regular expression is expected: every other escape stays for the expression to read. */
export function patternText(raw: string): string {
  return raw.replace(/\\([\s\S])/g, (whole, escaped: string) =>
    escaped === '"' || escaped === '\\' ? escaped : whole,
  );
}

/**
 * What a quoted or bare value of `search` says (search command, "Quotes and escaping characters"): `\"`, `\\` and `\|`
 * are escapes, any other backslash stays.
 */
export function searchText(raw: string): string {
  return raw.replace(/\\([\s\S])/g, (whole, escaped: string) =>
    escaped === '"' || escaped === '\\' || escaped === '|' ? escaped : whole,
  );
}

/** A name that may be written bare, in double or in single quotes (as after AS and BY). */
export function readName(token: string): string {
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"$/.exec(token)?.[1];
  if (quoted !== undefined) return searchText(quoted);
  const single = /^'([^']*)'$/.exec(token)?.[1];
  if (single !== undefined) return single;
  return /^[\w.:{}@*-]+$/.test(token) ? token : fail('syntax', `no field name: ${token}`);
}
