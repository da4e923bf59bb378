import type { Expression } from './expression.js';
import type { Definition } from './pipeline.js';

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
 * An aggregate over events, as a definition of STATS.
 * @param once the test of an event that is counted once, where each has several rows; sets, least and greatest values do not mind
 */
export function overEvents({ column, over, where, again }: Aggregate, once: string | undefined): Definition {
  const tests = [
    ...(once !== undefined && again === 'SUM' ? [once] : []),
    ...(where === undefined
      ? []
      : [once !== undefined && where.binding === 'or' ? `(${where.text})` : where.text]),
  ];
  return [column, tests.length === 0 ? over : `${over} WHERE ${tests.join(' AND ')}`];
}

/** The same over parts of what it is wanted of. */
export function overParts({ column, again }: Aggregate): Definition {
  return [
    column,
    again.startsWith('TOP ') ? `TOP(${column}, ${again.slice(4)}, "asc")` : `${again}(${column})`,
  ];
}
