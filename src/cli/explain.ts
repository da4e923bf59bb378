import type { Command } from 'commander';
import { judgeTelemetry, readsSource } from '../bind/telemetry.js';
import { catalogue, isCode } from '../diagnostics/catalogue.js';
import { printableJson } from '../text/printable.js';
import { recordCodePage, writeCodePage } from './code-page.js';
import { CommandError } from './command-error.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { defaultRules, describeMissing, openMappings, openPack, openTargets } from './pack.js';
import { recordRule, writeRulePage } from './rule-page.js';
import type { Session } from './session.js';
import { askTargets } from './target-answer.js';

interface ExplainFlags {
  readonly rules: string;
  readonly json?: true;
}

/** Adds `explain RULE|CODE`: a rule, or a mistake, in words. */
export function addExplain(program: Command, session: Session): void {
  program
    .command('explain')
    .description(
      'say in words what a rule means, how each target says it and what each log lets it see, or what a mistake is',
    )
    .argument('<rule|code>', "a rule's name, or the code of a mistake as check prints it")
    .option('--rules <dir>', 'folder of the rules', defaultRules)
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  rulewright explain full-vector-harvest
  rulewright explain unknown-key

${describeExitCodes('it was explained', 'an error in a rule')}`,
    )
    .action((name: string, flags: ExplainFlags) => session.finish(runExplain(name, flags, session)));
}

function runExplain(name: string, flags: ExplainFlags, { out, err }: Session): ExitCode {
  // A code needs no rules, which may be what is broken.
  if (isCode(name)) {
    out.write(flags.json ? writeJson(recordCodePage(name)) : writeCodePage(name, out.columns));
    return exitCodes.well;
  }
  const pack = openPack(flags.rules, err);
  const rule = pack.rules.find((one) => one.name === name);
  if (rule === undefined) {
    const known = [...pack.rules.map((one) => one.name), ...Object.keys(catalogue)];
    throw new CommandError(describeMissing('rule or code', name, '', known));
  }
  const answers = askTargets(rule, openTargets(pack, err), err);
  const logs = openMappings(pack, err)
    .filter((mapping) => readsSource(rule, mapping.source.name))
    .map((mapping) => ({ label: mapping.name, telemetry: judgeTelemetry(rule, mapping) }));
  out.write(
    flags.json ? writeJson(recordRule(rule, answers, logs)) : writeRulePage(rule, answers, logs, out),
  );
  return exitCodes.well;
}

function writeJson(record: object): string {
  return `${printableJson(record, 2)}\n`;
}
