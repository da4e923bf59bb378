import { type Command, Option } from 'commander';
import { cardOf } from '../score/card.js';
import { compareCards } from '../score/compare-cards.js';
import type { Label } from '../score/labels.js';
import { type Census, takeCensus } from '../score/observe.js';
import { type Split, scoreTraffic, splits } from '../score/score.js';
import { parseDuration } from '../text/duration.js';
import { printableJson } from '../text/printable.js';
import { CommandError } from './command-error.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { countThings, fit } from './layout.js';
import { readInputs, readOrRefuse, refuseUnreadable } from './log-input.js';
import { openShape, type ShapeFlags } from './log-shape.js';
import { addMaxMemory, type MemoryFlags, openMemoryLimit } from './memory-limit.js';
import { defaultRules, findPrincipal, openPack } from './pack.js';
import { createProgress } from './progress.js';
import { openScoredLogs, type ScoredLog } from './score-logs.js';
import { recordScore } from './score-record.js';
import { writeScoreText } from './score-text.js';
import { describeDeclines, readCard, writeScorecard } from './scorecard.js';
import type { Session } from './session.js';

const enrichmentsOf = { both: ['enriched', 'plain'], with: ['enriched'], without: ['plain'] } as const;

/** Odd offsets, so that no window of a rule begins with the logs. */
const defaultShifts = '0,433s,5021s,19057s,42437s';

/** The shape of the logs that ship. */
const shippedShape = 'lab';

interface ScoreFlags extends ShapeFlags, MemoryFlags {
  readonly rules: string;
  readonly shifts: string;
  readonly enriched: keyof typeof enrichmentsOf;
  readonly split?: Split;
  readonly json?: true;
  readonly baseline?: string;
  readonly write?: string;
}

/** Adds `score [FILE…]`: what a pack catches of labelled traffic, how early, and whom else it wakes people for. */
export function addScore(program: Command, session: Session): void {
  const command = program
    .command('score')
    .description('measure the rules on labelled traffic: what they catch, how early, and whom else they wake')
    .argument('[file...]', 'logs, each beside its .labels.json; left out, those that ship')
    .option('--rules <dir>', 'folder of the rules', defaultRules)
    .option(
      '--mapping <mapping>',
      "how the logs' shape yields the fields: a name in targets/mappings, or a file",
    )
    .option(
      '--target <target>',
      'take the mapping and the exceptions of a target: a name in targets, or a file',
    )
    .option('--shifts <durations>', 'shift all times by each of these, a run each', defaultShifts)
    .addOption(
      new Option('--enriched <which>', 'run with the enriched fields, without them, or both')
        .choices(Object.keys(enrichmentsOf))
        .default('both'),
    )
    .addOption(new Option('--split <split>', 'the traffic that is told of').choices(splits))
    .option('--json', 'one JSON object')
    .option('--baseline <file>', 'exit 1 where a figure is worse than in a scorecard.json')
    .option('--write <dir>', 'write SCORECARD.md, scorecard.svg and scorecard.json into a folder');
  addMaxMemory(command)
    .addHelpText(
      'after',
      `
Examples:
  rulewright score
  rulewright score --json --shifts 0 --enriched with
  rulewright score --mapping lab fixtures/mixed-small.jsonl.gz
  rulewright score --write rules
  rulewright score --shifts 0 --baseline rules/scorecard.json

${describeExitCodes('the rules were measured', '--baseline: a figure is worse, or of other rules or traffic; or an error in a rule', 'a log broke off, or a limit was reached')}`,
    )
    .action(async (files: readonly string[], flags: ScoreFlags) => {
      session.finish(await runScore(files, flags, session));
    });
}

async function runScore(
  files: readonly string[],
  flags: ScoreFlags,
  { out, err, status }: Session,
): Promise<ExitCode> {
  const shifts = readShifts(flags.shifts);
  const baseline = flags.baseline === undefined ? undefined : readCard(flags.baseline);
  const memory = openMemoryLimit(flags);
  const logs = openScoredLogs(files);
  const shape =
    files.length === 0 && flags.mapping === undefined && flags.target === undefined
      ? { mapping: shippedShape }
      : flags;
  const { mapping, rules } = openShape(shape, openPack(flags.rules, err), err);
  const principal = findPrincipal(mapping);
  const inputs = readInputs(logs.map(({ path }) => path));
  const census = await readOrRefuse(() =>
    takeCensus({ mapping, inputs, onProgress: createProgress(status, 'counting'), ...memory }, principal),
  );
  refuseRepeated(census, logs);
  const labels = new Map(logs.flatMap((log) => [...log.labels]));
  err.write(describeUnlabelled(census, labels));
  const score = await readOrRefuse(() =>
    scoreTraffic({
      rules,
      mapping,
      inputs,
      principal,
      labels,
      clients: census.clients,
      splitOf: logs.map(({ split }) => split),
      shifts,
      enrichments: enrichmentsOf[flags.enriched],
      onRun: (run, runs) => status.show(`replaying, run ${run} of ${runs}`),
      ...memory,
    }),
  );
  status.show('');
  refuseUnreadable(score.stats, mapping);
  const run = { logs, shifts };
  out.write(
    flags.json
      ? `${printableJson(recordScore(score, run, flags.split), 1)}\n`
      : writeScoreText(score, run, flags.split ?? 'all', out),
  );
  out.flush();
  if (flags.write !== undefined) writeScorecard(flags.write, score, run);
  if (baseline === undefined) return exitCodes.well;
  const declines = compareCards(baseline, cardOf(score));
  err.write(describeDeclines(declines));
  return declines.length > 0 ? exitCodes.no : exitCodes.well;
}

/** Windows step through a day as through any other, so a longer shift shows nothing new. */
const day = 86_400_000;

function readShifts(text: string): number[] {
  return text.split(',').map((part) => {
    const shift = part === '0' ? 0 : parseDuration(part);
    if (shift === undefined || shift >= day)
      throw new CommandError(
        `--shifts ${fit(JSON.stringify(text), 100)}: write durations of less than a day with commas, such as 0,433s,83m`,
      );
    return shift;
  });
}

/** @throws CommandError where a principal asks in two logs: read as one, they would be one client */
function refuseRepeated({ repeated }: Census, logs: readonly ScoredLog[]): void {
  const [first] = repeated;
  if (first === undefined) return;
  const [name, inputs] = first;
  const paths = inputs.map((input) => fit(logs[input]?.path ?? '', 200)).join(' and ');
  const more = repeated.size > 1 ? `, and ${countThings(repeated.size - 1, 'more principal')}` : '';
  throw new CommandError(
    `${fit(name, 100)} is in ${paths}${more}\n  all logs are read as one: name logs that share no principal`,
  );
}

/**
 * Who cannot be counted.
 * @throws CommandError where that is everybody
 */
function describeUnlabelled({ clients }: Census, labels: ReadonlyMap<string, Label>): string {
  const without = [...clients.keys()].filter((principal) => !labels.has(principal)).length;
  if (clients.size > 0 && without === clients.size)
    throw new CommandError('no principal of the logs has a label, so nothing can be counted');
  const silent = [...labels.keys()].filter((principal) => !clients.has(principal)).length;
  return (
    (without > 0 ? `${countThings(without, 'principal')} without a label, counted nowhere\n` : '') +
    (silent > 0 ? `${countThings(silent, 'label')} of principals that ask nothing\n` : '')
  );
}
