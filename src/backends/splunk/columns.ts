import type { FieldType } from '../../ir/source.js';
import * as variable from './variable.js';

/** A column and the expression that it is made of. */
export interface Column {
  readonly name: string;
  readonly expression: string;
}

/** A column of numbers that `stats` folds, of events into panes and of panes into windows. */
export interface Fold extends Column {
  readonly kind: 'test' | 'sum' | 'min' | 'max';
  readonly how: 'sum' | 'min' | 'max';
}

/** What can be asked of how often each value of a column occurs in a window. */
export type Question =
  | { readonly kind: 'distinct' }
  /** How often the commonest does. */
  | { readonly kind: 'top' }
  /** Each number of times by its logarithm to base 2, summed. */
  | { readonly kind: 'weighed' }
  | { readonly kind: 'squares' }
  /** The squared distances from a centre, in units of a scale (1 where it is left out); both of the window. Of numbers. */
  | { readonly kind: 'distances'; readonly centre: string; readonly scale?: string }
  /** The value at a place, from 1, of all in order. Of numbers. */
  | { readonly kind: 'ranked'; readonly place: string };

/** A question and the column of values of which it is asked. */
export interface Answer {
  readonly name: string;
  readonly of: string;
  readonly question: Question;
}

/** What is kept of events, once however many signals ask for it. The functions give the name of the column in the last rows. */
export interface Columns {
  /** How many events satisfy a condition that is never null. */
  readonly count: (condition: string) => string;
  /** The sum, the least or the greatest of a number of the events; null where none has it. */
  readonly fold: (how: Fold['how'], expression: string) => string;
  /** The answer to a question about the values of a coerced field. */
  readonly ask: (question: Question, name: string, type: FieldType) => string;
  /** The same about the steps of the clock that hold the events. */
  readonly askSteps: (question: Question, step: number) => string;
  /** The same about the gaps between events, in milliseconds. */
  readonly askGaps: (question: Question) => string;
  /** A value over the columns of a window, under a name, so that what is built of it does not repeat it. */
  readonly part: (expression: string) => string;
  readonly folds: readonly Fold[];
  readonly values: readonly Column[];
  /** The column of gaps, where they are asked for. */
  readonly gaps: () => string | undefined;
  readonly answers: readonly Answer[];
  /** In an order in which each uses only those before it. */
  readonly parts: readonly Column[];
}

/** The key that stands for an absent value, which no present one has. */
export const absentKey = '-';

export function makeColumns(): Columns {
  const folds: Fold[] = [];
  const values: Column[] = [];
  const answers: Answer[] = [];
  const parts: Column[] = [];
  let gaps: string | undefined;
  const fold = (how: Fold['how'], expression: string, kind: keyof typeof foldNames): string => {
    const known = folds.find((one) => one.how === how && one.expression === expression);
    if (known !== undefined) return known.name;
    const name = foldNames[kind](folds.filter((one) => one.kind === kind).length + 1);
    folds.push({ name, kind, how, expression });
    return name;
  };
  const askOf = (question: Question, of: string): string => {
    const key = JSON.stringify(question);
    const known = answers.find((one) => one.of === of && JSON.stringify(one.question) === key);
    if (known !== undefined) return known.name;
    const name = variable.answer(answers.length + 1);
    answers.push({ name, of, question });
    return name;
  };
  const keyed = (name: string, key: string): string =>
    addColumn(values, variable.value, `if(isnull(${name}), "${absentKey}", ${key})`);
  return {
    folds,
    values,
    answers,
    parts,
    gaps: () => gaps,
    part: (expression) =>
      /^\w+$/.test(expression) ? expression : addColumn(parts, variable.part, expression),
    count: (condition) => fold('sum', `if(${condition}, 1, 0)`, 'test'),
    fold: (how, expression) => fold(how, expression, how),
    ask: (question, name, type) => askOf(question, keyed(name, writeKey(name, type))),
    askSteps: (question, step) =>
      askOf(question, addColumn(values, variable.value, `"=" . floor(${variable.time} / ${step})`)),
    askGaps: (question) => {
      gaps ??= keyed(variable.before, `"=" . (${variable.time} - ${variable.before})`);
      return askOf(question, gaps);
    },
  };
}

const foldNames = { test: variable.test, sum: variable.sum, min: variable.min, max: variable.max } as const;

/**
 * A present value as text that no command takes for a number, for a space or for nothing: `stats` and `eval` must keep apart what
 * the rule keeps apart (`1` and `1.0` of a keyword), and a number's key has all of its 17 digits.
 */
export function writeKey(name: string, type: FieldType): string {
  return type === 'number' ? `"=" . printf("%.17g", ${name})` : `"=" . ${name}`;
}

/** The value that a key was made of. */
export function readKey(key: string, type: FieldType): string {
  return type === 'number' ? `tonumber(substr(${key}, 2))` : `substr(${key}, 2)`;
}

function addColumn(columns: Column[], nameOf: (index: number) => string, expression: string): string {
  const known = columns.find((column) => column.expression === expression);
  if (known !== undefined) return known.name;
  const name = nameOf(columns.length + 1);
  columns.push({ name, expression });
  return name;
}
