import { readFileSync } from 'node:fs';
import { CommandError, describeSystemError, isSystemError } from './command-error.js';

/** @throws CommandError where the file cannot be read or is no JSON */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (isSystemError(error)) throw new CommandError(`${path} cannot be read: ${describeSystemError(error)}`);
    throw new CommandError(`${path} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}
