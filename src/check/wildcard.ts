import type { WildcardToken } from '../ir/predicate.js';

/**
 * The tokens of a wildcard: `*` any run, `?` one code point, `\` takes the next character literally.
 * @returns Undefined where it ends in a lone backslash.
 */
export function parseWildcard(pattern: string): WildcardToken[] | undefined {
  const tokens: WildcardToken[] = [];
  let text = '';
  function flush(): void {
    if (text !== '') tokens.push({ text });
    text = '';
  }
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at];
    if (character === '*') {
      flush();
      // A run beside a run is one run.
      if (tokens.at(-1) !== 'any_run') tokens.push('any_run');
    } else if (character === '?') {
      flush();
      tokens.push('any_one');
    } else if (character === '\\') {
      at++;
      if (at === characters.length) return undefined;
      text += characters[at];
    } else text += character;
  }
  flush();
  return tokens;
}
