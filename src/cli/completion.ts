import { Argument, type Command } from 'commander';
import { type Shell, shells, writeCompletion } from './completion-script.js';
import { describeExitCodes, exitCodes } from './exit-code.js';
import type { Session } from './session.js';

/** Adds `completion SHELL`, which prints a script that completes the commands and options of the whole program. */
export function addCompletion(program: Command, { out, finish }: Session): void {
  program
    .command('completion')
    .description('print a script that completes commands, options and names in your shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .addHelpText(
      'after',
      `
Examples:
  source <(rulewright completion bash)
  rulewright completion zsh > ~/.zfunc/_rulewright
  rulewright completion fish > ~/.config/fish/completions/rulewright.fish

${describeExitCodes('the script was printed')}`,
    )
    .action((shell: Shell) => {
      out.write(writeCompletion(shell, program));
      finish(exitCodes.well);
    });
}
