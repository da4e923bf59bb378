import { columnsOf, printable } from '../text/printable.js';
import { type Line, lineAfter, lineAt, positionAt, type Span } from '../text/source-text.js';
import type { Diagnostic } from './diagnostic.js';

/** At most so many columns in all, so that a frame fits a terminal and a CI log. */
const width = 100;
const tabStop = 4;
/** So many lines of a longer range are shown. */
const mostLines = 3;

/**
 * A diagnostic as a person reads it: where and what code, the lines with carets under the range, the message, what to write
 * instead, where to read more. Safe for a terminal, whatever the file holds.
 */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { span, code, message, hint } = diagnostic;
  const { line, column } = positionAt(span.source, span.start);
  const out = [`${printable(span.source.file)}:${line}:${column}  ${code}`];
  out.push(...renderFrame(diagnostic, line));
  for (const text of [message, ...(hint === undefined ? [] : [hint]), `rulewright explain ${code}`])
    out.push(...wrap(text, width - 3).map((part) => `   ${part}`));
  return out.join('\n');
}

function renderFrame({ span }: Diagnostic, firstLine: number): string[] {
  const lines = linesAt(span);
  const shown = lines.slice(0, mostLines);
  if (shown.length === 0) return [];
  const gutter = Math.max(5, String(firstLine + shown.length).length + 1);
  const out: string[] = [];
  for (const [index, { text, from, to }] of shown.entries()) {
    const { before, marked, after } = cut(text, from, to, width - gutter - 3);
    const number = String(firstLine + index).padStart(gutter);
    out.push(`${number} | ${before}${marked}${after}`.trimEnd());
    const carets = '^'.repeat(Math.max(1, columnsOf(marked)));
    out.push(`${' '.repeat(gutter)} | ${' '.repeat(columnsOf(before))}${carets}`);
  }
  if (lines.length > mostLines) out.push(`${' '.repeat(gutter)} | …`);
  return out;
}

interface MarkedLine {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The lines that a range touches, each with the part of it that lies in the range (without its indentation). */
function linesAt({ source, start, end }: Span): MarkedLine[] {
  const lines: MarkedLine[] = [];
  let next: Line | undefined = lineAt(source, start);
  while (next !== undefined && (lines.length === 0 || next.start < end) && lines.length <= mostLines) {
    const text = source.text.slice(next.start, next.end);
    const from = start > next.start ? start - next.start : text.length - text.trimStart().length;
    // Only a range that goes on is without the spaces at its line's end: many ranges may lie in one long line.
    const to = end < next.end ? end - next.start : text.trimEnd().length;
    if (lines.length === 0 || to > from)
      lines.push({ text, from: Math.min(from, text.length), to: Math.max(from, to) });
    next = lineAfter(source, next);
  }
  return lines;
}

/** A line made printable, and so much of it round its marked part as fits. */
function cut(
  text: string,
  from: number,
  to: number,
  room: number,
): { before: string; marked: string; after: string } {
  // Nothing further than the room on either side can be shown, so a line of a megabyte costs no more than a short one.
  const nearStart = Math.max(0, from - room);
  let before = expand(text.slice(nearStart, from), nearStart === 0 ? 0 : undefined);
  let marked = expand(text.slice(from, Math.min(to, from + room)), columnsOf(before));
  let after = expand(text.slice(to, to + room), undefined);
  if (nearStart > 0 || columnsOf(before) + columnsOf(marked) > room) {
    const roomBefore = Math.max(10, Math.min(Math.floor(room / 2), room - columnsOf(marked)));
    before =
      nearStart > 0 || columnsOf(before) > roomBefore ? `…${lastColumns(before, roomBefore - 1)}` : before;
  }
  const roomMarked = room - columnsOf(before);
  if (columnsOf(marked) > roomMarked || to - from > room) marked = `${firstColumns(marked, roomMarked - 1)}…`;
  const roomAfter = room - columnsOf(before) - columnsOf(marked);
  if (columnsOf(after) > roomAfter || to + room < text.length)
    after = roomAfter < 1 ? '' : `${firstColumns(after, roomAfter - 1)}…`;
  return { before, marked, after };
}

/** Tabs as spaces, where the column is known up to the next stop; all else that is not printable escaped. */
function expand(text: string, column: number | undefined): string {
  let out = '';
  for (const character of text) {
    if (character === '\t') {
      const at = (column ?? 0) + columnsOf(out);
      out += ' '.repeat(tabStop - (at % tabStop));
    } else out += printable(character);
  }
  return out;
}

function firstColumns(text: string, columns: number): string {
  let out = '';
  let used = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > columns) break;
    out += character;
  }
  return out;
}

function lastColumns(text: string, columns: number): string {
  const kept: string[] = [];
  let used = 0;
  for (const character of [...text].reverse()) {
    used += columnsOf(character);
    if (used > columns) break;
    kept.unshift(character);
  }
  return kept.join('');
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
