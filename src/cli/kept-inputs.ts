import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Input, isRepeatable, readRaw } from '../log/input.js';
import { CommandError, describeSystemError, isSystemError } from './command-error.js';
import { exitCodes } from './exit-code.js';

/** Inputs that can be read twice. */
export interface KeptInputs {
  readonly inputs: readonly Input[];
  /** Removes what was kept. */
  readonly remove: () => void;
}

/**
 * Standard input and pipes can be read only once: what they hold is kept in a file, which only this user can read, for the time of the run.
 * @throws InputError where one cannot be read, CommandError where its bytes cannot be kept
 */
export async function keepInputs(inputs: readonly Input[]): Promise<KeptInputs> {
  const repeatable = await Promise.all(inputs.map(isRepeatable));
  if (repeatable.every(Boolean)) return { inputs, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const kept: Input[] = [];
  try {
    for (const [index, input] of inputs.entries()) {
      const path = join(folder, String(index));
      if (!repeatable[index]) await pipeline(readRaw(input), createWriteStream(path, { mode: 0o600 }));
      kept.push(repeatable[index] ? input : { kind: 'file', path });
    }
    return { inputs: kept, remove };
  } catch (error) {
    remove();
    if (!isSystemError(error)) throw error;
    throw new CommandError(
      `what is read from a pipe is kept in ${tmpdir()}, and cannot be written there: ${describeSystemError(error)}\n  TMPDIR names another folder`,
      exitCodes.incomplete,
    );
  }
}
