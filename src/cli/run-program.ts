import { CommanderError } from 'commander';
import { printableLines } from '../text/printable.js';
import { CommandError } from './command-error.js';
import { type ExitCode, exitCodes } from './exit-code.js';
import { ClosedOutput } from './output.js';
import { createProgram } from './program.js';
import type { Session } from './session.js';

/**
 * Runs one command line to its end and writes everything out.
 * @param args without the names of the interpreter and the program
 * @returns the exit code; never throws
 */
export async function runProgram(
  args: readonly string[],
  { out, err, status }: Pick<Session, 'out' | 'err' | 'status'>,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.well;
  const session: Session = {
    out,
    err,
    status,
    finish: (end) => {
      code = end;
    },
  };
  try {
    await createProgram(session).parseAsync(args, { from: 'user' });
  } catch (error) {
    code = judgeError(error, session);
  }
  status.show('');
  try {
    // A command that failed may have found something before.
    out.flush();
  } catch (error) {
    code = judgeError(error, session);
  }
  err.flush();
  return code;
}

/** Says what went wrong, if there is anything to say, and which exit code that is. */
export function judgeError(error: unknown, { err, status }: Pick<Session, 'err' | 'status'>): ExitCode {
  status.show('');
  if (error instanceof ClosedOutput) return exitCodes.incomplete;
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.well : exitCodes.usage;
  if (error instanceof CommandError) {
    err.write(`rulewright: ${printableLines(error.message)}\n`);
    return error.code;
  }
  const message = printableLines(error instanceof Error ? error.message : String(error));
  const stack = process.env.RULEWRIGHT_DEBUG && error instanceof Error ? `${error.stack}\n` : '';
  err.write(
    `rulewright: ${message}\n  This is a bug in rulewright; please report it with the command that you gave.\n` +
      `${stack === '' ? '  RULEWRIGHT_DEBUG=1 shows where it happened.\n' : stack}`,
  );
  return exitCodes.bug;
}
