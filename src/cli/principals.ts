import type { Command } from 'commander';
import { groupsNamedBy } from '../evaluate/detection.js';
import type { Alert, GroupValue } from '../evaluate/finding.js';
import { type Profile, profileGroups, type Usage } from '../evaluate/profile.js';
import { replay } from '../evaluate/replay.js';
import type { Field, Source } from '../ir/source.js';
import { formatInstant } from '../text/instant.js';
import { printableJson } from '../text/printable.js';
import { describeGroup } from './alert-text.js';
import { CommandError } from './command-error.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { keepInputs } from './kept-inputs.js';
import { countThings, createColumns, fit, writeCount } from './layout.js';
import { readInputs, readOrRefuse, refuseUnreadable } from './log-input.js';
import { openShape, type ShapeFlags } from './log-shape.js';
import { addMaxMemory, type MemoryFlags, openMemoryLimit, refuseStopped } from './memory-limit.js';
import type { Output } from './output.js';
import { defaultRules, describeMissing, openPack } from './pack.js';
import { createProgress } from './progress.js';
import { describeStats } from './replay-stats.js';
import type { Session } from './session.js';

interface PrincipalsFlags extends ShapeFlags, MemoryFlags {
  readonly rules: string;
  readonly by: string;
  readonly json?: true;
}

/** Adds `principals FILE…`: everyone in a log, suspicious or not. */
export function addPrincipals(program: Command, session: Session): void {
  const command = program
    .command('principals')
    .description('list everyone in a log, most active first, and what was found about them')
    .argument('<file...>', 'JSON Lines, plain or gzip; - is standard input')
    .option('--by <fields>', 'what tells them apart: fields of the source, with commas', 'principal')
    .option('--rules <dir>', 'folder of the rules', defaultRules)
    .option(
      '--mapping <mapping>',
      "how the log's shape yields the fields: a name in targets/mappings, or a file",
    )
    .option('--target <target>', 'take the mapping of a target: a name in targets, or a file')
    .option('--json', 'an array of objects');
  addMaxMemory(command)
    .addHelpText(
      'after',
      `
Examples:
  rulewright principals log.jsonl
  rulewright principals --mapping lab fixtures/mixed-small.jsonl.gz --by org,user_agent
  rulewright principals log.jsonl --json | jq '.[] | select(.unique_ratio > 0.9)'

${describeExitCodes('the log was read to its end', 'an error in a rule', 'the log broke off, or a limit was reached; what was read until then is printed')}`,
    )
    .action(async (files: readonly string[], flags: PrincipalsFlags) => {
      session.finish(await runPrincipals(files, flags, session));
    });
}

async function runPrincipals(
  files: readonly string[],
  flags: PrincipalsFlags,
  { out, err, status }: Session,
): Promise<ExitCode> {
  const named = readInputs(files);
  const { checkLimits } = openMemoryLimit(flags);
  const { mapping, rules } = openShape(flags, openPack(flags.rules, err), err);
  const { source } = mapping;
  const by = readFields(flags.by, source);
  const { inputs, remove } = await readOrRefuse(() => keepInputs(named));
  try {
    const alerts: Alert[] = [];
    const stats = await readOrRefuse(() =>
      replay({
        rules,
        mapping,
        inputs,
        onAlert: (alert) => alerts.push(alert),
        onProgress: createProgress(status, 'replaying'),
        checkLimits,
      }),
    );
    const { profiles, reading, withoutGroup } = await readOrRefuse(() =>
      profileGroups(
        { mapping, inputs, onProgress: createProgress(status, 'counting'), checkLimits },
        { by, input: fieldOf('input_hash', source), fullVectors: fieldOf('wants_probs', source) },
      ),
    );
    status.show('');
    const rulesOf = nameRules(alerts, by);
    if (flags.json) writeJson(profiles, by, rulesOf, out);
    else writeTable(profiles, by, rulesOf, out);
    out.flush();
    err.write(`${describeStats(stats)}\n`);
    if (withoutGroup > 0) err.write(`${countThings(withoutGroup, 'event')} without ${flags.by} not listed\n`);
    refuseStopped(reading.stopped, reading.tally); // what is listed is of this reading
    refuseUnreadable(stats, mapping);
    return exitCodes.well;
  } finally {
    remove();
  }
}

