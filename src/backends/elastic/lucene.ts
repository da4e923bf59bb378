import { anyCode, type CodeSet, complementOf, isOpen, makeSet } from '../../text/regex/code-points.js';
import { parseRegex } from '../../text/regex/parse.js';
import { nothing, type Regex } from '../../text/regex/tree.js';
import type { Span } from '../../text/source-text.js';
import { exact, type Lowering, refuse } from '../lowering.js';

/*
 * Lucene's regular expressions (org.apache.lucene.util.automaton.RegExp, 9.12): always of the whole text, `.` takes line breaks, no
 * anchors, no word boundaries, and operators (`~ @ # & < > "`) that RE2 has not. ES|QL's RLIKE and Query DSL's `regexp` both
 * read them, the latter with `flags: NONE`, under which the escapes below mean the same.
 */

/** Longer ones an index refuses by default (`index.max_regex_length`). */
const mostCharacters = 1_000;

const any: Regex = { kind: 'repeat', of: { kind: 'set', set: anyCode }, least: 0 };
const lineBreak: Regex = { kind: 'set', set: makeSet([[0x0a, 0x0a]]) };

/** The whole-text pattern of an RE2 search, or why Lucene cannot say it. */
export function translateRegex(pattern: string, nocase: boolean, span: Span): Lowering<string> {
  const whole = openEnd(openStart(parseRegex(pattern, nocase)));
  const foreign = findForeign(whole);
  if (foreign !== undefined)
    return refuse({
      code: 'regex-construct',
      reason: `${foreign} in the regex has no like in Lucene's regular expressions`,
      hint: 'write the characters out as classes, use ^ and $ only at the ends, or say it with contains or wildcard',
      span,
    });
  const text = writeRegex(whole);
  if (text.length > mostCharacters)
    return refuse({
      code: 'regex-too-long',
      reason: `the regex is ${text.length} characters in Lucene's syntax, and an index takes at most ${mostCharacters}`,
      hint: 'split it into several shorter ones',
      span,
    });
  return exact(text);
}

/** The pattern that matches a text as it is written but for the case of ASCII letters. */
export function writeFolded(text: string): string {
  return [...text].map((character) => writeSet(foldAscii(character))).join('');
}

/** Any run of characters, and any one of them. */
export const anyRun = '.*';
export const anyOne = '.';

function foldAscii(character: string): CodeSet {
  const codes = new Set([
    character,
    ...(/[A-Za-z]/.test(character) ? [character.toLowerCase(), character.toUpperCase()] : []),
  ]);
  return makeSet([...codes].map((one) => [one.codePointAt(0) ?? 0, one.codePointAt(0) ?? 0]));
}

/** What a search may skip before the pattern, pushed in to where an anchor at its start takes it away. */
function openStart(node: Regex): Regex {
  switch (node.kind) {
    case 'start':
      return node.ofLine ? option(sequence(any, lineBreak)) : nothing;
    case 'choice':
      return { kind: 'choice', of: node.of.map(openStart) };
    case 'sequence': {
      const [first, ...rest] = node.of;
      if (first === undefined) return any;
      return sequence(openStart(first), ...(isTextEnd(first, 'start') ? dropLeading(rest) : rest));
    }
    default:
      return sequence(any, node);
  }
}

/** The same at the other end. */
function openEnd(node: Regex): Regex {
  switch (node.kind) {
    case 'end':
      return node.ofLine ? option(sequence(lineBreak, any)) : nothing;
    case 'choice':
      return { kind: 'choice', of: node.of.map(openEnd) };
    case 'sequence': {
      const last = node.of.at(-1);
      if (last === undefined) return any;
      const rest = node.of.slice(0, -1);
      if (rest.length > 0 && isSame(last, nothing)) return openEnd(sequence(...rest));
      return sequence(...(isTextEnd(last, 'end') ? dropTrailing(rest) : rest), openEnd(last));
    }
    default:
      return node === any ? any : sequence(node, any);
  }
}

function isTextEnd(node: Regex, kind: 'start' | 'end'): boolean {
  return node.kind === kind && !node.ofLine;
}

function dropLeading(parts: readonly Regex[]): readonly Regex[] {
  const kept = parts.findIndex((part) => part.kind !== 'start');
  return kept < 0 ? [] : parts.slice(kept);
}

function dropTrailing(parts: readonly Regex[]): readonly Regex[] {
  return parts.slice(0, parts.findLastIndex((part) => part.kind !== 'end') + 1);
}

function isSame(a: Regex, b: Regex): boolean {
  return a === b || (a.kind === 'sequence' && b.kind === 'sequence' && a.of.length + b.of.length === 0);
}

function sequence(...of: readonly Regex[]): Regex {
  return { kind: 'sequence', of };
}

function option(of: Regex): Regex {
  return { kind: 'repeat', of, least: 0, most: 1 };
}

function findForeign(node: Regex): string | undefined {
  switch (node.kind) {
    case 'set':
      return undefined;
    case 'start':
      return 'a ^ that is not at its start';
    case 'end':
      return 'a $ that is not at its end';
    case 'foreign':
      return node.name;
    case 'repeat':
      return findForeign(node.of);
    default:
      for (const part of node.of) {
        const found = findForeign(part);
        if (found !== undefined) return found;
      }
      return undefined;
  }
}

function writeRegex(node: Regex): string {
  switch (node.kind) {
    case 'set':
      return writeSet(node.set);
    case 'sequence':
      return node.of
        .map((part) => (part.kind === 'choice' ? `(${writeRegex(part)})` : writeRegex(part)))
        .join('');
    case 'choice':
      return node.of.map((part) => writeRegex(part) || '()').join('|');
    case 'repeat': {
      if (node.most === 0) return '';
      const inner = writeRegex(node.of);
      if (inner === '') return '';
      return `${node.of.kind === 'set' ? inner : `(${inner})`}${writeTimes(node.least, node.most)}`;
    }
    default:
      throw new Error(`${node.kind} was not refused`);
  }
}

function writeTimes(least: number, most: number | undefined): string {
  if (most === undefined) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
}

function writeSet(set: CodeSet): string {
  const [first, ...others] = set;
  if (first === undefined) return '#';
  if (others.length === 0 && first[0] === first[1]) return writeCode(first[0]);
  if (!isOpen(set)) return `[${writeRanges(set)}]`;
  const rest = complementOf(set);
  return rest.length === 0 ? anyOne : `[^${writeRanges(rest)}]`;
}

function writeRanges(set: CodeSet): string {
  return set
    .map(([low, high]) => (low === high ? writeCode(low) : `${writeCode(low)}-${writeCode(high)}`))
    .join('');
}

/** A character that stands for itself: all that Lucene reads otherwise are ASCII, and none is a letter or a digit. */
function writeCode(code: number): string {
  const character = String.fromCodePoint(code);
  return /^[!-/:-@[-`{-~]$/.test(character) ? `\\${character}` : character;
}
