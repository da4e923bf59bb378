import { openWords, type WordReader } from '../arguments.js';
import { evaluate } from '../expression/evaluate.js';
import { parseExpression } from '../expression/parse.js';
import type { Scope } from '../expression/scope.js';
import type { Expression } from '../expression/tree.js';
import { fail } from '../failure.js';
import { readName } from '../quoting.js';
import { isNumber, isUnsure, number, rounded, type Single, valuesOf } from '../value.js';
import { type Statistic, statisticOf } from './functions.js';

/** What a statistic is taken of: the rows themselves (`count`), a field, or an expression. */
type Argument =
  | { readonly kind: 'rows' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'eval'; readonly expression: Expression };

export type Aggregation = {
  readonly name: string;
  readonly statistic: Statistic;
  readonly argument: Argument;
};
export type AggregationClause = {
  readonly options: ReadonlyMap<string, string>;
  readonly aggregations: readonly Aggregation[];
  readonly by: readonly string[];
};

/** Reads `[option=value …] func(arg) [AS name], … [BY field, …]`; an option that is not among those known is refused. */
export function parseClause(text: string, known: readonly string[]): AggregationClause {
  const words = openWords(text);
  const options = new Map<string, string>();
  const readOptions = (): void => {
    for (;;) {
      const name = known.find((option) => words.peek()?.text.toLowerCase() === option);
      const value = name === undefined ? undefined : words.option(name);
      if (name === undefined || value === undefined) return;
      options.set(name, value);
    }
  };
  readOptions();
  const aggregations: Aggregation[] = [];
  while (words.peek() !== undefined && words.peek()?.text.toLowerCase() !== 'by') {
    if (aggregations.length > 0) words.take(',');
    aggregations.push(parseAggregation(words));
  }
  if (aggregations.length === 0) fail('syntax', 'no statistic');
  const by: string[] = [];
  if (words.take('by'))
    while (words.peek() !== undefined) {
      if (by.length > 0) words.take(',');
      readOptions();
      if (words.peek() !== undefined) by.push(words.name());
    }
  const names = [...aggregations.map(({ name }) => name), ...by];
  if (new Set(names).size < names.length) fail('error', `two fields of one name: ${names.join(', ')}`);
  if (by.some((name) => name.includes('*'))) fail('error', 'a wildcard in a BY clause');
  return { options, aggregations, by };
}

function parseAggregation(words: WordReader): Aggregation {
  const word = words.next();
  const called = word.kind === 'call' ? word.name : word.text;
  if (word.kind === 'word' && !/^(?:count|c)$/i.test(called))
    fail('refused', `${called} without an argument`);
  const inner = word.kind === 'call' ? word.inner.trim() : '';
  const argument = parseArgument(inner);
  if (argument.kind === 'rows' && !/^(?:count|c)$/i.test(called)) fail('syntax', `${called} of nothing`);
  const statistic = statisticOf(called);
  if (words.take('as')) return { name: words.name(), statistic, argument };
  if (argument.kind === 'eval') fail('refused', `${word.text} without AS`);
  return { name: argument.kind === 'rows' ? 'count' : `${called}(${readName(inner)})`, statistic, argument };
}

function parseArgument(inner: string): Argument {
  if (inner === '') return { kind: 'rows' };
  const expression = /^eval\s*\(([\s\S]*)\)$/i.exec(inner)?.[1];
  if (expression !== undefined) return { kind: 'eval', expression: parseExpression(expression) };
  const name = readName(inner);
  return name.includes('*') ? fail('refused', 'a wildcard in a statistic') : { kind: 'field', name };
}

/** The values that a row adds to a statistic. Of an expression, true counts and false and null do not. */
export function valuesIn(argument: Argument, scope: Scope): readonly Single[] {
  if (argument.kind === 'rows') return [number(1)];
  if (argument.kind === 'field') return valuesOf(scope.row.get(argument.name) ?? null);
  const value = evaluate(argument.expression, scope);
  if (typeof value === 'boolean') return value ? [number(1)] : [];
  if (isUnsure(value)) return fail('undocumented', value.reason);
  const values = valuesOf(value);
  return scope.rounding === 'never' ? values : values.map((one) => (isNumber(one) ? rounded(one) : one));
}
