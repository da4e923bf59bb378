import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Span } from '../text/source-text.js';
import type { Report } from './report.js';

/** The files of a rules folder by what they hold, each kind sorted by path. Paths begin with the folder as it was given. */
export interface PackFiles {
  readonly rules: readonly string[];
  readonly sources: readonly string[];
  readonly lists: readonly string[];
  readonly tests: readonly string[];
}

const yaml = /\.ya?ml$/;
const test = /\.test\.ya?ml$/;
/** Folders deeper than this are not entered. */
const mostNesting = 32;

/**
 * Finds the files of a rules folder: rules at any depth outside `sources/` and `lists/`, sources and lists in theirs, tests
 * anywhere a rule may lie. Links are not followed, hidden files and folders (and `node_modules`) are passed over.
 */
export function findPackFiles(folder: string, report: Report): PackFiles {
  const rules: string[] = [];
  const sources: string[] = [];
  const lists: string[] = [];
  const tests: string[] = [];
  const special = new Map([
    ['sources', sources],
    ['lists', lists],
  ]);
  function visit(path: string, depth: number, own: string[] | undefined): void {
    for (const entry of listFolder(path, report)) {
      const inner = join(path, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isSymbolicLink()) report.tell('link-not-followed', placeOf(inner), {});
      else if (entry.isDirectory()) {
        if (depth < mostNesting) visit(inner, depth + 1, depth === 0 ? special.get(entry.name) : own);
        else report.tell('unreadable-file', placeOf(inner), { problem: 'deep' });
      } else if (yaml.test(entry.name)) {
        (own ?? (test.test(entry.name) ? tests : rules)).push(inner);
      }
    }
  }
  visit(folder, 0, undefined);
  return { rules: rules.sort(), sources: sources.sort(), lists: lists.sort(), tests: tests.sort() };
}

function listFolder(path: string, report: Report): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
    const problem =
      code === 'ENOENT'
        ? 'missing'
        : code === 'ENOTDIR'
          ? 'no folder'
          : code === 'EACCES'
            ? 'forbidden'
            : 'failed';
    report.tell('unreadable-file', placeOf(path), { problem });
    return [];
  }
}

/** The beginning of a file or folder of which nothing was read. */
export function placeOf(path: string): Span {
  return { source: { file: path, text: '' }, start: 0, end: 0 };
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
