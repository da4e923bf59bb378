#!/usr/bin/env node
import { CommanderError } from 'commander';
import { CommandError } from './command-error.js';
import { type ExitCode, exitCodes } from './exit-code.js';
import { ClosedOutput, openOutputs } from './output.js';
import { createProgram } from './program.js';

/*
 * The entry of `rulewright`. All it knows is how a run ends: a command says so itself, or throws. The exit code is set rather than
 * the process ended, so that what was written arrives.
 */

const { out, err, status } = openOutputs();

function finish(code: ExitCode): void {
  status.show('');
  try {
    out.flush();
    process.exitCode = code;
  } catch (error) {
    process.exitCode = judge(error);
  }
  err.flush();
}

/** Says what went wrong, if there is anything to say, and which exit code that is. */
function judge(error: unknown): ExitCode {
  if (error instanceof ClosedOutput) return exitCodes.incomplete;
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.well : exitCodes.usage;
  if (error instanceof CommandError) {
    err.write(`rulewright: ${error.message}\n`);
    return error.code;
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = process.env.RULEWRIGHT_DEBUG && error instanceof Error ? `${error.stack}\n` : '';
  err.write(
    `rulewright: ${message}\n  This is a bug in rulewright; please report it with the command that you gave.\n` +
      `${stack === '' ? '  RULEWRIGHT_DEBUG=1 shows where it happened.\n' : stack}`,
  );
  return exitCodes.bug;
}

function end(error: unknown): void {
  finish(judge(error));
}

// What breaks outside a command's own calls: a gathered write, a stream's event.
process.on('uncaughtException', (error) => {
  end(error);
  process.exit();
});

try {
  await createProgram({ out, err, status, finish }).parseAsync();
} catch (error) {
  end(error);
}
