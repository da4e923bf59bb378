import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** A line of a labelled log in the lab's shape (fixtures/README.md). */
export interface Line {
  readonly ts: string;
  readonly principal: string;
  readonly input_hash: string;
  readonly [field: string]: string | number | boolean | null | undefined;
}

/** What a labels file says of a principal. */
export interface Label {
  readonly label: 'attack' | 'benign';
  readonly kind: string;
  readonly technique: string | null;
  /** Whether an attack goes out of its way not to be seen. */
  readonly evasion?: true;
  /** Whether a human types or clicks each request. */
  readonly person?: true;
  /** How many queries the whole attack has; a log may hold a part. */
  readonly queries?: number;
}

/** Lines of some principals, and who these are. */
export interface Traffic {
  readonly lines: readonly Line[];
  readonly labels: Readonly<Record<string, Label>>;
}

function pathOf(name: string, ending: string): string {
  return `fixtures/${name}.${ending}`;
}

export function readLog(name: string): Line[] {
  const text = gunzipSync(readFileSync(pathOf(name, 'jsonl.gz'))).toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
}

export function readLabels(name: string): Record<string, Label> {
  return JSON.parse(readFileSync(pathOf(name, 'labels.json'), 'utf8'));
}

/** The text of a log, in order of time. */
export function writeText(lines: readonly Line[]): string {
  const sorted = [...lines].sort((left, right) => (left.ts < right.ts ? -1 : left.ts > right.ts ? 1 : 0));
  return sorted.map((line) => `${JSON.stringify(line)}\n`).join('');
}

export function writeTraffic(name: string, { lines, labels }: Traffic): void {
  writeFileSync(pathOf(name, 'jsonl.gz'), gzipSync(writeText(lines), { level: 9 }));
  writeFileSync(pathOf(name, 'labels.json'), `${JSON.stringify(labels, null, 1)}\n`);
}

export function timeOf({ ts }: Line): number {
  return Date.parse(ts);
}
