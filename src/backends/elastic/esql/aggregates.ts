import type { Aggregate } from './aggregate.js';
import type { Namer } from './columns.js';
import type { Expression } from './expression.js';
import { writeName } from './literal.js';
import type { Definition } from './pipeline.js';
import type { Distinct } from './recurrences.js';
import { makeSpectra, type Spectra } from './spectra.js';

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
  /** The column that counts a column's distinct values. */
  readonly distinct: (column: string) => string;
  /** The column that counts the events in which a column has a value. */
  readonly present: (column: string) => string;
  /** The column with the sum, the least or the greatest of a column's values; null where there are none. */
  readonly fold: (kind: 'sum' | 'min' | 'max', column: string) => string;
  /** The column with the set of a column's values; for columns with few. */
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
  /** The distinct values that are counted by where they recur. Where windows do not overlap, or rows are a value's anyway, they are sets. */
  readonly recurring: () => readonly Distinct[];
  readonly eventColumns: () => readonly Definition[];
  readonly derived: () => readonly Definition[];
  readonly passes: () => readonly Pass[];
}

/** Starts with none. Counting all events comes first, whether or not a signal asks: a window exists where it is not zero. `overlap` says whether windows do. */
export function makeAggregates(name: Namer, overlap: boolean): Aggregates {
  const found = new Map<string, Aggregate>();
  const eventColumns = new Map<string, readonly [column: string, expression: string]>();
  const derived = new Map<string, Definition>();
  const passes: Pass[] = [];
  const distincts: Distinct[] = [];
  const spectra = makeSpectra(name);
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
  const recurs = () => overlap && distincts.length > 0 && spectra.plan() === undefined;
  events();
  return {
    events,
    values,
    derive,
    count: (of, wish) => ask(wish, 'COUNT(*)', 'SUM', of),
    distinct: (of) => {
      const known = distincts.find((one) => one.of === of);
      if (known !== undefined) return known.column;
      const column = writeName(name(`${of}_distinct`));
      distincts.push({ of, column });
      return column;
    },
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
    spectra,
    all: () => {
      if (!recurs()) for (const { of } of distincts) values(of);
      return [...found.values()];
    },
    recurring: () => (recurs() ? distincts : []),
    eventColumns: () =>
      [...eventColumns.values()].map(([column, expression]) => [writeName(column), expression]),
    derived: () => [
      ...(recurs()
        ? []
        : distincts.map(({ of, column }): Definition => [column, `COALESCE(MV_COUNT(${values(of)}), 0)`])),
      ...derived.values(),
    ],
    passes: () => passes,
  };
}
