import { type Command, Option } from 'commander';
import { replay } from '../evaluate/replay.js';
import { parseDuration } from '../text/duration.js';
import { writeAlertText } from './alert-text.js';
import { CommandError } from './command-error.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { writeFileWhole } from './file-writing.js';
import { type InputNames, writeAlert, writeFinding } from './finding-record.js';
import { countThings } from './layout.js';
import { readInputs, readOrRefuse, refuseUnreadable } from './log-input.js';
import { openShape, type ShapeFlags } from './log-shape.js';
import { addMaxMemory, type MemoryFlags, openMemoryLimit } from './memory-limit.js';
import { defaultRules, openPack } from './pack.js';
import { createProgress } from './progress.js';
import { describeStats, hasLosses, recordStats } from './replay-stats.js';
import type { Session } from './session.js';

const formats = ['alerts', 'findings', 'text'] as const;

interface ReplayFlags extends ShapeFlags, MemoryFlags {
  readonly rules: string;
  readonly format: (typeof formats)[number];
  readonly lateness?: string;
  readonly stats?: string;
  readonly strict?: true;
  readonly failOn?: 'alert';
}

/** Adds `replay FILE…`: a log through the rules, alerts or findings out. */
export function addReplay(program: Command, session: Session): void {
  const command = program
    .command('replay')
    .description('run the rules over a log and print what they find, one JSON object a line')
    .argument('<file...>', 'JSON Lines, plain or gzip; - is standard input')
    .option('--rules <dir>', 'folder of the rules', defaultRules)
    .option(
      '--mapping <mapping>',
      "how the log's shape yields the fields: a name in targets/mappings, or a file",
    )
    .option(
      '--target <target>',
      'take the mapping and the exceptions of a target: a name in targets, or a file',
    )
    .addOption(new Option('--format <format>', 'what to print').choices(formats).default('alerts'))
    .option('--json', 'JSON Lines, as without it')
    .option('--lateness <duration>', 'read as a stream, in which no event is later than this; all: exactly')
    .option('--stats <file>', 'write the counts of what was read and lost, as JSON')
    .option('--strict', 'exit 1 if any line, value or event was lost')
    .addOption(new Option('--fail-on <what>', 'exit 1 if there is one').choices(['alert']));
  addMaxMemory(command)
    .addHelpText(
      'after',
      `
Examples:
  rulewright replay log.jsonl
  rulewright replay --mapping lab fixtures/mixed-small.jsonl.gz --format text
  zcat audit-*.gz | rulewright replay --format findings --stats counts.json -

${describeExitCodes(
  'the log was read to its end',
  '--strict: something was lost; --fail-on alert: there is an alert; or an error in a rule',
  'the log broke off, or a limit was reached; what was found until then is printed',
)}`,
    )
    .action(async (files: readonly string[], flags: ReplayFlags) => {
      session.finish(await runReplay(files, flags, session));
    });
}

async function runReplay(files: readonly string[], flags: ReplayFlags, session: Session): Promise<ExitCode> {
  const { out, err, status } = session;
  const lateness = readLateness(flags.lateness);
  const inputs = readInputs(files);
  const memory = openMemoryLimit(flags);
  const { mapping, rules } = openShape(flags, openPack(flags.rules, err), err);
  const names: InputNames = inputs.length > 1 ? files : undefined;
  const found = { findings: 0, alerts: 0 };
  const stats = await readOrRefuse(() =>
    replay({
      rules,
      mapping,
      inputs,
      ...(lateness === undefined ? {} : { lateness }),
      onFinding(finding) {
        found.findings++;
        if (flags.format === 'findings') out.write(writeFinding(finding, names));
      },
      onAlert(alert) {
        found.alerts++;
        if (flags.format === 'alerts') out.write(writeAlert(alert, names));
        else if (flags.format === 'text') out.write(writeAlertText(alert, out));
      },
      onProgress: createProgress(status, 'replaying'),
      ...memory,
    }),
  );
  status.show('');
  out.flush();
  err.write(
    `${describeStats(stats)}\n${countThings(found.alerts, 'alert')}, ${countThings(found.findings, 'finding')}\n`,
  );
  if (flags.stats !== undefined)
    writeFileWhole(flags.stats, `${JSON.stringify(recordStats(stats, found), null, 2)}\n`);
  refuseUnreadable(stats, mapping);
  if (flags.strict && hasLosses(stats)) return exitCodes.no;
  return flags.failOn === 'alert' && found.alerts > 0 ? exitCodes.no : exitCodes.well;
}

function readLateness(text: string | undefined): number | 'all' | undefined {
  if (text === undefined || text === 'all') return text;
  const lateness = text === '0' ? 0 : parseDuration(text);
  if (lateness === undefined)
    throw new CommandError(
      `--lateness ${JSON.stringify(text)} is no duration: write 30s, 5m, 2h or 1d, 0, or all`,
    );
  return lateness;
}
