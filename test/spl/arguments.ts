import { fail } from './failure.js';
import { readName } from './quoting.js';

/** A word of a command's arguments; `call` has what stands in its parentheses. */
export type Word =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string; readonly inner: string; readonly text: string };

const bare = /[^\s,()="']+/y;

/** The words of a command: bare, quoted, `=` and `,` alone, and calls with balanced parentheses. */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (/\s/.test(character)) {
      at++;
      continue;
    }
    if (character === ',' || character === '=') {
      words.push({ kind: 'word', text: character });
      at++;
      continue;
    }
    const quoted = /"(?:[^"\\]|\\[\s\S])*"|'[^']*'/y;
    quoted.lastIndex = at;
    const whole = quoted.exec(text)?.[0];
    if (whole !== undefined) {
      words.push({ kind: 'word', text: whole });
      at += whole.length;
      continue;
    }
    bare.lastIndex = at;
    const name = bare.exec(text)?.[0] ?? fail('syntax', `cannot read: ${text.slice(at)}`);
    at += name.length;
    if (text[at] !== '(') {
      words.push({ kind: 'word', text: name });
      continue;
    }
    const end = closing(text, at);
    words.push({
      kind: 'call',
      name,
      inner: text.slice(at + 1, end),
      text: text.slice(at - name.length, end + 1),
    });
    at = end + 1;
  }
  return words;
}

/** Where the parenthesis at a place is closed. */
function closing(text: string, at: number): number {
  let depth = 0;
  for (let place = at; place < text.length; place++) {
    const character = text[place];
    if (character === '"') {
      const quoted = /"(?:[^"\\]|\\[\s\S])*"/y;
      quoted.lastIndex = place;
      if (!quoted.test(text)) break;
      place = quoted.lastIndex - 1;
    } else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return place;
  }
  return fail('syntax', `a parenthesis is not closed: ${text.slice(at)}`);
}

/** Reads words one after another. */
export type WordReader = {
  readonly peek: () => Word | undefined;
  readonly next: () => Word;
  /** Takes a word that stands alone, in either case. */
  readonly take: (text: string) => boolean;
  /** Takes `name = value` if the name is next, and gives the value. */
  readonly option: (name: string) => string | undefined;
  readonly name: () => string;
};

export function openWords(text: string): WordReader {
  const words = readWords(text);
  let at = 0;
  const next = (): Word => words[at++] ?? fail('syntax', `the command breaks off: ${text}`);
  const same = (word: Word | undefined, wanted: string): boolean =>
    word?.kind === 'word' && word.text.toLowerCase() === wanted.toLowerCase();
  return {
    peek: () => words[at],
    next,
    take: (wanted) => same(words[at], wanted) && at++ >= 0,
    option(name) {
      if (!same(words[at], name) || !same(words[at + 1], '=')) return undefined;
      at += 2;
      const value = next();
      return value.kind === 'word' ? readOptionValue(value.text) : fail('syntax', `the option ${name}`);
    },
    name() {
      const word = next();
      return word.kind === 'word' ? readName(word.text) : fail('syntax', `a field, not ${word.text}`);
    },
  };
}

/** An option's value, with quotes taken off; it may be any text. */
function readOptionValue(token: string): string {
  return /^["']/.test(token) ? readName(token) : token;
}

/** A Boolean option: true, t, 1, false, f, 0. */
export function readBoolean(text: string): boolean {
  if (/^(?:true|t|1)$/i.test(text)) return true;
  return /^(?:false|f|0)$/i.test(text) ? false : fail('syntax', `${text} is neither true nor false`);
}

/** The names of a list, parted by commas or spaces. */
export function readNameList(words: WordReader): string[] {
  const names: string[] = [];
  while (words.peek() !== undefined) {
    if (names.length > 0) words.take(',');
    names.push(words.name());
  }
  return names;
}
