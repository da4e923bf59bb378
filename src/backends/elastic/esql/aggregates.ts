import type { Namer } from './columns.js';
import type { Expression } from './expression.js';
import { writeName } from './literal.js';
import type { Definition } from './pipeline.js';

/** A column of a pane, and how those of a window's panes make the window's. */
export interface Aggregate {
  readonly column: string;
  /** Over events. */
  readonly pane: string;
  /** Over panes, which hold the same column. */
  readonly window: string;
}

/** The aggregates that a rule's signals need, each computed once however many signals ask for it. */
export interface Aggregates {
  /** The column that counts all events, as it is written. */
  readonly events: () => string;
  /** The column that counts the events that satisfy something. */
  readonly count: (of: Expression, wish: string) => string;
  /** The column that counts a column's distinct values: each window's set of them, and then how many it holds. */
  readonly distinct: (column: string) => string;
  /** The column that counts the events in which a column has a value. */
  readonly present: (column: string) => string;
  /** The column with the sum, the least or the greatest of a column's values; null where there are none. */
  readonly fold: (kind: 'sum' | 'min' | 'max', column: string) => string;
  readonly all: () => readonly Aggregate[];
  /** What is computed once from a window's aggregates, for the signals to use. */
  readonly derived: () => readonly Definition[];
}

/** Starts with none. Counting all events comes first, whether or not a signal asks: a window exists where it is not zero. */
export function makeAggregates(name: Namer): Aggregates {
  const found = new Map<string, Aggregate>();
  const distincts = new Map<string, Definition>();
  const ask = (wish: string, pane: string, recombine: string): string => {
    const known = found.get(pane);
    if (known !== undefined) return known.column;
    const column = writeName(name(wish));
    found.set(pane, { column, pane, window: `${recombine}(${column})` });
    return column;
  };
  const events = () => ask('events', 'COUNT(*)', 'SUM');
  events();
  return {
    events,
    count: (of, wish) => ask(wish, `COUNT(*) WHERE ${of.text}`, 'SUM'),
    distinct: (column) => {
      const known = distincts.get(column);
      if (known !== undefined) return known[0];
      const values = ask(`${column}_values`, `VALUES(${writeName(column)})`, 'VALUES');
      const counted = writeName(name(`${column}_distinct`));
      distincts.set(column, [counted, `COALESCE(MV_COUNT(${values}), 0)`]);
      return counted;
    },
    present: (column) => ask(`${column}_present`, `COUNT(${writeName(column)})`, 'SUM'),
    fold: (kind, column) => {
      const name = kind.toUpperCase();
      return ask(`${column}_${kind}`, `${name}(${writeName(column)})`, name);
    },
    all: () => [...found.values()],
    derived: () => [...distincts.values()],
  };
}
