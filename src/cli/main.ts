#!/usr/bin/env node
import { openOutputs } from './output.js';
import { judgeError, runProgram } from './run-program.js';

/* The entry of `rulewright`. The exit code is set rather than the process ended, so that what was written arrives. */

const outputs = openOutputs();

// What breaks outside a command's own calls: a gathered write, a stream's event.
process.on('uncaughtException', (error) => {
  const code = judgeError(error, outputs);
  outputs.err.flush();
  process.exit(code);
});

process.exitCode = await runProgram(process.argv.slice(2), outputs);
