import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.js';
import type { readProblems } from '../diagnostics/faults/file.js';
import type { SourceText } from '../text/source-text.js';
import { firstOf } from './most-told.js';
import { parseDocument, type Reading } from './parse.js';

/** Bytes; a file that is larger is not read. */
export const mostBytes = 1024 * 1024;

/**
 * Reads a YAML 1.2 file (core schema, one document, at most 1 MiB of UTF-8) with the place of every value and key.
 * @param path Where the file lies.
 * @param shownAs How messages name it; left out, the path.
 * @returns Never throws for what the file or the file system holds: that is in the diagnostics.
 */
export function readDocument(path: string, shownAs = path): Reading {
  const empty: SourceText = { file: shownAs, text: '' };
  const span = { source: empty, start: 0, end: 0 };
  const bytes = readBytes(path);
  if (typeof bytes === 'string') return none(diagnose('unreadable-file', span, { problem: bytes }));
  if (bytes.length > mostBytes) return none(diagnose('file-too-large', span, { limit: mostBytes }));
  const source: SourceText = { file: shownAs, text: bytes.toString('utf8') };
  if (isUtf8(bytes)) {
    const { document, diagnostics } = parseDocument(source);
    return { document, diagnostics: firstOf(diagnostics) };
  }
  // What could not be decoded was replaced.
  const bad = Math.max(0, source.text.indexOf('\ufffd'));
  return none(diagnose('not-utf8', { source, start: bad, end: bad + 1 }, {}));
}

function none(diagnostic: Diagnostic): Reading {
  return { document: undefined, diagnostics: [diagnostic] };
}

/** The file's bytes, no more than one past the limit; or why there are none. A pipe or device is not opened for reading: it might never end. */
function readBytes(path: string): Buffer | keyof typeof readProblems {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (problem) {
    return problemOf(problem);
  }
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) return 'folder';
    if (!stats.isFile()) return 'special';
    const buffer = Buffer.alloc(Math.min(stats.size, mostBytes) + 1);
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(file, buffer, length, buffer.length - length, null);
      if (read === 0) break;
      length += read;
    }
    return buffer.subarray(0, length);
  } catch (problem) {
    return problemOf(problem);
  } finally {
    closeSync(file);
  }
}

function problemOf(problem: unknown): keyof typeof readProblems {
  const code = problem instanceof Error && 'code' in problem ? problem.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
  if (code === 'EISDIR') return 'folder';
  return 'failed';
}
