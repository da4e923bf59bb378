import type { Mapping } from '../ir/mapping.js';
import type { Rule } from '../ir/rule.js';
import { isRepeatable } from '../log/input.js';
import { asLimit, type LimitError } from '../log/limit.js';
import { mergeLogs } from '../log/merge.js';
import { type Reading, type ReadOptions, readLogs } from '../log/read-logs.js';
import type { Row } from '../log/row.js';
import { createSorter } from '../log/sorter.js';
import { createAlertFolder } from './alerts.js';
import { createCascade } from './cascade.js';
import { createDeduplication } from './dedupe.js';
import type { Alert, Finding, ReplayStats } from './finding.js';
import type { OnWindow } from './frame.js';
import { createStreamClock } from './stream.js';

export { type Input, InputError } from '../log/input.js';

export interface ReplayOptions extends ReadOptions {
  /** Rules of the mapping's source; deprecated ones are not run. */
  readonly rules: readonly Rule[];
  /**
   * How late an event may be, in milliseconds: inputs are then streams, one after the other. Left out: files exactly, at any disorder;
   * standard input alone as a stream at 5 minutes.
   */
  readonly lateness?: number | 'all';
  /** Called in the order of section 11. */
  readonly onFinding?: (finding: Finding) => void;
  readonly onAlert?: (alert: Alert) => void;
  /** Told of each window whose values were computed, whether the condition holds there or not. */
  readonly onWindow?: OnWindow;
  /** Bytes that the run may take, of which what waits to be sorted takes a share; `checkLimits` watches over the whole. */
  readonly mostMemory?: number;
}

const STREAM_LATENESS = 300_000;

/** So many findings, or events of the sorter, lie between two looks at the limits. */
const CHECKED_EVERY = 4096;

/** What is being run: rules at work, and what has been counted. */
interface Run {
  readonly take: (row: Row) => void;
  readonly finish: () => void;
  /** In place of `finish`: tells of the alerts that are open, and evaluates no further window. */
  readonly stop: () => void;
  readonly stats: ReplayStats;
}

function beginRun(
  { rules, mapping, onWindow, lateness, checkLimits }: ReplayOptions,
  onFinding: (finding: Finding) => void,
  onAlert: (alert: Alert) => void,
): Run {
  const stats: ReplayStats = {
    lines: 0,
    events: 0,
    skipped: 0,
    withoutTime: 0,
    withoutGroup: new Map(),
    unfit: new Map(),
    duplicates: 0,
    late: 0,
    waited: 0,
    cutShort: 0,
  };
  const alerts = createAlertFolder(onAlert);
  let told = 0;
  const engine = createCascade(rules, mapping.source, {
    onFinding(finding) {
      // Those of one instant come all at once, and each may open an alert.
      if (++told % CHECKED_EVERY === 0) checkLimits?.();
      onFinding(finding);
      if (!finding.rule.buildingBlock) alerts.take(finding);
    },
    onTime: alerts.advance,
    onWithoutGroup(rule) {
      stats.withoutGroup.set(rule.name, (stats.withoutGroup.get(rule.name) ?? 0) + 1);
    },
    ...(onWindow ? { onWindow } : {}),
    ...(checkLimits ? { checkLimits } : {}),
  });
  const counts = createDeduplication(mapping.source, rules, typeof lateness === 'number' ? lateness : 0);
  function takeOnce(row: Row): void {
    if (counts?.(row) === false) stats.duplicates++;
    else engine.take(row);
  }
  return {
    take: counts ? takeOnce : engine.take,
    finish: engine.finish,
    stop: () => alerts.advance(Number.POSITIVE_INFINITY),
    stats,
  };
}

/** Runs something to its end, or to the limit that stops it. */
function untilLimit(act: () => void): LimitError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    const limit = asLimit(error);
    if (limit) return limit;
    throw error;
  }
}

function endRun({ finish, stop, stats }: Run, mapping: Mapping, reading: Reading): ReplayStats {
  const { tally, brokenOff } = reading;
  const stopped = reading.stopped ?? untilLimit(finish);
  if (stopped) {
    stop();
    stats.stopped = stopped;
  }
  const { lines, events, skipped, withoutTime } = tally;
  Object.assign(stats, { lines, events, skipped, withoutTime });
  for (const [slot, name] of [...mapping.source.fields.keys()].entries())
    if (tally.unfit[slot] > 0) stats.unfit.set(name, tally.unfit[slot]);
  if (brokenOff) stats.brokenOff = brokenOff;
  return stats;
}

