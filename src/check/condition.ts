import type { conditionProblems } from '../diagnostics/faults/signal.js';
import type { Condition } from '../ir/condition.js';
import { nearName } from '../text/near-name.js';
import type { Span } from '../text/source-text.js';
import { partSpan, type Text } from './read-node.js';
import type { Report } from './report.js';

export const conditionWords: readonly string[] = ['and', 'or', 'not', 'all', 'of', 'them'];

/** How many signals a condition may name, those of `all of them` written out. */
const mostNames = 10_000;

/** How deep parentheses and `not` may nest. */
const mostNesting = 64;

interface Token {
  readonly kind: 'word' | 'number' | 'prefix' | 'open' | 'close' | 'strange' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const tokenPattern = /[A-Za-z_][A-Za-z0-9_]*\*?|[0-9]+|\(|\)|\S/gy;

function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const space = /\s*/y;
  let at = 0;
  while (at < text.length) {
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
    tokenPattern.lastIndex = at;
    const word = tokenPattern.exec(text)?.[0];
    if (word === undefined) break;
    tokens.push({ kind: kindOf(word), text: word, start: at, end: at + word.length });
    at += word.length;
  }
  tokens.push({ kind: 'end', text: '', start: text.trimEnd().length, end: text.trimEnd().length });
  return tokens;
}

function kindOf(word: string): Token['kind'] {
  if (/^[0-9]/.test(word)) return 'number';
  if (/^[A-Za-z_]/.test(word)) return word.endsWith('*') ? 'prefix' : 'word';
  return word === '(' ? 'open' : word === ')' ? 'close' : 'strange';
}

/** Stops the parser at its first mistake: what follows it cannot be trusted. */
class SyntaxProblem extends Error {
  readonly problem: keyof typeof conditionProblems;
  readonly token: Token;
  constructor(problem: keyof typeof conditionProblems, token: Token) {
    super(problem);
    this.problem = problem;
    this.token = token;
  }
}

/**
 * A condition over signals (contract, section 5): `not` binds before `and`, `and` before `or`.
 * @param signals Every signal's name, in the order of the file.
 * @returns Undefined after telling what is wrong. Unknown names are all told, a mistake of syntax is the last thing that is.
 */
export function checkCondition(
  written: Text,
  signals: readonly string[],
  report: Report,
): Condition | undefined {
  const tokens = readTokens(written.text);
  let at = 0;
  let depth = 0;
  let named = 0;
  let isFaulty = false;

  function spanOf(token: Token): Span {
    return partSpan(written.span, written.text, token.start, Math.max(token.end, token.start));
  }
  function peek(): Token {
    return tokens[Math.min(at, tokens.length - 1)];
  }
  function isWord(word: string): boolean {
    return peek().kind === 'word' && peek().text === word;
  }
  function take(): Token {
    const token = peek();
    at++;
    return token;
  }

  function parseChain(operator: 'or' | 'and', parsePart: () => Condition): Condition {
    const of = [parsePart()];
    while (isWord(operator)) {
      take();
      of.push(parsePart());
    }
    return of.length === 1 ? of[0] : { kind: operator, of };
  }
  function parseOr(): Condition {
    if (++depth > mostNesting) throw new SyntaxProblem('too deep', peek());
    const parsed = parseChain('or', () => parseChain('and', parseNot));
    depth--;
    return parsed;
  }
  function parseNot(): Condition {
    if (!isWord('not')) return parsePrimary();
    const token = take();
    if (++depth > mostNesting) throw new SyntaxProblem('too deep', token);
    const of = parseNot();
    depth--;
    return { kind: 'not', of };
  }
  function parsePrimary(): Condition {
    const token = take();
    if (token.kind === 'open') {
      const inner = parseOr();
      if (peek().kind === 'end') throw new SyntaxProblem('missing close', token);
      if (peek().kind !== 'close') throw new SyntaxProblem(operatorProblem(peek()), peek());
      take();
      return inner;
    }
    if (token.kind === 'number' || (token.kind === 'word' && token.text === 'all')) return parseCount(token);
    if (token.kind === 'end') throw new SyntaxProblem('unexpected end', token);
    if (token.kind === 'strange') throw new SyntaxProblem('strange character', token);
    if (token.kind === 'close') throw new SyntaxProblem('unexpected word', token);
    if (isUpperCaseWord(token)) throw new SyntaxProblem('upper case', token);
    const isName = token.kind === 'word' && !conditionWords.includes(token.text);
    // `any of them`: another language's words.
    if (!isName || (token.text === 'any' && isWord('of'))) throw new SyntaxProblem('unexpected word', token);
    if (!signals.includes(token.text)) {
      isFaulty = true;
      report.tell('unknown-signal', spanOf(token), { name: token.text, near: nearName(token.text, signals) });
    }
    return { kind: 'signal', name: token.text };
  }
  function parseCount(count: Token): Condition {
    if (!isWord('of'))
      throw new SyntaxProblem(peek().kind === 'end' ? 'unexpected end' : 'missing of', peek());
    take();
    const group = take();
    const isPrefix = group.kind === 'prefix';
    if (!isPrefix && !(group.kind === 'word' && group.text === 'them'))
      throw new SyntaxProblem(group.kind === 'end' ? 'unexpected end' : 'missing group', group);
    const prefix = isPrefix ? group.text.slice(0, -1) : '';
    const names = signals.filter((name) => name.startsWith(prefix));
    named += names.length;
    if (named > mostNames) throw new SyntaxProblem('too large', group);
    const of = names.map((name): Condition => ({ kind: 'signal', name }));
    if (names.length === 0) {
      isFaulty = true;
      report.tell('no-signal-matches', spanOf(group), { prefix, known: signals });
      return { kind: 'and', of };
    }
    if (count.kind === 'word') return join('and', of);
    const wanted = Number(count.text);
    if (wanted === 0) throw new SyntaxProblem('none of', count);
    if (wanted > names.length) {
      isFaulty = true;
      report.tell('too-few-signals', spanOf(count), { wanted, there: names.length });
    }
    return wanted === 1
      ? join('or', of)
      : wanted === of.length
        ? join('and', of)
        : { kind: 'at_least', count: wanted, of };
  }

  try {
    const condition = parseOr();
    if (peek().kind !== 'end') throw new SyntaxProblem(operatorProblem(peek()), peek());
    return isFaulty ? undefined : condition;
  } catch (stop) {
    if (!(stop instanceof SyntaxProblem)) throw stop;
    const { problem, token } = stop;
    report.tell('condition-syntax', spanOf(token), { problem, word: token.text });
    return undefined;
  }
}

/** What is wrong with a token that stands where an operator should. */
function operatorProblem(token: Token): keyof typeof conditionProblems {
  if (token.kind === 'close') return 'stray close';
  if (token.kind === 'strange') return 'strange character';
  return isUpperCaseWord(token) ? 'upper case' : 'missing operator';
}

function isUpperCaseWord({ kind, text }: Token): boolean {
  return kind === 'word' && text !== text.toLowerCase() && conditionWords.includes(text.toLowerCase());
}

function join(kind: 'and' | 'or', of: readonly Condition[]): Condition {
  return of.length === 1 ? of[0] : { kind, of };
}

/** Every signal that a condition names. */
export function signalsOf(condition: Condition): Set<string> {
  const names = new Set<string>();
  function visit(part: Condition): void {
    if (part.kind === 'signal') names.add(part.name);
    else if (part.kind === 'not') visit(part.of);
    else for (const inner of part.of) visit(inner);
  }
  visit(condition);
  return names;
}
