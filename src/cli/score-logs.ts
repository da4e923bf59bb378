import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Label } from '../score/labels.js';
import type { Split } from '../score/score.js';
import { CommandError } from './command-error.js';
import { listFileNames } from './file-names.js';
import { readJsonFile } from './json-file.js';
import { fit } from './layout.js';
import { findShipped } from './pack.js';
import { readLabels } from './truth.js';

/** A log whose principals are labelled. */
export interface ScoredLog {
  readonly path: string;
  /** What its traffic is for; undefined where nothing says so. */
  readonly split: Exclude<Split, 'all'> | undefined;
  readonly labels: ReadonlyMap<string, Label>;
}

const fixturesFolder = 'fixtures';
const logEnding = '.jsonl.gz';
/** Says which logs of its folder are scored, and which split each is of. */
const listName = 'scored.json';

/**
 * The logs that the user named or, where they named none, those of the project or those that ship: the list's or, without a list, all.
 * @throws CommandError where the labels of a log, or the list, cannot be read
 */
export function openScoredLogs(files: readonly string[]): ScoredLog[] {
  if (files.includes('-'))
    throw new CommandError(
      'standard input has no labels beside it; name files, each beside its .labels.json',
    );
  const splitOf = new Map<string, Map<string, ScoredLog['split']>>();
  const open = (path: string): ScoredLog => {
    const folder = dirname(path);
    const list = splitOf.get(folder) ?? readList(folder) ?? new Map();
    splitOf.set(folder, list);
    return { path, split: list.get(basename(path)), labels: readLabels(labelsPath(path)) };
  };
  if (files.length > 0) return files.map(open);
  const folder = findShipped(fixturesFolder);
  const listed = readList(folder);
  const names = listed?.keys() ?? listFileNames(folder, logEnding).map((name) => `${name}${logEnding}`);
  return [...names].map((name) => open(join(folder, name)));
}

/** `fixtures/mixed-small.labels.json` for `fixtures/mixed-small.jsonl.gz`. */
function labelsPath(log: string): string {
  return join(dirname(log), `${basename(log).replace(/(\.jsonl?)?(\.gz)?$/, '')}.labels.json`);
}

/** The split of each log by its name. */
function readList(folder: string): Map<string, ScoredLog['split']> | undefined {
  const path = join(folder, listName);
  if (!existsSync(path)) return undefined;
  const content = readJsonFile(path);
  const logs =
    typeof content === 'object' && content !== null && 'logs' in content ? content.logs : undefined;
  if (!Array.isArray(logs)) throw new CommandError(`${path} has no list of logs`);
  return new Map(logs.map((entry: unknown) => readEntry(entry, path)));
}

function readEntry(entry: unknown, path: string): [string, ScoredLog['split']] {
  if (typeof entry === 'object' && entry !== null && 'log' in entry && typeof entry.log === 'string') {
    const split = 'split' in entry ? entry.split : undefined;
    if (split === undefined || split === 'tune' || split === 'report') return [entry.log, split];
  }
  throw new CommandError(
    `${path}: an entry names a log, and perhaps a split of tune or report: ${fit(JSON.stringify(entry), 100)}`,
  );
}
