import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.js';
import { firstOf } from '../document/most-told.js';
import { readDocument } from '../document/read.js';
import type { Rule } from '../ir/rule.js';
import type { Source } from '../ir/source.js';
import { fileNameOf } from './file-name.js';
import { checkList, type Lists } from './list.js';
import { loadRules } from './load-rules.js';
import { findPackFiles, isFolder, type PackFiles, placeOf } from './pack-files.js';
import { openReport, type Report } from './report.js';
import type { Sources } from './rule.js';
import { type CheckedSource, checkSource } from './source.js';

/** Rules and the sources that they read. */
export interface Pack {
  /** Sorted by name. Deprecated rules are among them: whoever compiles or runs rules leaves those out. */
  readonly rules: readonly Rule[];
  /** By name. */
  readonly sources: ReadonlyMap<string, Source>;
}

export interface LoadedPack {
  /** What is right; with an error among the diagnostics nothing is to be replayed or compiled. */
  readonly pack: Pack;
  /** Every mistake in every file, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly files: PackFiles;
  /** The names of all rules, wrong ones too. */
  readonly names: ReadonlySet<string>;
  /** The rules of each file that stands for its variants, by the file's name. */
  readonly variants: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads and checks a rules folder: every file, every mistake. Rules with an error are left out of the pack; test files are found,
 * not read.
 * @param folder As the user names it: paths in messages begin with it.
 * @param now Milliseconds UTC: what has expired by then is warned of.
 * @returns Never throws for what the folder holds.
 */
export function loadPack(folder: string, now = Date.now()): LoadedPack {
  const report = openReport();
  const files = findPackFiles(folder, report);
  if (files.rules.length === 0 && isFolder(folder)) report.tell('no-rules', placeOf(folder), {});
  const lists = loadLists(files.lists, now, report);
  const sources = loadSources(files.sources, lists, report);
  const loaded = loadRules(files.rules, { sources, lists }, report);
  return {
    pack: {
      rules: loaded.rules,
      sources: new Map([...sources].flatMap(([name, read]) => (read ? [[name, read.source]] : []))),
    },
    diagnostics: sortDiagnostics(report.diagnostics),
    files,
    names: loaded.names,
    variants: loaded.variants,
  };
}

/** The lists by the names of their files, which are theirs; undefined where one has an error. */
function loadLists(paths: readonly string[], now: number, report: Report): Lists {
  const lists = new Map<string, ReturnType<Lists['get']>>();
  const first = new Map<string, string>();
  for (const path of paths) {
    const { document, diagnostics } = readDocument(path);
    report.diagnostics.push(...diagnostics);
    const name = fileNameOf(path);
    const checked = document && checkList(document, path, name, now);
    report.diagnostics.push(...firstOf(checked?.diagnostics ?? []));
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, path);
      lists.set(name, checked?.list);
    } else if (checked?.name !== undefined)
      report.tell('duplicate-name', checked.name.span, { name, first: other });
  }
  return lists;
}

/** The sources by the names of their files, which are theirs; undefined where a file could not be read at all. */
function loadSources(paths: readonly string[], lists: Lists, report: Report): Sources {
  const sources = new Map<string, CheckedSource | undefined>();
  for (const path of paths) {
    const { document, diagnostics } = readDocument(path);
    report.diagnostics.push(...diagnostics);
    const name = fileNameOf(path);
    const checked = document && checkSource(document, name, lists);
    report.diagnostics.push(...firstOf(checked?.diagnostics ?? []));
    const first = sources.get(name);
    if (first === undefined) sources.set(name, checked);
    else if (checked?.name !== undefined)
      report.tell('duplicate-name', checked.name.span, { name, first: first.source.span.source.file });
  }
  return sources;
}
