import type { Finding } from '../../src/evaluate/finding.js';
import { type Input, replay } from '../../src/evaluate/replay.js';
import type { Mapping } from '../../src/ir/mapping.js';
import { type Rule, valueNames } from '../../src/ir/rule.js';
import type { AlertLine, Evidence } from '../oracle/alerts.js';
import type { FindingLine } from '../oracle/found.js';
import { type Counts, noCounts } from '../oracle/reading.js';
import { writeTime } from '../oracle/time.js';

/** What the evaluator says of a log, in the oracle's terms. */
export interface Outcome {
  readonly findings: readonly FindingLine[];
  readonly alerts: readonly AlertLine[];
  /** For each alert, a few of its opening finding's events. */
  readonly evidence: readonly Evidence[];
  readonly counts: Counts;
}

/** Replays inputs through rules; findings show them under their names. */
export async function evaluate(
  rules: readonly Rule[],
  mapping: Mapping,
  inputs: readonly Input[],
  names: readonly string[],
  lateness: number | undefined,
): Promise<Outcome> {
  const findings: FindingLine[] = [];
  const alerts: AlertLine[] = [];
  const told: Evidence[] = [];
  const stats = await replay({
    rules,
    mapping,
    inputs,
    ...(lateness === undefined ? {} : { lateness }),
    onFinding: (finding) => findings.push(writeFinding(finding, names)),
    onAlert: ({ rule, group, firstAt, lastAt, findings: count, values, extremes, evidence }) => {
      told.push(evidence);
      const { name, id, severity, atlas, respond, by, suppress } = rule;
      alerts.push({
        rule: name,
        rule_id: id,
        group: nameValues(
          (suppress?.by ?? by).map((field) => field.name),
          group,
        ),
        first_window_end: writeTime(firstAt),
        last_window_end: writeTime(lastAt),
        findings: count,
        values: nameValues(valueNames(rule), values),
        extremes: rule.kind === 'sequence' ? {} : nameValues(valueNames(rule), extremes),
        severity,
        atlas,
        respond,
      });
    },
  });
  return { findings, alerts, evidence: told, counts: writeCounts(stats) };
}

function writeFinding(
  { rule, group, at, values, place, id }: Finding,
  names: readonly string[],
): FindingLine {
  const by = rule.by.map((field) => field.name);
  const head = { rule: rule.name, rule_id: rule.id, group: nameValues(by, group) };
  if (rule.kind !== 'match') {
    return { ...head, window_end: writeTime(at), values: nameValues(valueNames(rule), values) };
  }
  if (id !== undefined) return { ...head, time: writeTime(at), id };
  if (place === undefined) throw new Error(`a finding of ${rule.name} has neither a place nor an id`);
  const file = names.length > 1 ? names[place.input] : undefined;
  return { ...head, time: writeTime(at), line: place.line, ...(file === undefined ? {} : { file }) };
}

function nameValues<T>(names: readonly string[], values: readonly T[]): { [name: string]: T } {
  if (names.length !== values.length) throw new Error(`${values.length} values for ${names.join(', ')}`);
  return Object.fromEntries(names.flatMap((name, i) => values.slice(i, i + 1).map((value) => [name, value])));
}

function writeCounts(stats: Awaited<ReturnType<typeof replay>>): Counts {
  const counts = noCounts();
  for (const cause of [
    'lines',
    'skipped',
    'withoutTime',
    'events',
    'duplicates',
    'late',
    'waited',
    'cutShort',
  ] as const) {
    counts[cause] = stats[cause];
  }
  if (stats.from !== undefined) counts.from = stats.from;
  if (stats.to !== undefined) counts.to = stats.to;
  for (const cause of ['unfit', 'withoutGroup'] as const) {
    for (const [name, count] of stats[cause]) if (count > 0) counts[cause][name] = count;
  }
  return counts;
}
