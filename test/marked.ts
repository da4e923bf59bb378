import type { Diagnostic } from '../src/diagnostics/diagnostic.js';

/** A text in which `⟦` and `⟧` mark the ranges of the diagnostics that are expected, in order of their beginning. */
export interface MarkedText {
  readonly text: string;
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

export function readMarks(marked: string): MarkedText {
  const ranges: [number, number][] = [];
  const open: number[] = [];
  let text = '';
  for (const character of marked) {
    if (character === '⟦') {
      open.push(ranges.length);
      ranges.push([text.length, text.length]);
    } else if (character === '⟧') {
      const range = ranges[open.pop() ?? -1];
      if (range === undefined) throw new Error('a mark is closed that was not opened');
      range[1] = text.length;
    } else text += character;
  }
  if (open.length > 0) throw new Error('a mark is not closed');
  return { text, ranges };
}

/** What was said of a marked text, and where: `code «the text of its range»`. */
export function showFound(diagnostics: readonly Diagnostic[]): string[] {
  return [...diagnostics]
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
    .map(
      ({ code, span }) =>
        `${span.start}-${span.end} ${code} «${span.source.text.slice(span.start, span.end)}»`,
    );
}

/** What should be said: a code for each mark, in their order. */
export function showExpected({ text, ranges }: MarkedText, codes: readonly string[]): string[] {
  if (codes.length !== ranges.length) throw new Error(`${codes.length} codes for ${ranges.length} marks`);
  return ranges.map(([start, end], index) => `${start}-${end} ${codes[index]} «${text.slice(start, end)}»`);
}
