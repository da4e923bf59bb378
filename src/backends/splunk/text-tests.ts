import type { PredicateOf, WildcardToken } from '../../ir/predicate.js';
import { anyCode, type CodeRange, makeSet } from '../../text/regex/code-points.js';
import { parseRegex } from '../../text/regex/parse.js';
import type { Regex } from '../../text/regex/tree.js';
import type { Span } from '../../text/source-text.js';
import { combine, type Lowering, map } from '../lowering.js';
import { isWritable, isWritablePattern, refuseUnwritable } from '../unwritable.js';
import { writePatternText, writeText } from './literal.js';
import { probe, writePattern } from './pcre.js';

/*
 * How SPL asks a text: always by `match()`. `like()` has no way to escape its wildcards, comparisons take texts for numbers, and `lower()`
 * may or may not fold letters beyond ASCII.
 */

export type TextTest = PredicateOf<
  'contains' | 'starts_with' | 'ends_with' | 'wildcard' | 'regex' | 'equals'
>;

const start: Regex = { kind: 'start', ofLine: false };
const end: Regex = { kind: 'end', ofLine: false };
const anyOne: Regex = { kind: 'set', set: anyCode };
const anyRun: Regex = { kind: 'repeat', of: anyOne, least: 0 };

/** What each kind of test looks for. */
function patternsOf(node: TextTest): readonly Regex[] {
  switch (node.kind) {
    case 'regex':
      return node.patterns.map((pattern) => parseRegex(pattern, node.nocase));
    case 'wildcard':
      return node.patterns.map((tokens) => fromWildcard(tokens, node.nocase));
    default:
      return node.values.map((value) => {
        const text = literal(String(value), node.nocase);
        const isAtStart = node.kind === 'equals' || node.kind === 'starts_with';
        const isAtEnd = node.kind === 'equals' || node.kind === 'ends_with';
        return sequence(...(isAtStart ? [start] : []), ...text, ...(isAtEnd ? [end] : []));
      });
  }
}

/** The conditions that a text with a value satisfies if any of a test's patterns is found in it. */
export function lowerText(node: TextTest, name: string): Lowering<readonly string[]> {
  if (!isWritableTest(node)) return refuseUnwritable('search', node.span);
  return combine(patternsOf(node).map((regex) => lowerPattern(regex, name, node.span)));
}

function isWritableTest(node: TextTest): boolean {
  if (node.kind === 'regex') return node.patterns.every(isWritable);
  return node.kind === 'wildcard'
    ? node.patterns.every(isWritablePattern)
    : node.values.every((value) => isWritable(String(value)));
}

function lowerPattern(regex: Regex, name: string, span: Span): Lowering<string> {
  return map(writePattern(regex, span), ({ text, isProbed }) => {
    const subject = isProbed ? `${writeText(probe)} . ${name}` : name;
    return `match(${subject}, ${writePatternText(text)})`;
  });
}

function sequence(...of: readonly Regex[]): Regex {
  return { kind: 'sequence', of };
}

/** A run at either end is what a search passes over anyhow. */
function fromWildcard(tokens: readonly WildcardToken[], nocase: boolean): Regex {
  const isOpenBefore = tokens[0] === 'any_run';
  const isOpenAfter = tokens.at(-1) === 'any_run';
  const inner = tokens.slice(isOpenBefore ? 1 : 0, isOpenAfter ? -1 : tokens.length);
  const parts = inner.flatMap((token) => fromToken(token, nocase));
  return sequence(...(isOpenBefore ? [] : [start]), ...parts, ...(isOpenAfter ? [] : [end]));
}

function fromToken(token: WildcardToken, nocase: boolean): readonly Regex[] {
  if (token === 'any_run') return [anyRun];
  return token === 'any_one' ? [anyOne] : literal(token.text, nocase);
}

function literal(text: string, nocase: boolean): readonly Regex[] {
  return [...text].map((character) => {
    const both =
      nocase && /[A-Za-z]/.test(character) ? [character.toLowerCase(), character.toUpperCase()] : [character];
    const codes = both.map((one) => one.codePointAt(0) ?? 0);
    return { kind: 'set', set: makeSet(codes.map((code): CodeRange => [code, code])) };
  });
}
