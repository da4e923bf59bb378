import { namedClasses, perlClasses } from './classes.js';
import { anyCode, type CodeRange, type CodeSet, complementOf, foldCase, makeSet } from './code-points.js';
import { nothing, type Regex } from './tree.js';

interface Flags {
  readonly nocase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
}

const newline = makeSet([[0x0a, 0x0a]]);
const controls: { readonly [letter: string]: number } = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/**
 * Takes a pattern apart that RE2 reads (the check has had it read by RE2); its syntax is that of github.com/google/re2/wiki/Syntax.
 * @throws Error on a pattern that RE2 does not read, as a bug of the caller's
 */
export function parseRegex(pattern: string, nocase: boolean): Regex {
  const characters = [...pattern];
  let at = 0;
  const peek = (ahead = 0) => characters[at + ahead] ?? '';
  const looking = (text: string) => [...text].every((character, i) => peek(i) === character);
  const take = () => {
    const character = characters[at++];
    if (character === undefined) throw new Error(`the pattern ends too early: ${pattern}`);
    return character;
  };
  const takeUntil = (end: string) => {
    let text = '';
    while (!looking(end)) text += take();
    at += end.length;
    return text;
  };
  const folded = (set: CodeSet, flags: Flags): CodeSet => (flags.nocase ? foldCase(set) : set);
  const one = (code: number, flags: Flags): Regex => ({
    kind: 'set',
    set: folded(makeSet([[code, code]]), flags),
  });

  function parseChoice(given: Flags): Regex {
    let flags = given;
    const choices: Regex[] = [];
    let parts: Regex[] = [];
    while (at < characters.length && peek() !== ')') {
      if (peek() === '|') {
        at++;
        choices.push({ kind: 'sequence', of: parts });
        parts = [];
      } else if (peek() === '(' && peek(1) === '?' && !looking('(?P<') && !looking('(?<')) {
        at += 2;
        const letters = takeFlags();
        const inner = changeFlags(flags, letters);
        if (take() === ')') flags = inner;
        else parts.push(parseRepeat(parseGroup(inner)));
      } else if (looking('\\Q')) {
        at += 2;
        const quoted = pattern.includes('\\E') && characters.slice(at).join('').includes('\\E');
        const text = quoted ? takeUntil('\\E') : characters.slice(at).join('');
        if (!quoted) at = characters.length;
        const literals = [...text].map((character) => one(character.codePointAt(0) ?? 0, flags));
        const last = literals.pop();
        parts.push(...literals, ...(last === undefined ? [] : [parseRepeat(last)]));
      } else parts.push(parseRepeat(parseAtom(flags)));
    }
    choices.push({ kind: 'sequence', of: parts });
    const [first = nothing] = choices;
    return choices.length === 1 ? first : { kind: 'choice', of: choices };
  }

  function takeFlags(): string {
    let letters = '';
    while (/[a-zA-Z-]/.test(peek())) letters += take();
    return letters;
  }

  /** After the opening of a group, to the end of it. */
  function parseGroup(flags: Flags): Regex {
    const inner = parseChoice(flags);
    if (take() !== ')') throw new Error(`a group is not closed: ${pattern}`);
    return inner;
  }

  function parseAtom(flags: Flags): Regex {
    const character = take();
    switch (character) {
      case '(':
        if (peek() === '?') takeUntil('>');
        return parseGroup(flags);
      case '[':
        return { kind: 'set', set: parseClass(flags) };
      case '.':
        return { kind: 'set', set: flags.dotAll ? anyCode : complementOf(newline) };
      case '^':
        return { kind: 'start', ofLine: flags.multiline };
      case '$':
        return { kind: 'end', ofLine: flags.multiline };
      case '\\':
        return parseEscape(flags);
      default:
        return one(character.codePointAt(0) ?? 0, flags);
    }
  }

  function parseEscape(flags: Flags): Regex {
    const letter = peek();
    const perl = perlClasses[letter.toLowerCase()];
    if (perl !== undefined) {
      at++;
      const set = folded(perl, flags);
      return { kind: 'set', set: letter === letter.toLowerCase() ? set : complementOf(set) };
    }
    switch (letter) {
      case 'A':
        at++;
        return { kind: 'start', ofLine: false };
      case 'z':
        at++;
        return { kind: 'end', ofLine: false };
      case 'b':
      case 'B':
        at++;
        return { kind: 'foreign', name: `\\${letter}` };
      case 'C':
        at++;
        return { kind: 'foreign', name: '\\C' };
      case 'p':
      case 'P':
        return { kind: 'foreign', name: takeUnicodeClass() };
      default:
        return one(takeCode(), flags);
    }
  }

  function takeUnicodeClass(): string {
    const letter = take();
    const name = take();
    return name === '{' ? `\\${letter}{${takeUntil('}')}}` : `\\${letter}${name}`;
  }

  /** After a backslash: a code point by its number, a control by its letter, or a character that stands for itself. */
  function takeCode(): number {
    const letter = take();
    if (letter === 'x') {
      if (peek() !== '{') return Number.parseInt(take() + take(), 16);
      at++;
      return Number.parseInt(takeUntil('}'), 16);
    }
    if (/[0-7]/.test(letter)) {
      let digits = letter;
      while (digits.length < 3 && /[0-7]/.test(peek())) digits += take();
      return Number.parseInt(digits, 8);
    }
    return controls[letter] ?? letter.codePointAt(0) ?? 0;
  }

  /** After the opening bracket, to the end of the class. A Unicode class in it makes the whole unknown. */
  function parseClass(flags: Flags): CodeSet {
    const isNegated = peek() === '^';
    if (isNegated) at++;
    const ranges: CodeRange[] = [];
    for (let isFirst = true; isFirst || peek() !== ']'; isFirst = false) {
      const named = /^\[:(\^?)(\w+):\]/.exec(characters.slice(at, at + 12).join(''));
      const perl = peek() === '\\' ? perlClasses[peek(1).toLowerCase()] : undefined;
      const set = named?.[2] === undefined ? perl : namedClasses[named[2]];
      if (set !== undefined) {
        const isOther = named === null ? peek(1) !== peek(1).toLowerCase() : named[1] === '^';
        at += named === null ? 2 : named[0].length;
        ranges.push(...(isOther ? complementOf(folded(set, flags)) : folded(set, flags)));
        continue;
      }
      if (looking('\\p') || looking('\\P')) {
        at++;
        throw new ForeignClass(takeUnicodeClass());
      }
      const low = takeClassCode();
      let high = low;
      if (peek() === '-' && peek(1) !== ']') {
        at++;
        high = takeClassCode();
      }
      ranges.push(...folded(makeSet([[low, high]]), flags));
    }
    at++;
    const set = makeSet(ranges);
    return isNegated ? complementOf(set) : set;
  }

  function takeClassCode(): number {
    if (peek() !== '\\') return take().codePointAt(0) ?? 0;
    at++;
    return takeCode();
  }

  function parseRepeat(of: Regex): Regex {
    let result = of;
    for (;;) {
      const counted = /^\{(\d+)(,?)(\d*)\}/.exec(characters.slice(at, at + 16).join(''));
      const [least, most] =
        peek() === '*'
          ? [0, undefined]
          : peek() === '+'
            ? [1, undefined]
            : peek() === '?'
              ? [0, 1]
              : counted === null
                ? [-1, -1]
                : [
                    Number(counted[1]),
                    counted[2] === ''
                      ? Number(counted[1])
                      : counted[3] === ''
                        ? undefined
                        : Number(counted[3]),
                  ];
      if (least < 0) return result;
      at += counted === null ? 1 : counted[0].length;
      if (peek() === '?') at++;
      result = { kind: 'repeat', of: result, least, ...(most === undefined ? {} : { most }) };
    }
  }

  try {
    return parseChoice({ nocase, dotAll: false, multiline: false });
  } catch (thrown) {
    if (thrown instanceof ForeignClass) return { kind: 'foreign', name: thrown.message };
    throw thrown;
  }
}

/** A Unicode class within brackets, by its name. */
class ForeignClass extends Error {}

function changeFlags(flags: Flags, letters: string): Flags {
  const [on = '', off = ''] = letters.split('-');
  const set = (letter: string, before: boolean) =>
    on.includes(letter) ? true : off.includes(letter) ? false : before;
  return {
    nocase: set('i', flags.nocase),
    dotAll: set('s', flags.dotAll),
    multiline: set('m', flags.multiline),
  };
}
