import type { ReplayStats } from '../evaluate/finding.js';
import type { Mapping } from '../ir/mapping.js';
import { type Input, InputError } from '../log/input.js';
import { CommandError } from './command-error.js';
import { exitCodes } from './exit-code.js';
import { countThings, fit } from './layout.js';
import { refuseStopped } from './memory-limit.js';

/** The inputs that the user named; `-` is standard input, which can be read only once. */
export function readInputs(files: readonly string[]): Input[] {
  if (files.filter((file) => file === '-').length > 1)
    throw new CommandError('- is standard input, which can be read only once');
  return files.map((file) => (file === '-' ? { kind: 'stdin' } : { kind: 'file', path: file }));
}

/** @throws CommandError where an input cannot be read at all */
export async function readOrRefuse<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new CommandError(`${fit(error.input, 200)} cannot be read: ${error.message}`);
  }
}

/**
 * Holds what was read against what a result may be called.
 * @throws CommandError where an input broke off or a limit stopped the run, and where lines were read of which not one is an event
 */
export function refuseUnreadable(
  { brokenOff, stopped, lines, events, skipped, withoutTime }: ReplayStats,
  { name, time }: Mapping,
): void {
  refuseStopped(stopped, { events, lines });
  if (brokenOff !== undefined)
    throw new CommandError(
      `${fit(brokenOff.input, 200)} broke off: ${brokenOff.message}; this is what was found until then`,
      exitCodes.incomplete,
    );
  if (lines === 0 || events > 0) return;
  const path = time.path.join('.');
  throw new CommandError(
    `none of the ${countThings(lines, 'line')} is an event: ${skipped} are not JSON objects, ${withoutTime} have no time that can be read\n` +
      `  the time is expected under ${path} as ${time.format} (${name}); --mapping says where another log has it`,
  );
}
