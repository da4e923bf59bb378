import type { Command } from 'commander';
import { judgeTelemetry, readsSource } from '../bind/telemetry.js';
import type { Mapping } from '../ir/mapping.js';
import type { Rule } from '../ir/rule.js';
import { printableJson } from '../text/printable.js';
import { CommandError } from './command-error.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { defaultRules, openMapping, openMappings, openPack } from './pack.js';
import type { Session } from './session.js';
import { recordTelemetry, writeTelemetry } from './telemetry-text.js';

interface TelemetryFlags {
  readonly rules: string;
  readonly mapping?: string;
  readonly json?: true;
}

/** Adds `telemetry`: what each rule can see in logs of each shape. */
export function addTelemetry(program: Command, session: Session): void {
  program
    .command('telemetry')
    .description('say which rules work on which logs, what they are blind to, and what would mend it')
    .option('--mapping <mapping>', 'one log, with what would mend it: a name in targets/mappings, or a file')
    .option('--rules <dir>', 'folder of the rules', defaultRules)
    .option('--json', 'one JSON object a rule and log, a line each')
    .addHelpText(
      'after',
      `
Examples:
  rulewright telemetry
  rulewright telemetry --mapping bedrock-invocation-log

${describeExitCodes('it was said, whatever the verdicts are', 'an error in a rule or mapping')}`,
    )
    .action((flags: TelemetryFlags) => session.finish(runTelemetry(flags, session)));
}

function runTelemetry(flags: TelemetryFlags, { out, err }: Session): ExitCode {
  const pack = openPack(flags.rules, err);
  const one = flags.mapping === undefined ? undefined : openMapping(flags.mapping, pack, err);
  const mappings = one === undefined ? openMappings(pack, err) : [one];
  if (mappings.length === 0) throw new CommandError('there is no mapping in targets/mappings');
  for (const [index, mapping] of mappings.entries()) {
    const rules = rulesOf(mapping, pack.rules);
    if (flags.json)
      for (const rule of rules)
        out.write(
          `${printableJson(recordTelemetry(rule.name, mapping.name, judgeTelemetry(rule, mapping)))}\n`,
        );
    else {
      const rows = rules.map((rule) => ({ label: rule.name, telemetry: judgeTelemetry(rule, mapping) }));
      const head = `${mapping.name}${mapping.sampled ? '  (a sample of the requests)' : ''}`;
      out.write(`${index === 0 ? '' : '\n'}${head}\n${writeTelemetry(rows, one !== undefined, out)}`);
    }
  }
  return exitCodes.well;
}

function rulesOf(mapping: Mapping, rules: readonly Rule[]): Rule[] {
  return rules.filter((rule) => rule.status !== 'deprecated' && readsSource(rule, mapping.source.name));
}