function noteTime(stats: ReplayStats, time: number): void {
  if (stats.from === undefined || time < stats.from) stats.from = time;
  if (stats.to === undefined || time > stats.to) stats.to = time;
}

/** So many results are kept back until it is sure that the inputs are in order. */
const MOST_KEPT_BACK = 100_000;

/**
 * Reads inputs that are in order in one pass, without putting anything aside.
 * @param isSure that they are; if not, nothing is reported before the end
 * @returns undefined where they are not in order, or where there are more results than can be kept back; nothing has been reported then
 */
async function replayInOrder(options: ReplayOptions, isSure: boolean): Promise<ReplayStats | undefined> {
  const { onFinding, onAlert } = options;
  const kept: (() => void)[] = [];
  let keepsBack = !isSure;
  function report<T>(tell: ((result: T) => void) | undefined): (result: T) => void {
    if (!tell) return () => {};
    return (result) => {
      if (!keepsBack) tell(result);
      else if (kept.length <= MOST_KEPT_BACK) kept.push(() => tell(result));
    };
  }
  const run = beginRun(options, report(onFinding), report(onAlert));
  let latest = Number.NEGATIVE_INFINITY;
  let isComplete = true;
  const reading = await readLogs(options, async (logs) => {
    isComplete = await mergeLogs(logs, (row) => {
      if (row.time < latest || kept.length > MOST_KEPT_BACK) return false;
      latest = row.time;
      noteTime(run.stats, latest);
      run.take(row);
      return true;
    });
  });
  if (!isComplete || kept.length > MOST_KEPT_BACK) return undefined;
  for (const tell of kept) tell();
  keepsBack = false;
  return endRun(run, options.mapping, reading);
}

/** Whether inputs that can be read again are in order. */
async function isInOrder(options: ReplayOptions): Promise<boolean> {
  let latest = Number.NEGATIVE_INFINITY;
  let inOrder = true;
  await readLogs(options, async (logs) => {
    inOrder = await mergeLogs(logs, ({ time }) => {
      const follows = time >= latest;
      latest = time;
      return follows;
    });
  });
  return inOrder;
}

/** Reads inputs one after the other through a sorter: to their end where `lateness` is `all`, else as streams. */
async function replaySorted(options: ReplayOptions, lateness: number | 'all'): Promise<ReplayStats> {
  const run = beginRun(options, options.onFinding ?? (() => {}), options.onAlert ?? (() => {}));
  const { stats } = run;
  const sorter = createSorter([...options.mapping.source.fields.values()], options.mostMemory);
  const clock = lateness === 'all' ? undefined : createStreamClock(lateness, sorter, stats);
  let drained = 0;
  function pass(row: Row): void {
    if (++drained % CHECKED_EVERY === 0) options.checkLimits?.();
    run.take(row);
  }
  const take = clock ? clock.take : sorter.push;
  try {
    const reading = await readLogs(options, async (logs) => {
      for (const log of logs) {
        while (await log.more()) {
          while (log.next()) {
            noteTime(stats, log.row.time);
            take(log.row);
          }
          if (clock) sorter.drain(clock.watermark(), pass);
        }
      }
    });
    const stopped =
      reading.stopped ??
      untilLimit(() => {
        clock?.finish();
        sorter.drain(Number.POSITIVE_INFINITY, pass);
      });
    return endRun(run, options.mapping, stopped ? { ...reading, stopped } : reading);
  } finally {
    sorter.close();
  }
}

/**
 * Replays a log through rules in one pass. The meaning is that of the set of events: neither their order nor how they are split over files
 * changes it.
 * @throws InputError where an input cannot be read at all; one that breaks off is noted in what is returned
 */
export async function replay(options: ReplayOptions): Promise<ReplayStats> {
  const { inputs } = options;
  const lateness =
    options.lateness ?? (inputs.every(({ kind }) => kind === 'stdin') ? STREAM_LATENESS : 'all');
  if (lateness !== 'all') return replaySorted({ ...options, lateness }, lateness);
  const repeatable = await Promise.all(inputs.map(isRepeatable));
  if (!repeatable.every(Boolean)) return replaySorted(options, 'all');
  return (
    (await replayInOrder(options, false)) ??
    ((await isInOrder(options)) ? await replayInOrder(options, true) : undefined) ??
    (await replaySorted(options, 'all'))
  );
}
