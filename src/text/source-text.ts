/** A text that was read, with what is needed to point into it. Offsets are UTF-16 code units. */
export interface SourceText {
  /** The path as the user wrote it, or relative to the working directory; shown in every message. */
  readonly file: string;
  readonly text: string;
}

/** A stretch `[start, end)` of a source text. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** A place as people and editors count: lines and columns from 1, columns in code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A line without its end: CR, LF and CRLF each end one. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Its offsets, `[start, end)`. */
  readonly start: number;
  readonly end: number;
}

/** Where the lines of a text begin and end, and where the second halves of its surrogate pairs stand. */
interface LineIndex {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly halves: readonly number[];
}

/** Made once for each text: a file may have as many mistakes as values, and each of them wants its place. */
const indexes = new WeakMap<SourceText, LineIndex>();

function indexOf(source: SourceText): LineIndex {
  const known = indexes.get(source);
  if (known !== undefined) return known;
  const { text } = source;
  const starts = [0];
  const ends: number[] = [];
  const halves: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a || code === 0x0d) {
      ends.push(i);
      if (code === 0x0d && text.charCodeAt(i + 1) === 0x0a) i++;
      starts.push(i + 1);
    } else if (code >= 0xdc00 && code <= 0xdfff && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800)
      halves.push(i);
  }
  ends.push(text.length);
  const index = { starts, ends, halves };
  indexes.set(source, index);
  return index;
}

/** How many of the numbers, which are in order, are below the bound. */
function countBelow(numbers: readonly number[], bound: number): number {
  let from = 0;
  let to = numbers.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (numbers[middle] < bound) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The line that an offset lies in; an offset past the end is the end. */
export function lineAt(source: SourceText, offset: number): Line {
  return lineOf(indexOf(source), countBelow(indexOf(source).starts, offset + 1));
}

/** The line after another; undefined after the last. */
export function lineAfter(source: SourceText, { number }: Line): Line | undefined {
  const index = indexOf(source);
  return number < index.starts.length ? lineOf(index, number + 1) : undefined;
}

function lineOf({ starts, ends }: LineIndex, number: number): Line {
  return { number, start: starts[number - 1], end: ends[number - 1] };
}

/** The line and column of an offset; an offset past the end is the end. */
export function positionAt(source: SourceText, offset: number): Position {
  const { halves } = indexOf(source);
  const { number, start } = lineAt(source, offset);
  const stop = Math.min(offset, source.text.length);
  return {
    line: number,
    column: 1 + stop - start - (countBelow(halves, stop) - countBelow(halves, start)),
  };
}
