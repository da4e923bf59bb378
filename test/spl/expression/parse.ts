import { fail } from '../failure.js';
import { isNumber, readNumber } from '../value.js';
import { readTokens, type Token } from './tokens.js';
import type { Expression, Operator } from './tree.js';

/**
 * Parses an expression of `eval` or `where`. Order of evaluation (eval command, "Boolean expressions"): parentheses,
 * NOT, AND, OR, XOR; the operators are upper case.
 */
export function parseExpression(text: string): Expression {
  const reader = openReader(readTokens(text));
  const expression = parseXor(reader);
  const left = reader.peek();
  if (left !== undefined) fail('syntax', `"${left.text}" is left over in the expression: ${text}`);
  return expression;
}

/** Parses `name = expression, …` of `eval`. */
export function parseAssignments(text: string): { field: string; expression: Expression }[] {
  const reader = openReader(readTokens(text));
  const assignments: { field: string; expression: Expression }[] = [];
  do {
    const target = reader.next();
    if (target.kind !== 'name' && target.kind !== 'quoted-field' && target.kind !== 'string')
      fail('syntax', `eval assigns to a field, not to ${target.text}`);
    if (!reader.takeOperator('=')) fail('syntax', `= is missing after ${target.text}`);
    assignments.push({ field: target.text, expression: parseXor(reader) });
  } while (reader.takeOperator(','));
  const left = reader.peek();
  if (left !== undefined) fail('syntax', `"${left.text}" is left over in: eval ${text}`);
  return assignments;
}

type Reader = {
  peek(): Token | undefined;
  next(): Token;
  takeOperator(text: string): boolean;
  takeWord(word: string): boolean;
};

function openReader(tokens: readonly Token[]): Reader {
  let at = 0;
  const take = (kind: Token['kind'], text: string): boolean => {
    const token = tokens[at];
    if (token?.kind !== kind || token.text !== text) return false;
    at++;
    return true;
  };
  return {
    peek: () => tokens[at],
    next: () => tokens[at++] ?? fail('syntax', 'the expression breaks off'),
    takeOperator: (text) => take('operator', text),
    takeWord: (word) => take('name', word),
  };
}

function parseXor(reader: Reader): Expression {
  let left = parseOr(reader);
  while (reader.takeWord('XOR')) left = { kind: 'xor', left, right: parseOr(reader) };
  return left;
}

function parseOr(reader: Reader): Expression {
  let left = parseAnd(reader);
  while (reader.takeWord('OR')) left = { kind: 'or', left, right: parseAnd(reader) };
  return left;
}

function parseAnd(reader: Reader): Expression {
  let left = parseNot(reader);
  while (reader.takeWord('AND')) left = { kind: 'and', left, right: parseNot(reader) };
  return left;
}

function parseNot(reader: Reader): Expression {
  return reader.takeWord('NOT') ? { kind: 'not', operand: parseNot(reader) } : parseComparison(reader);
}

const comparators = { '=': '=', '==': '=', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;

function parseComparison(reader: Reader): Expression {
  const left = parseSum(reader);
  if (reader.takeWord('LIKE')) return { kind: 'call', name: 'like', arguments: [left, parseSum(reader)] };
  if (reader.takeWord('IN')) {
    if (!reader.takeOperator('(')) fail('syntax', 'IN needs a list in parentheses');
    return { kind: 'call', name: 'in', arguments: [left, ...parseArguments(reader)] };
  }
  for (const [text, comparator] of Object.entries(comparators)) {
    if (!reader.takeOperator(text)) continue;
    const compared: Expression = { kind: 'compare', comparator, left, right: parseSum(reader) };
    const next = reader.peek();
    if (next?.kind === 'operator' && next.text in comparators) fail('syntax', 'comparisons in a chain');
    return compared;
  }
  return left;
}

function parseSum(reader: Reader): Expression {
  let left = parseProduct(reader);
  const seen = new Set<string>();
  for (;;) {
    const operator = (['+', '-', '.'] as const).find((text) => reader.takeOperator(text));
    if (operator === undefined) return left;
    seen.add(operator === '.' ? '.' : '+');
    if (seen.size > 1) fail('undocumented', 'whether + or . binds tighter: parentheses are needed');
    left = { kind: 'arithmetic', operator, left, right: parseProduct(reader) };
  }
}

function parseProduct(reader: Reader): Expression {
  let left = parseUnary(reader);
  for (;;) {
    const operator: Operator | undefined = (['*', '/', '%'] as const).find((text) =>
      reader.takeOperator(text),
    );
    if (operator === undefined) return left;
    left = { kind: 'arithmetic', operator, left, right: parseUnary(reader) };
  }
}

function parseUnary(reader: Reader): Expression {
  return reader.takeOperator('-') ? { kind: 'minus', operand: parseUnary(reader) } : parsePrimary(reader);
}

function parsePrimary(reader: Reader): Expression {
  const token = reader.next();
  switch (token.kind) {
    case 'string':
      return { kind: 'string', raw: token.text };
    case 'quoted-field':
      return { kind: 'field', name: token.text };
    case 'number': {
      const value = readNumber(token.text);
      return value !== undefined && isNumber(value)
        ? { kind: 'number', value }
        : fail('undocumented', `what the number ${token.text} is`);
    }
    case 'name':
      if (reader.takeOperator('('))
        return { kind: 'call', name: token.text.toLowerCase(), arguments: parseArguments(reader) };
      if (/^(and|or|not|xor|like|in|true|false|null)$/i.test(token.text))
        fail('refused', `the bare word ${token.text} in an expression`);
      return { kind: 'field', name: token.text };
    case 'operator': {
      if (token.text !== '(') fail('syntax', `"${token.text}" where a value is expected`);
      const inner = parseXor(reader);
      return reader.takeOperator(')') ? inner : fail('syntax', 'a parenthesis is not closed');
    }
  }
}

function parseArguments(reader: Reader): Expression[] {
  const values: Expression[] = [];
  if (reader.takeOperator(')')) return values;
  do values.push(parseXor(reader));
  while (reader.takeOperator(','));
  return reader.takeOperator(')') ? values : fail('syntax', 'the parenthesis of a call is not closed');
}
