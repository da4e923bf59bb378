import type { Path } from '../ir/mapping.js';

/**
 * A dotted path, `request.user.id`. A key with a dot in it stands in double quotes, `"gen_ai.request.model".name`; there `\"` and
 * `\\` are a quote and a backslash.
 * @returns Undefined where a key is empty or a quote is not closed.
 */
export function parsePath(text: string): Path | undefined {
  const key = /"((?:[^"\\]|\\["\\])*)"|([^".]+)/y;
  const keys: string[] = [];
  let at = 0;
  for (;;) {
    key.lastIndex = at;
    const found = key.exec(text);
    if (found === null || found[1] === '') return undefined;
    keys.push(found[1] === undefined ? found[0] : found[1].replace(/\\(["\\])/g, '$1'));
    at += found[0].length;
    if (at === text.length) return keys;
    if (text[at] !== '.') return undefined;
    at++;
  }
}
