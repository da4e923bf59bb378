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

/** The line and column of an offset. CR, LF and CRLF each end a line; an offset past the end is the end. */
export function positionAt(source: SourceText, offset: number): Position {
  const { text } = source;
  const stop = Math.min(offset, text.length);
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < stop; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) {
      line++;
      lineStart = i + 1;
    }
  }
  let column = 1;
  for (const _ of text.slice(lineStart, stop)) column++;
  return { line, column };
}
