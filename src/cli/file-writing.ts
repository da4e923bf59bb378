import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CommandError, describeSystemError, isSystemError } from './command-error.js';

/**
 * Writes a file whole or not at all: beside its place first, then renamed. Folders that are missing are made; a link is followed, and
 * a device or pipe is written to as it is.
 * @throws CommandError naming the file and the cause
 */
export function writeFileWhole(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) writeFileSync(path, text);
    else replaceFile(found === undefined ? path : realpathSync(path), text);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new CommandError(`${path} cannot be written: ${describeSystemError(error)}`);
  }
}

function replaceFile(path: string, text: string): void {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
