import { type CodeRange, type CodeSet, complementOf, isOpen } from '../../text/regex/code-points.js';
import type { Regex } from '../../text/regex/tree.js';
import type { Span } from '../../text/source-text.js';
import { exact, type Lowering, refuse } from '../lowering.js';
import { backtracks } from './backtracking.js';
import { type ByteRanges, toByteRanges } from './utf8.js';

/*
 * Regular expressions for `match()`, which are PCRE's. Splunk's manuals do not say whether they read characters or bytes. A pattern that
 * finds the same either way is written as it is. Any other is written twice, and which of the two holds is told by a letter before the
 * text, which is one character or two bytes: `match("é" . text, "^(?:\xe9…|\xc3\xa9…)")`.
 * Repeats are lazy, since only whether a text matches is asked: the first way through a text is then the shortest.
 */

/** How a pattern reads a text. */
type Reading = 'either' | 'characters' | 'bytes';

/** The letter, and how each reading sees it. */
export const probe = 'é';
const probes: { readonly [R in Reading]: string } = {
  either: '',
  characters: '\\xe9',
  bytes: '\\xc3\\xa9',
};

/** A pattern, and whether the text needs the letter before it. */
export interface Pattern {
  readonly text: string;
  readonly isProbed: boolean;
}

/** PCRE compiles no more than 64 KB; a class takes 33 bytes of it, and what is repeated is there as often. */
const mostParts = 1_800;

/** A pattern that finds a regular expression anywhere in a text, or why PCRE cannot say it. */
export function writePattern(regex: Regex, span: Span): Lowering<Pattern> {
  const foreign = findForeign(regex);
  if (foreign !== undefined)
    return refuse({
      code: 'regex-construct',
      reason: `${foreign} in the regex is not compiled to Splunk SPL`,
      hint: 'write the characters out as classes, or say it with contains or wildcard',
      span,
    });
  if (backtracks(regex))
    return refuse({
      code: 'regex-backtracks',
      reason: 'an endless repeat can take one text apart in many ways, on which PCRE gives up without a word',
      hint: 'repeat what has one length and begins in one way, or give the repeat an end, such as {1,50}',
      span,
    });
  if (weigh(regex) > mostParts)
    return refuse({
      code: 'regex-too-long',
      reason: 'PCRE, which writes out every repeat, has no room for the regex',
      hint: 'repeat less often, or without an end',
      span,
    });
  if (isEither(regex)) return exact({ text: `(?s)${write(regex, 'either')}`, isProbed: false });
  const first = regex.kind === 'sequence' ? regex.of[0] : undefined;
  const skip = first?.kind === 'start' && !first.ofLine ? '' : '.*?';
  const halves = (['characters', 'bytes'] as const).map((reading) => {
    return `${probes[reading]}${skip}${enclose(write(regex, reading))}`;
  });
  return exact({ text: `(?s)^(?:${halves.join('|')})`, isProbed: true });
}

function findForeign(node: Regex): string | undefined {
  switch (node.kind) {
    case 'foreign':
      return boundaries[node.name] === undefined ? node.name : undefined;
    case 'repeat':
      return findForeign(node.of);
    case 'sequence':
    case 'choice':
      return node.of.map(findForeign).find((name) => name !== undefined);
    default:
      return undefined;
  }
}

function weigh(node: Regex): number {
  switch (node.kind) {
    case 'set':
      return isFew(node.set) || holdsOthers(node.set)
        ? 4
        : 3 * node.set.flatMap(([low, high]) => toByteRanges(low, high)).length;
    case 'repeat':
      return weigh(node.of) * Math.max(1, node.most ?? node.least);
    case 'sequence':
    case 'choice':
      return node.of.reduce((sum, part) => sum + weigh(part), 1);
    default:
      return 1;
  }
}

/** Whether a pattern finds the same in both readings: it takes single characters, or any number of all those beyond ASCII. */
function isEither(node: Regex): boolean {
  switch (node.kind) {
    case 'set':
      return isFew(node.set);
    case 'repeat': {
      const { of, least, most } = node;
      return (of.kind === 'set' && holdsOthers(of.set) && least === 0 && most === undefined) || isEither(of);
    }
    case 'sequence':
    case 'choice':
      return node.of.every(isEither);
    default:
      return true;
  }
}

const lastAscii = 0x7f;

/** Whether all characters beyond ASCII are in a set. */
const holdsOthers = (set: CodeSet) => isOpen(set) && (complementOf(set).at(-1)?.[1] ?? 0) <= lastAscii;

