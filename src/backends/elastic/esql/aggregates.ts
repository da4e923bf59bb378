import type { Namer } from './columns.js';
import type { Expression } from './expression.js';
import { writeName } from './literal.js';
import type { Definition } from './pipeline.js';
import { makeSpectra, type Spectra } from './spectra.js';

/** A column of a pane, and how those of a window's panes, or of any other parts of it, make the window's. */
export interface Aggregate {
  readonly column: string;
  /** Over events. */
  readonly over: string;
  /** Which events; left out, all. */
  readonly where?: Expression;
  /** Over parts, which hold the same column. */
  readonly again: 'SUM' | 'MIN' | 'MAX' | 'VALUES' | `TOP ${number}`;
}

/**
 * A sum over the members of a list that a window has, which needs something known only of the whole window: the list is expanded and
 * folded again.
 */
export interface Pass {
  readonly column: string;
  /** Of texts, each of two numbers. */
  readonly list: string;
  /** What is summed over the list's members, given their two numbers. */
  readonly sum: (first: string, second: string) => string;
}

/** What a rule's signals need of events, panes and windows, each computed once however many signals ask for it. */
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
  /** The column with the set of a column's values. */
  readonly values: (column: string) => string;
  /** A column of events, computed before all else; unquoted. */
  readonly ofEvents: (wish: string, expression: string) => string;
  /** A column computed once from a window's columns, for signals and passes to use. */
  readonly derive: (wish: string, expression: string) => string;
  /** The column of a pass. */
  readonly pass: (wish: string, list: string, sum: Pass['sum']) => string;
  /** How often values occur. */
  readonly spectra: Spectra;
  readonly all: () => readonly Aggregate[];
  readonly eventColumns: () => readonly Definition[];
  readonly derived: () => readonly Definition[];
  readonly passes: () => readonly Pass[];
}

/** Starts with none. Counting all events comes first, whether or not a signal asks: a window exists where it is not zero. */
export function makeAggregates(name: Namer): Aggregates {
  const found = new Map<string, Aggregate>();
  const eventColumns = new Map<string, readonly [column: string, expression: string]>();
  const derived = new Map<string, Definition>();
  const passes: Pass[] = [];
  const ask = (wish: string, over: string, again: Aggregate['again'], where?: Expression): string => {
    const key = where === undefined ? over : `${over} ${where.text}`;
    const known = found.get(key);
    if (known !== undefined) return known.column;
    const column = writeName(name(wish));
    found.set(key, { column, over, again, ...(where === undefined ? {} : { where }) });
    return column;
  };
  const derive = (wish: string, expression: string) => {
    const known = derived.get(expression);
    if (known !== undefined) return known[0];
    const column = writeName(name(wish));
    derived.set(expression, [column, expression]);
    return column;
  };
  const events = () => ask('events', 'COUNT(*)', 'SUM');
  const values = (column: string) => ask(`${column}_values`, `VALUES(${writeName(column)})`, 'VALUES');
  events();
  return {
    events,
    values,
    derive,
    count: (of, wish) => ask(wish, 'COUNT(*)', 'SUM', of),
    distinct: (column) => derive(`${column}_distinct`, `COALESCE(MV_COUNT(${values(column)}), 0)`),
    present: (column) => ask(`${column}_present`, `COUNT(${writeName(column)})`, 'SUM'),
    fold: (kind, column) => {
      const again = ({ sum: 'SUM', min: 'MIN', max: 'MAX' } as const)[kind];
      return ask(`${column}_${kind}`, `${again}(${writeName(column)})`, again);
    },
    ofEvents: (wish, expression) => {
      const known = eventColumns.get(expression);
      if (known !== undefined) return known[0];
      const column = name(wish);
      eventColumns.set(expression, [column, expression]);
      return column;
    },
    pass: (wish, list, sum) => {
      const known = passes.find((pass) => pass.list === list);
      if (known !== undefined) return known.column;
      const column = writeName(name(wish));
      passes.push({ column, list, sum });
      return column;
    },
    spectra: makeSpectra(name),
    all: () => [...found.values()],
    eventColumns: () =>
      [...eventColumns.values()].map(([column, expression]) => [writeName(column), expression]),
    derived: () => [...derived.values()],
    passes: () => passes,
  };
}
