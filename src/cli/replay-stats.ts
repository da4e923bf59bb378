import type { ReplayStats } from '../evaluate/finding.js';
import { formatInstant, instantInWords } from '../text/instant.js';
import { countThings, fit, writeCount } from './layout.js';

/** What a replay found, beside what it read. */
export interface Yield {
  readonly findings: number;
  readonly alerts: number;
}

/** The counts for machines, as `--stats` writes them: every cause, also where nothing was lost by it. */
export function recordStats(stats: ReplayStats, { findings, alerts }: Yield): object {
  return {
    lines: stats.lines,
    events: stats.events,
    skipped: stats.skipped,
    without_time: stats.withoutTime,
    without_group: Object.fromEntries(sortCounts(stats.withoutGroup)),
    unfit: Object.fromEntries(sortCounts(stats.unfit)),
    duplicates: stats.duplicates,
    late: stats.late,
    waited: stats.waited,
    cut_short: stats.cutShort,
    from: stats.from === undefined ? null : formatInstant(stats.from),
    to: stats.to === undefined ? null : formatInstant(stats.to),
    findings,
    alerts,
  };
}

/** The counts for people: one line of what was read, and one of what was not, by cause. */
export function describeStats(stats: ReplayStats): string {
  const { from, to } = stats;
  const range =
    from === undefined || to === undefined ? '' : `, ${instantInWords(from)} to ${instantInWords(to)}`;
  return `${countThings(stats.events, 'event')} of ${countThings(stats.lines, 'line')}${range}\n${describeLosses(stats)}`;
}

/** What no rule saw, or not whole, by cause. */
export function describeLosses(stats: ReplayStats): string {
  const parts = [
    `skipped ${countThings(stats.skipped, 'line')}`,
    `no time ${writeCount(stats.withoutTime)}`,
    `no group ${listCounts(stats.withoutGroup)}`,
    `unfit ${listCounts(stats.unfit)}`,
    `late ${writeCount(stats.late)}`,
  ];
  if (stats.duplicates > 0) parts.push(`repeated ids ${writeCount(stats.duplicates)}`);
  if (stats.waited > 0)
    parts.push(`waited ${writeCount(stats.waited)}, of these ${writeCount(stats.cutShort)} to the end`);
  return parts.join(' · ');
}

/**
 * Whether `--strict` fails a run: something was lost. Events that waited and were read in time are none of it, nor are
 * repeated ids, which the source asked to be dropped.
 */
export function hasLosses(stats: ReplayStats): boolean {
  return (
    stats.skipped + stats.withoutTime + stats.late + stats.cutShort > 0 ||
    sum(stats.withoutGroup) > 0 ||
    sum(stats.unfit) > 0
  );
}

function listCounts(counts: ReadonlyMap<string, number>): string {
  const listed = sortCounts(counts).map(([name, count]) => `${fit(name, 60)} ${writeCount(count)}`);
  return listed.length === 0 ? '0' : `${writeCount(sum(counts))} (${listed.join(', ')})`;
}

function sortCounts(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