/** In bytes, any one of these, to its end. */
const anyOther = '[\\xc2-\\xf4][\\x80-\\xbf]+(?![\\x80-\\xbf])';

/** Whether so few of them are that each can stand for itself. */
const isFew = (set: CodeSet) =>
  set.reduce((count, [low, high]) => count + Math.max(0, high - Math.max(low - 1, lastAscii)), 0) <= 4;

/** ASCII's word boundaries, as RE2 has them. */
const word = '[0-9A-Z_a-z]';
const boundaries: { readonly [name: string]: string | undefined } = {
  '\\b': `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`,
  '\\B': `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`,
};

const textEnd = '(?!.)';

function write(node: Regex, reading: Reading): string {
  switch (node.kind) {
    case 'set':
      return writeSet(node.set, reading);
    case 'sequence':
      return node.of
        .map((part) => (part.kind === 'choice' ? enclose(write(part, reading)) : write(part, reading)))
        .join('');
    case 'choice':
      return node.of.map((part) => write(part, reading)).join('|');
    case 'repeat':
      return `${enclose(write(node.of, reading))}${writeTimes(node.least, node.most)}`;
    case 'start': {
      const textStart = reading === 'either' ? '^' : `(?<=^${probes[reading]})`;
      return node.ofLine ? `(?:${textStart}|(?<=\\x0a))` : textStart;
    }
    case 'end':
      return node.ofLine ? `(?:${textEnd}|(?=\\x0a))` : textEnd;
    case 'foreign':
      return boundaries[node.name] ?? '';
  }
}

/** A part that other things can be joined to: one character of ASCII, one class, or a group. */
function enclose(text: string): string {
  return /^(?:\[[^\]]*\]|\\x..|[ -~])$/.test(text) ? text : `(?:${text})`;
}

function writeTimes(least: number, most: number | undefined): string {
  if (most === undefined) return least === 0 ? '*?' : least === 1 ? '+?' : `{${least},}?`;
  if (least === most) return `{${least}}`;
  return least === 0 && most === 1 ? '??' : `{${least},${most}}?`;
}

/** One character of a set. */
function writeSet(set: CodeSet, reading: Reading): string {
  if (!isFew(set) && reading !== 'bytes') {
    const rest = complementOf(set);
    if (rest.length === 0) return '.';
    return isOpen(set) ? `[^${writeRanges(rest)}]` : `[${writeRanges(set)}]`;
  }
  const ascii = set.flatMap(([low, high]): CodeRange[] =>
    low <= lastAscii ? [[low, Math.min(high, lastAscii)]] : [],
  );
  const others = set.flatMap(([low, high]): CodeRange[] =>
    high > lastAscii ? [[Math.max(low, lastAscii + 1), high]] : [],
  );
  const ways = [
    ...(ascii.length === 0 ? [] : [writeClass(ascii)]),
    ...(holdsOthers(set)
      ? [anyOther]
      : others.flatMap(([low, high]) =>
          isFew(set) ? writeEach(low, high) : toByteRanges(low, high).map(writeBytes),
        )),
  ];
  if (ways.length === 0) return '(?!)';
  return ways.length === 1 ? ways.join('') : `(?:${ways.join('|')})`;
}

function writeEach(low: number, high: number): readonly string[] {
  return Array.from({ length: high - low + 1 }, (_, i) => String.fromCodePoint(low + i));
}

function writeBytes(ranges: ByteRanges): string {
  return ranges
    .map(([low, high]) => (low === high ? writeHex(low) : `[${writeHex(low)}-${writeHex(high)}]`))
    .join('');
}

/** A class of ASCII, or its one character. */
function writeClass(set: CodeSet): string {
  const [first, ...others] = set;
  if (first === undefined || others.length > 0 || first[0] !== first[1]) return `[${writeRanges(set)}]`;
  const character = String.fromCodePoint(first[0]);
  if (character === '-') return character;
  return /[.*+?(){|]/.test(character) ? `[${character}]` : writeCode(first[0]);
}

function writeRanges(set: CodeSet): string {
  return set
    .map(([low, high]) => (low === high ? writeCode(low) : `${writeCode(low)}-${writeCode(high)}`))
    .join('');
}

/** A character that means itself within a class and outside; what means something there, or to a reader of searches, by its number. */
function writeCode(code: number): string {
  const character = String.fromCodePoint(code);
  return code > lastAscii || /[\w !#%&',/:;<=>@~]/.test(character) ? character : writeHex(code);
}

function writeHex(code: number): string {
  return `\\x${code.toString(16).padStart(2, '0')}`;
}
