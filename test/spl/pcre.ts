import { fail } from './failure.js';
import { type Unsure, unsure } from './value.js';

/*
 * The regular expressions of match(), replace() and rex are PCRE ("SPL and regular expressions"). They run here on the
 * host's engine: each construct is carried over by what PCRE's own page (pcre2pattern) says it means, and one that is
 * not in these tables is refused. Whether Splunk reads them in UTF or in byte mode, and folds the case of letters beyond
 * ASCII, is not documented: a verdict on which the two differ is unsure.
 */

const notEnd = '(?![\\s\\S])';
const start = '(?<![\\s\\S])';
const space = '\\t\\n\\v\\f\\r ';

/** Escapes of single characters, the same within a class and outside. */
const controls: Record<string, string> = {
  n: '\\n',
  r: '\\r',
  t: '\\t',
  f: '\\f',
  e: '\\x1b',
  a: '\\x07',
};

const escapes: Record<string, string> = {
  d: '[0-9]',
  D: '[^0-9]',
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: `[${space}]`,
  S: `[^${space}]`,
  A: start,
  z: notEnd,
  Z: `(?=\\n?${notEnd})`,
  b: '(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))',
  B: '(?:(?<=[A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<![A-Za-z0-9_])(?![A-Za-z0-9_]))',
  ...controls,
};
const classEscapes: Record<string, string> = {
  d: '0-9',
  w: 'A-Za-z0-9_',
  s: space,
  ...controls,
  b: '\\x08',
};
const posix: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  space,
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  xdigit: '0-9A-Fa-f',
  word: 'A-Za-z0-9_',
};

type Translation = { readonly source: string; readonly nocase: boolean; readonly groups: readonly string[] };

/** A regular expression of PCRE in the host's syntax. */
export function translatePattern(pattern: string): Translation {
  const options = /^\(\?([is]+)\)/.exec(pattern)?.[1] ?? '';
  const text = options === '' ? pattern : pattern.slice(options.length + 3);
  const dot = options.includes('s') ? '[\\s\\S]' : '[^\\n]';
  const groups: string[] = [];
  let source = '';
  let at = 0;
  const refuse = (what: string): never => fail('refused', `${what} in the regular expression ${pattern}`);
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character === '\\') {
      const [length, translated] = readEscape(text, at, escapes, refuse);
      source += translated;
      at += length;
    } else if (character === '[') {
      const [length, translated] = readClass(text, at, refuse);
      source += translated;
      at += length;
    } else if (character === '(') {
      const [, opening = '', name] =
        /^(\((?:\?(?::|=|!|<=|<!|P?<(\w+)>|[is]*(?:-[is]+)?:))?)(?!\?|\*)/.exec(text.slice(at)) ??
        refuse(`the group ${text.slice(at, at + 6)}`);
      if (/^\(\?[is-]+:$/.test(opening)) refuse(`the group ${opening}`);
      if (opening === '(' || name !== undefined) groups.push(name ?? '');
      source += name === undefined ? opening : '(';
      at += opening.length;
    } else if (/[*+?}]/.test(character) && text[at + 1] === '+') refuse('a possessive quantifier');
    else {
      source +=
        character === '.'
          ? dot
          : character === '^'
            ? start
            : character === '$'
              ? `(?=\\n?${notEnd})`
              : quote(character, text, at);
      at += character.length;
    }
  }
  return { source, nocase: options.includes('i'), groups };
}

/** A character that is itself in both syntaxes; a brace that opens no quantifier is literal in PCRE. */
function quote(character: string, text: string, at: number): string {
  if (character === '{') return /^\{\d+(?:,\d*)?\}/.test(text.slice(at)) ? '{' : '\\{';
  if (character === '}') return /\{\d+(?:,\d*)?$/.test(text.slice(0, at)) ? '}' : '\\}';
  return character === ']' || character === '/' ? `\\${character}` : character;
}

function readEscape(
  text: string,
  at: number,
  table: Record<string, string>,
  refuse: (what: string) => never,
): [length: number, translated: string] {
  const hex = /^\\x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/.exec(text.slice(at));
  if (hex !== null) return [hex[0].length, `\\u{${hex[1] ?? hex[2]}}`];
  const escaped = text[at + 1] ?? refuse('a lone backslash');
  if (/[^A-Za-z0-9]/.test(escaped) && escaped.charCodeAt(0) < 128)
    return [2, /[$()*+./?[\\\]^{|}]/.test(escaped) ? `\\${escaped}` : escaped === '-' ? '\\x2d' : escaped];
  const known = Object.hasOwn(table, escaped) ? table[escaped] : undefined;
  return known === undefined ? refuse(`\\${escaped}`) : [2, known];
}

function readClass(text: string, at: number, refuse: (what: string) => never): [number, string] {
  let translated = '[';
  let place = at + 1;
  if (text[place] === '^') {
    translated += '^';
    place++;
  }
  for (let first = true; ; first = false) {
    const character = text[place] ?? refuse('a class that is not closed');
    if (character === ']' && !first) return [place + 1 - at, `${translated}]`];
    const named = /^\[:(\w+):\]/.exec(text.slice(place));
    if (named !== null) {
      translated += (named[1] === undefined ? undefined : posix[named[1]]) ?? refuse(named[0]);
      place += named[0].length;
    } else if (character === '\\') {
      const [length, escaped] = readEscape(text, place, classEscapes, refuse);
      translated += escaped;
      place += length;
    } else {
      const whole = String.fromCodePoint(text.codePointAt(place) ?? 0);
      translated += /[\]\\[]/.test(whole) ? `\\${whole}` : whole;
      place += whole.length;
    }
  }
}

const cache = new Map<string, readonly [unicode: RegExp, bytes: RegExp]>();

function compiled(pattern: string): readonly [RegExp, RegExp] {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  try {
    const { source, nocase } = translatePattern(pattern);
    const flags = nocase ? 'i' : '';
    const inBytes = translatePattern(asBytes(pattern)).source;
    const made = [new RegExp(source, `u${flags}`), new RegExp(inBytes, `u${flags}`)] as const;
    cache.set(pattern, made);
    return made;
  } catch (error) {
    if (error instanceof SyntaxError)
      return fail('error', `the regular expression ${pattern}: ${error.message}`);
    throw error;
  }
}

const ascii = (text: string): boolean => !/[^\0-\x7f]/.test(text);
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Whether an expression matches anywhere in a text; unsure where byte mode and UTF mode differ. */
export function matches(pattern: string, text: string): boolean | Unsure {
  const [unicode, bytes] = compiled(pattern);
  const verdict = unicode.test(text);
  if (ascii(pattern) && ascii(text)) return verdict;
  if (pattern.startsWith('(?i') && !ascii(pattern))
    return unsure(`how ${pattern} folds the case of letters beyond ASCII`);
  return bytes.test(asBytes(text)) === verdict
    ? verdict
    : unsure(`whether the regular expression ${pattern} reads bytes or characters`);
}

/** Every match of an expression in a text, with its groups by number and name. ASCII only, but for plain text. */
export function matchAll(
  pattern: string,
  text: string,
): { groups: readonly (string | undefined)[]; names: readonly string[]; index: number; length: number }[] {
  const { groups } = translatePattern(pattern);
  const found = text.matchAll(new RegExp(compiled(pattern)[0], `${compiled(pattern)[0].flags}g`));
  return [...found].map((match) => ({
    groups: [...match].slice(1),
    names: groups,
    index: match.index,
    length: match[0].length,
  }));
}
