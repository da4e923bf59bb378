import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Label } from '../score/labels.js';
import type { Split } from '../score/score.js';
import { CommandError } from './command-error.js';
import { listFileNames } from './file-names.js';
import { fit } from './layout.js';
import type { Output } from './output.js';
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
 * The logs that the user named or, where they named none, those that ship: the list's or, without a list, as many as share no principal.
 * @throws CommandError where the labels of a log, or the list, cannot be read
 */
export function openScoredLogs(files: readonly string[], err: Output): ScoredLog[] {
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
  if (listed !== undefined) return [...listed.keys()].map((name) => open(join(folder, name)));
  const names = listFileNames(folder, logEnding).map((name) => `${name}${logEnding}`);
  return disjoint(
    names.map((name) => open(join(folder, name))),
    err,
  );
}

/** `fixtures/mixed-small.labels.json` for `fixtures/mixed-small.jsonl.gz`. */
function labelsPath(log: string): string {
  return join(dirname(log), `${basename(log).replace(/(\.jsonl?)?(\.gz)?$/, '')}.labels.json`);
}

/** The split of each log by its name. */
function readList(folder: string): Map<string, ScoredLog['split']> | undefined {
  const path = join(folder, listName);
  if (!existsSync(path)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
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

/** The logs with the most principals first, without those that repeat a principal; what is left out is said. */
function disjoint(logs: readonly ScoredLog[], err: Output): ScoredLog[] {
  const known = new Map<string, string>();
  const kept: ScoredLog[] = [];
  for (const log of [...logs].sort((a, b) => b.labels.size - a.labels.size)) {
    const names = [...log.labels.keys()];
    const repeated = names.find((name) => known.has(name));
    if (repeated === undefined) {
      kept.push(log);
      for (const name of names) known.set(name, log.path);
    } else err.write(`${log.path} is left out: ${fit(repeated, 60)} is in ${known.get(repeated)} too.\n`);
  }
  return kept;
}
