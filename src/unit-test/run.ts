import type { Alert, ReplayStats } from '../evaluate/finding.js';
import { type Input, InputError, replay } from '../evaluate/replay.js';
import { type Mapping, ownShape } from '../ir/mapping.js';
import { logSource, type Rule } from '../ir/rule.js';
import type { LimitCheck, LimitError } from '../log/limit.js';
import { generateTraffic } from './generated-traffic.js';
import { investigate } from './investigation.js';
import { type Judgement, judge } from './judgement.js';
import { censusRule, identityOf } from './queries.js';
import type { ExpectedAlert, TestCase } from './test-case.js';
import { type CaseResult, closeCase, type Problem } from './verdict.js';

/** Cases over one log, which is read once for all of them. */
export interface Batch {
  readonly cases: readonly TestCase[];
  readonly mapping: Mapping;
  readonly inputs: readonly Input[];
}

export interface RunOptions {
  /** Asked now and then whether to go on. */
  readonly checkLimits?: LimitCheck;
  /** Told of the limit that stopped a reading: its cases are an `error`. */
  readonly onStop?: (limit: LimitError) => void;
}

/**
 * Runs test cases, each on its own log; cases that name the same files in the same shape share one reading of them.
 * @returns One result a case, in the order given. A log that cannot be read is an `error` of its cases, never a throw.
 */
export async function runTests(cases: readonly TestCase[], options: RunOptions = {}): Promise<CaseResult[]> {
  const results = new Map<TestCase, CaseResult>();
  for (const batch of gatherBatches(cases))
    for (const result of await runBatch(batch, options)) results.set(result.testCase, result);
  return cases.flatMap((testCase) => results.get(testCase) ?? []);
}

function gatherBatches(cases: readonly TestCase[]): TestCase[][] {
  const batches = new Map<string, TestCase[]>();
  for (const [index, testCase] of cases.entries()) {
    const { log, rule } = testCase;
    const key =
      log.kind === 'fixture'
        ? JSON.stringify([logSource(rule).name, log.mapping?.name ?? null, [...log.paths].sort()])
        : String(index);
    const batch = batches.get(key);
    if (batch === undefined) batches.set(key, [testCase]);
    else batch.push(testCase);
  }
  return [...batches.values()];
}

/** A log is made only when its turn comes, so that one generated log at a time is in memory. */
function openBatch(cases: readonly TestCase[]): Batch | undefined {
  const [first] = cases;
  if (first === undefined) return undefined;
  const { log, rule } = first;
  const source = logSource(rule);
  switch (log.kind) {
    case 'fixture':
      return {
        cases,
        mapping: log.mapping ?? ownShape(source),
        inputs: log.paths.map((path) => ({ kind: 'file', path })),
      };
    case 'events':
      return {
        cases,
        mapping: log.mapping ?? ownShape(source),
        inputs: [{ kind: 'text', name: 'events', text: log.text }],
      };
    case 'traffic':
      return {
        cases,
        mapping: ownShape(source),
        inputs: [{ kind: 'text', name: 'traffic', text: generateTraffic(log.traffic, source) }],
      };
  }
}

async function runBatch(cases: readonly TestCase[], options: RunOptions): Promise<CaseResult[]> {
  const started = performance.now();
  const problems = await judgeBatch(cases, options);
  const each = (performance.now() - started) / cases.length;
  return cases.map((testCase) => closeCase(testCase, problems.get(testCase) ?? [], each));
}

async function judgeBatch(
  cases: readonly TestCase[],
  options: RunOptions,
): Promise<Map<TestCase, readonly Problem[]>> {
  const batch = openBatch(cases);
  if (batch === undefined) return new Map();
  try {
    const seen = await observe(batch, options);
    const judgements = new Map(cases.map((testCase) => [testCase, judgeCase(testCase, seen)]));
    const missing = cases.flatMap((testCase) =>
      (judgements.get(testCase)?.missing ?? []).map((expected) => ({ testCase, expected })),
    );
    const found = await investigate(batch, missing);
    return new Map(
      cases.map((testCase) => [
        testCase,
        [...(judgements.get(testCase)?.problems ?? []), ...(found.get(testCase) ?? [])],
      ]),
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { message } = error;
    return new Map(cases.map((testCase) => [testCase, [{ kind: 'error', message }]]));
  }
}

/** What one reading of a log shows to all its cases. */
interface Observation {
  readonly stats: ReplayStats;
  readonly alerts: ReadonlyMap<string, readonly Alert[]>;
  readonly queries: ReadonlyMap<ExpectedAlert, readonly number[]>;
}

async function observe(batch: Batch, { checkLimits, onStop }: RunOptions): Promise<Observation> {
  // A building block is tested as if it raised alerts.
  const rules = new Map(batch.cases.map(({ rule }) => [rule.name, { ...rule, buildingBlock: false }]));
  const alerts = new Map<string, Alert[]>();
  for (const name of rules.keys()) alerts.set(name, []);
  const censuses: Rule[] = [];
  const times = new Map<string, number[]>();
  const queries = new Map<ExpectedAlert, readonly number[]>();
  for (const testCase of batch.cases) {
    for (const expected of testCase.alerts) {
      if (expected.withinQueries === undefined) continue;
      // A slash: no rule has such a name.
      const census = censusRule(`census/${censuses.length}`, testCase, identityOf(expected.group));
      const list: number[] = [];
      censuses.push(census);
      times.set(census.name, list);
      queries.set(expected, list);
    }
  }
  const stats = await replay({
    rules: [...rules.values(), ...censuses],
    mapping: batch.mapping,
    inputs: batch.inputs,
    ...(checkLimits ? { checkLimits } : {}),
    onFinding: ({ rule, at }) => times.get(rule.name)?.push(at),
    onAlert: (alert) => alerts.get(alert.rule.name)?.push(alert),
  });
  if (stats.stopped) onStop?.(stats.stopped);
  return { stats, alerts, queries };
}

function judgeCase(testCase: TestCase, seen: Observation): Judgement {
  const unreadable = explainEmptiness(testCase.rule, seen.stats);
  if (unreadable !== undefined) return { missing: [], problems: [{ kind: 'error', message: unreadable }] };
  return judge(testCase, seen.alerts.get(testCase.rule.name) ?? [], seen.queries);
}

/** Silence on a log of which nothing was counted proves nothing. */
function explainEmptiness(rule: Rule, stats: ReplayStats): string | undefined {
  if (stats.stopped !== undefined) return `stopped: ${stats.stopped.message}`;
  if (stats.brokenOff !== undefined) return `the log broke off: ${stats.brokenOff.message}`;
  if (stats.lines === 0) return 'the log is empty';
  if (stats.events === 0)
    return `none of the log's ${stats.lines} lines is an event (${stats.skipped} not JSON objects, ${stats.withoutTime} without a readable time)`;
  const withoutGroup = stats.withoutGroup.get(rule.name) ?? 0;
  return withoutGroup === stats.events && rule.reads === undefined
    ? `none of the log's ${stats.events} events has all of ${rule.by.map(({ name }) => name).join(', ')}, the fields of the rule's group`
    : undefined;
}
