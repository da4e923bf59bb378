import type { Namer } from './columns.js';
import { writeName } from './literal.js';
import type { Definition } from './pipeline.js';

/** What can be asked of how often each value of a column occurs in a window. */
const questions = {
  /** How often the commonest does. */
  top: (times: string) => `MAX(${times})`,
  /** Each number times its logarithm to base 2, summed. */
  weighed: (times: string) => `SUM(${times} * LOG(2, ${times}))`,
  squares: (times: string) => `SUM(${times} * ${times})`,
  /** Each value beside its number. */
  points: (times: string, value: string) => `VALUES(CONCAT(TO_STRING(${value}), " ", TO_STRING(${times})))`,
} as const;

export type Question = keyof typeof questions;

/** The columns whose values' numbers are asked for. The rows of panes and windows are then one for each value as well. */
export interface Spectra {
  /** The answer's column, in a window. */
  readonly ask: (question: Question, column: string) => string;
  /** Undefined where nothing is asked. */
  readonly plan: () => Spectrum | undefined;
}

/** How the rows of values are made and answered. */
export interface Spectrum {
  /** Gives each event its value, or a row for each of several columns with the value of that. */
  readonly stages: readonly string[];
  /** What tells rows of one window apart. */
  readonly keys: readonly string[];
  /** How many events a row counts. */
  readonly times: string;
  /** The test of an event that is counted once, where each has several rows. */
  readonly once?: string;
  /** Over the rows of a window. */
  readonly answers: readonly Definition[];
  /** The answers that are sets of texts. */
  readonly lists: ReadonlySet<string>;
}

export function makeSpectra(name: Namer): Spectra {
  const columns: string[] = [];
  let names: { readonly value: string; readonly times: string; readonly dimension: string } | undefined;
  const asked: { readonly column: string; readonly question: Question; readonly of: string }[] = [];
  return {
    ask: (question, of) => {
      const known = asked.find((one) => one.question === question && one.of === of);
      if (known !== undefined) return known.column;
      if (!columns.includes(of)) columns.push(of);
      const column = writeName(name(`${of}_${question}`));
      asked.push({ column, question, of });
      return column;
    },
    plan: () => {
      if (columns.length === 0) return undefined;
      names ??= { value: name('value'), times: name('times'), dimension: name('dimension') };
      const { value, times, dimension } = names;
      const isOf = (column: string) => `${dimension} == ${columns.indexOf(column) + 1}`;
      const [only = ''] = columns;
      const isOne = columns.length === 1;
      const answers = asked.map(({ column, question, of }): Definition => {
        const rows = isOne ? `${value} IS NOT NULL` : `${isOf(of)} AND ${value} IS NOT NULL`;
        return [column, `${questions[question](times, value)} WHERE ${rows}`];
      });
      const choices = columns.map((column) => `${isOf(column)}, TO_STRING(${writeName(column)})`);
      return {
        stages: isOne
          ? [`| EVAL ${value} = ${writeName(only)}`]
          : [
              `| EVAL ${dimension} = [${columns.map((_, i) => i + 1).join(', ')}]`,
              `| MV_EXPAND ${dimension}`,
              `| EVAL ${value} = CASE(${choices.join(', ')})`,
            ],
        keys: isOne ? [value] : [dimension, value],
        times,
        ...(isOne ? {} : { once: isOf(only) }),
        answers,
        lists: new Set(asked.flatMap(({ question, column }) => (question === 'points' ? [column] : []))),
      };
    },
  };
}
