import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Output } from '../../src/cli/output.js';
import { runProgram } from '../../src/cli/run-program.js';

/** The program, as it is built. */
export const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** What standard input holds; nothing where left out. */
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Whose process it is; one's own where left out. */
  readonly uid?: number;
  readonly gid?: number;
}

/** Runs the real program and waits for its end. */
export function run(args: readonly string[], { stdin, env, ...rest }: RunOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], {
    ...rest,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  // A program that does not read its input closes it.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }),
    );
  });
}

/** Runs the program without a process of its own, which is much quicker, as one who stands in the folder. */
export async function runInside(args: readonly string[], cwd = process.cwd()): Promise<Ended> {
  const texts = { out: '', err: '' };
  const open = (which: 'out' | 'err'): Output => ({
    isTerminal: false,
    columns: 100,
    write: (text) => {
      texts[which] += text;
    },
    flush: () => {},
    mark: (_, text) => text,
  });
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const status = { isShown: false, show: () => {} };
    const code = await runProgram(args, { out: open('out'), err: open('err'), status });
    return { code, ...texts };
  } finally {
    process.chdir(before);
  }
}

/** Runs a shell line in which `rulewright` is the program. */
export function runShell(line: string, cwd?: string): Promise<Ended> {
  const child = spawn('bash', ['-c', `rulewright() { '${process.execPath}' '${main}' "$@"; }; ${line}`], {
    cwd,
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8') }),
    );
  });
}

/** A folder of one's own with these files in it, and what takes it away again. */
export function makeFolder(files: Readonly<Record<string, string | Buffer>>): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), 'rulewright-cli-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
