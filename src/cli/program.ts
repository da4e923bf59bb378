import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { printableLines } from '../text/printable.js';
import { addCheck } from './check.js';
import { addCompile } from './compile.js';
import { addCompletion } from './completion.js';
import { addExplain } from './explain.js';
import { addPreflight } from './preflight.js';
import { addPrincipals } from './principals.js';
import { addReplay } from './replay.js';
import { addScore } from './score.js';
import type { Session } from './session.js';
import { addTelemetry } from './telemetry.js';
import { addTest } from './test.js';
import { addTour } from './tour.js';

/** Every command, in the order in which the help lists them: a command is a file here that adds itself to the program. */
const commands: readonly ((program: Command, session: Session) => void)[] = [
  addCheck,
  addTest,
  addReplay,
  addScore,
  addPrincipals,
  addCompile,
  addPreflight,
  addExplain,
  addTelemetry,
  addTour,
  addCompletion,
];

/** The whole command line. Nothing of it ends the process: wrong usage is a CommanderError. */
export function createProgram(session: Session): Command {
  const { out, err } = session;
  const program = new Command('rulewright')
    .description("Detection of theft through a model's inference API: rules as code.")
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help, or that of a command')
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: out.write,
      writeErr: err.write,
      getOutHelpWidth: () => out.columns,
      getErrHelpWidth: () => err.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(printableLines(text.replace(/^error: /, 'rulewright: '))),
    })
    .addHelpText('after', '\nrulewright COMMAND --help says more, with examples.');
  for (const add of commands) add(program, session);
  // Subcommands take over the settings at the moment they are made, so only what is general to all is set afterwards.
  for (const command of program.commands)
    command
      .helpOption('-h, --help', 'print this help')
      .showHelpAfterError(`rulewright ${command.name()} --help says how it is used`);
  return program;
}

function readVersion(): string {
  const file = new URL('../../../package.json', import.meta.url);
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const version =
    typeof content === 'object' && content !== null && 'version' in content ? content.version : undefined;
  return String(version);
}
