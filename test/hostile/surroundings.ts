import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Test } from 'uvu';
import { main } from '../cli/command-line.js';

/*
 * What some tests need of the machine. Where it is missing the test is skipped, says why, and is counted in the last line of the run.
 */

/** Adds a test, or skips it for a reason that is printed. */
export function testWhere(
  test: Test,
  missing: string | undefined,
  name: string,
  body: () => Promise<void>,
): void {
  if (missing === undefined) test(name, body);
  else {
    console.log(`  skipped: ${name}: ${missing}`);
    test.skip(name, body);
  }
}

/** A user whom permissions bind: oneself, or nobody where one is root. */
export const bound: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Why no program can be run as that user. */
export const missingBound: string | undefined =
  process.getuid === undefined
    ? 'this system has no users whom permissions bind'
    : spawnSync(process.execPath, [main, '--version'], { ...bound, cwd: '/', env: {} }).status === 0
      ? undefined
      : 'we are root, and the program cannot be run as nobody';

export const missingFullDevice: string | undefined = existsSync('/dev/full')
  ? undefined
  : 'there is no /dev/full';

/** Why no disk of one's own can be mounted. */
export const missingMount: string | undefined =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'x', '/mnt']).status === 0
    ? undefined
    : 'mounting a small disk is not allowed';