function readFields(text: string, source: Source): Field[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  return names.map((name) => {
    const field = source.fields.get(name);
    if (field === undefined)
      throw new CommandError(describeMissing('field', name, '', [...source.fields.keys()]));
    return field;
  });
}

/** A source that lacks the field has a log that never holds it. */
function fieldOf(name: string, source: Source): Field {
  return source.fields.get(name) ?? { name, type: 'keyword', required: false };
}

/** Finds the rules with an alert that names a group: by its own group, or among the values that it reports. */
function nameRules(
  alerts: readonly Alert[],
  by: readonly Field[],
): (group: readonly GroupValue[]) => readonly string[] {
  const named = new Map<string, Set<string>>();
  for (const alert of alerts)
    for (const group of groupsNamedBy(alert, by)) {
      const key = JSON.stringify(group);
      named.set(key, (named.get(key) ?? new Set()).add(alert.rule.name));
    }
  return (group) => [...(named.get(JSON.stringify(group)) ?? [])].sort();
}

type RulesOf = ReturnType<typeof nameRules>;

/** Written one by one: a million of them would not fit into one text. */
function writeJson(profiles: readonly Profile[], by: readonly Field[], rulesOf: RulesOf, out: Output): void {
  out.write('[');
  for (const [index, profile] of profiles.entries()) {
    const record = {
      ...Object.fromEntries(by.map(({ name }, place) => [name, profile.group[place]])),
      ...recordUsage(profile),
      busiest: { from: formatInstant(profile.busiest.from), ...recordUsage(profile.busiest) },
      first_seen: formatInstant(profile.firstSeen),
      last_seen: formatInstant(profile.lastSeen),
      alerts: rulesOf(profile.group),
    };
    out.write(`${index === 0 ? '' : ','}\n  ${printableJson(record)}`);
  }
  out.write('\n]\n');
}

function recordUsage({ queries, uniqueRatio, fullVectorRatio }: Usage): object {
  return { queries, unique_ratio: uniqueRatio, prob_request_ratio: fullVectorRatio };
}

const nameColumns = 20;

/** 98 columns at the most; the rules that alerted stand below whom they name. Laid out twice rather than kept: there may be a million. */
function writeTable(profiles: readonly Profile[], by: readonly Field[], rulesOf: RulesOf, out: Output): void {
  const hours = createColumns(['right', 'right', 'right'], ' ');
  const columns = createColumns(['left', 'right', 'right', 'right', 'left', 'left']);
  const name = fit(by.map((field) => field.name).join(', '), nameColumns);
  const head = [name, 'queries', 'unique', 'full', 'busiest hour (UTC)', 'first – last'];
  const cellsOf = (profile: Profile) => [
    describeGroup(by, profile.group, nameColumns),
    ...writeUsage(profile),
    `${writeMinute(profile.busiest.from)} ${hours.align(writeUsage(profile.busiest))}`,
    writeSpan(profile.firstSeen, profile.lastSeen),
  ];
  for (const { busiest } of profiles) hours.measure(writeUsage(busiest));
  columns.measure(head);
  for (const profile of profiles) columns.measure(cellsOf(profile));
  out.write(`${columns.align(head)}\n`);
  for (const profile of profiles) {
    out.write(`${columns.align(cellsOf(profile))}\n`);
    const rules = rulesOf(profile.group);
    if (rules.length > 0) out.write(`    alerts: ${rules.join(', ')}\n`);
  }
}

function writeUsage({ queries, uniqueRatio, fullVectorRatio }: Usage): string[] {
  return [writeCount(queries), uniqueRatio.toFixed(2), fullVectorRatio.toFixed(2)];
}

/** `01-12 09:02`; the year stands in the remark below the table. */
function writeMinute(instant: number): string {
  return formatInstant(instant).slice(5, 16).replace('T', ' ');
}

function writeSpan(from: number, to: number): string {
  const last = writeMinute(to);
  return `${writeMinute(from)}–${formatInstant(from).slice(0, 10) === formatInstant(to).slice(0, 10) ? last.slice(6) : last}`;
}
