import type { Command } from 'commander';
import { createMemoryCheck, defaultMostMemory, type LimitCheck, type LimitError } from '../log/limit.js';
import { parseSize } from '../text/size.js';
import { CommandError } from './command-error.js';
import { exitCodes } from './exit-code.js';
import { countThings } from './layout.js';

export interface MemoryFlags {
  readonly maxMemory?: string;
}

/** Adds `--max-memory` to a command that reads logs. */
export function addMaxMemory(command: Command): Command {
  return command.option(
    '--max-memory <size>',
    'stop with exit 3 where more memory is in use: 512M, 8G; left out, three quarters of what is free',
  );
}

/** The bytes that a run may take, and what watches over them. */
export interface MemoryLimit {
  readonly mostMemory: number;
  readonly checkLimits: LimitCheck;
}

/** @throws CommandError where the flag is no size */
export function openMemoryLimit({ maxMemory }: MemoryFlags): MemoryLimit {
  if (maxMemory === undefined)
    return limitMemory(
      defaultMostMemory(),
      'three quarters of what is free; --max-memory sets another limit',
    );
  const size = parseSize(maxMemory);
  if (size === undefined)
    throw new CommandError(
      `--max-memory ${JSON.stringify(maxMemory)} is no size: write a whole number and K, M or G, such as 512M or 8G`,
    );
  return limitMemory(size, '--max-memory');
}

function limitMemory(mostMemory: number, name: string): MemoryLimit {
  return { mostMemory, checkLimits: createMemoryCheck(mostMemory, name) };
}

/** @throws CommandError where a limit stopped the run: what it had until then is printed */
export function refuseStopped(
  stopped: LimitError | undefined,
  { events, lines }: { readonly events: number; readonly lines: number },
): void {
  if (stopped === undefined) return;
  throw new CommandError(
    `stopped: ${stopped.message}\n  ${countThings(events, 'event')} of ${countThings(lines, 'line')} had been read; what was found is true as far as it goes`,
    exitCodes.incomplete,
  );
}
