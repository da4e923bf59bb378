import { columnsOf, printable } from '../text/printable.js';

/*
 * Text laid out in columns. What goes in may come from a log or a rule that an attacker wrote: `fit` makes it safe to show, all else
 * expects texts that are.
 */

/** A foreign text made printable and cut to so many columns, with an ellipsis where something was cut. */
export function fit(text: string, columns: number): string {
  // Beyond this nothing can be shown, and a name may be a megabyte.
  const shown = printable(text.slice(0, 4 * columns));
  if (columnsOf(shown) <= columns && text.length <= 4 * columns) return shown;
  let kept = '';
  let used = 0;
  for (const character of shown) {
    used += columnsOf(character);
    if (used > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Spaces up to so many columns. */
export function pad(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, columns - columnsOf(text)));
  return side === 'left' ? text + spaces : spaces + text;
}

/** Words in lines of at most so many columns, the indent not counted; it begins every line but the first. A longer word stands alone. */
export function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

/** Parts with a dot between, broken over lines only between parts (or within one that fills a line by itself). */
export function wrapParts(parts: readonly string[], columns: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, part] of parts.entries()) {
    // A line that is not the last ends in a dot.
    const end = index === parts.length - 1 ? 0 : 2;
    if (line !== '' && columnsOf(line) + 3 + columnsOf(part) + end > columns) {
      lines.push(`${line} ·`);
      line = part;
    } else line = line === '' ? part : `${line} · ${part}`;
  }
  return [...lines, line].map((one) => wrap(one, columns, indent)).join(`\n${indent}`);
}

/** A paragraph beside its label, its further lines under its own column. */
export function writeEntry(label: string, text: string, columns: number, labelColumns = 10): string {
  return `${pad(label, labelColumns)}${wrap(text, columns - labelColumns, ' '.repeat(labelColumns))}\n`;
}

export type Side = 'left' | 'right';

/** A cell of a table; `shown` is the text in colour, which takes no more columns. */
export type Cell = string | { readonly text: string; readonly shown: string };

/** Lays out rows one by one, once it has seen them all. */
export interface Columns {
  /** Makes room for a row. */
  readonly measure: (row: readonly Cell[]) => void;
  /** A row with every column as wide as its widest cell. Nothing follows the text of the last one. */
  readonly align: (row: readonly Cell[]) => string;
}

export function createColumns(sides: readonly Side[], between = '  '): Columns {
  const textOf = (cell: Cell | undefined) => (typeof cell === 'object' ? cell.text : (cell ?? ''));
  const widths = sides.map(() => 0);
  return {
    measure(row) {
      for (const [column, width] of widths.entries())
        widths[column] = Math.max(width, columnsOf(textOf(row[column])));
    },
    align: (row) =>
      row
        .map((cell, column) => {
          const padded = pad(textOf(cell), widths[column] ?? 0, sides[column]);
          return typeof cell === 'object' ? padded.replace(cell.text, () => cell.shown) : padded;
        })
        .join(between)
        .trimEnd(),
  };
}

/** Rows with every column as wide as its widest cell. Nothing follows the text of the last one. */
export function alignRows(
  rows: readonly (readonly Cell[])[],
  sides: readonly Side[],
  between = '  ',
): string[] {
  const columns = createColumns(sides, between);
  for (const row of rows) columns.measure(row);
  return rows.map(columns.align);
}

/** A whole number with commas. */
export function writeCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 alert`, `3 alerts`. */
export function countThings(count: number, thing: string, things = `${thing}s`): string {
  return `${writeCount(count)} ${count === 1 ? thing : things}`;
}
