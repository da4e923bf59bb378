import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync } from 'node:fs';
import type { Span } from '../text/source-text.js';
import type { Text } from './read-node.js';
import type { Report } from './report.js';

/** A value of a text, and where it stands. */
export interface ValueLine {
  readonly text: string;
  readonly span: Span;
}

/** Bytes; a text of values that is larger is not read. It holds a million addresses. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Reads the values of a text in UTF-8: one a line; blank lines, and those that begin with `#`, are nothing. The text lies beside the
 * list and nowhere else: a list comes from a pull request, and may not read what its author could not.
 * @param name As the list names it.
 * @returns Undefined where it cannot be read, after telling why; a value that comes twice is warned of.
 */
export function readValues(path: string, name: Text, report: Report): readonly ValueLine[] | undefined {
  if (/[/\\]|^\.\.?$/.test(name.text)) {
    report.tell('values-file', name.span, { file: name.text, problem: 'elsewhere' });
    return undefined;
  }
  const bytes = readBytes(path);
  if (typeof bytes === 'string') {
    report.tell('values-file', name.span, { file: name.text, problem: bytes });
    return undefined;
  }
  const source = { file: path, text: bytes.toString('utf8') };
  if (!isUtf8(bytes)) {
    const bad = Math.max(0, source.text.indexOf('\ufffd'));
    report.tell('not-utf8', { source, start: bad, end: bad + 1 }, {});
    return undefined;
  }
  const lines = splitLines(source.text).map(({ text, start }) => ({
    text,
    span: { source, start, end: start + text.length },
  }));
  if (lines.length === 0) report.tell('values-file', name.span, { file: name.text, problem: 'empty' });
  const seen = new Set<string>();
  for (const { text, span } of lines) {
    if (seen.has(text)) report.tell('repeated-entry', span, { value: text });
    seen.add(text);
  }
  return lines.length === 0 ? undefined : lines;
}

function readBytes(path: string): Buffer | 'missing' | 'special' | 'too large' | 'failed' {
  try {
    const stats = lstatSync(path);
    if (!stats.isFile()) return 'special';
    return stats.size > mostBytes ? 'too large' : readFileSync(path);
  } catch (failure) {
    return failure instanceof Error && 'code' in failure && failure.code === 'ENOENT' ? 'missing' : 'failed';
  }
}

/** The lines that are values, without their ends. */
function splitLines(text: string): { readonly text: string; readonly start: number }[] {
  const lines: { text: string; start: number }[] = [];
  let start = text.startsWith('\ufeff') ? 1 : 0;
  while (start < text.length) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(start, end).replace(/\r$/, '');
    if (!/^[ \t\r]*$/.test(line) && !line.startsWith('#')) lines.push({ text: line, start });
    start = end + 1;
  }
  return lines;
}
