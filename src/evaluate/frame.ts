import type { AggregateRule, SequenceRule } from '../ir/rule.js';
import type { Row, Slots } from '../log/row.js';
import { firstInstant } from '../text/instant.js';
import { createEntries } from './entries.js';
import type { Evidence, Finding, GroupValue, ReportValue } from './finding.js';
import type { Grouping } from './grouping.js';
import { growFloats } from './grow.js';
import { createJudge, type Judge, toShown } from './judge.js';
import { compareGroups } from './order.js';
import { EVERY, type SharedTests } from './shared-tests.js';
import type { ValueTables } from './values.js';
import { createWindowPlan } from './window-plan.js';

/**
 * The rules that have one group, one window and one `where` between them. A frame keeps its windows as panes (`every` long), so that an event costs the
 * same however long the window is: a pane changes its group's values when it comes in and when it leaves, and at no other end in between.
 */
export interface Frame {
  readonly rules: readonly WindowRule[];
  /** Whether the rules count the event. */
  readonly admits: (row: Row) => boolean;
  /** Adds an admitted event of a group. Events come in order of time, and every end up to theirs has been closed. */
  readonly add: (row: Row, group: number) => void;
  /** The next window end at which there is something to do, in milliseconds; infinite where there is none. */
  readonly nextEnd: () => number;
  /** Evaluates the windows that end there. `nextEnd` gave the end. */
  readonly close: (end: number, report: (finding: Finding) => void) => void;
  /** Goes on to the pane of a time; returns where that pane ends. */
  readonly enter: (time: number) => number;
}

/** A rule whose findings are windows. */
export type WindowRule = AggregateRule | SequenceRule;

/**
 * Told of each window whose values were computed, whether the condition holds there or not. Where a reading proves out of order and begins
 * anew, windows are told again.
 */
export type OnWindow = (
  rule: WindowRule,
  group: readonly GroupValue[],
  end: number,
  values: readonly (number | null)[],
) => void;

interface PlannedRule {
  readonly rule: WindowRule;
  readonly judge: Judge;
  /** The groups whose window is a finding now, and until their values change again, by number. */
  readonly firingOf: (Firing | undefined)[];
  /** The same in order of group: as it was at the end before, and what has begun since in no order. */
  firing: Firing[];
  begun: Firing[];
  /** How many of `firing` and `begun` are over. */
  over: number;
}

interface Firing {
  readonly group: readonly GroupValue[];
  values: readonly (number | null)[];
  report: readonly ReportValue[];
  readonly evidence: (end: number) => Evidence;
  isOver: boolean;
}

/** Brings a rule's list up to date in one go: to move each group into its place would take the square of their number. */
function putInOrder(rule: PlannedRule): void {
  if (rule.begun.length === 0 && rule.over === 0) return;
  const begun = rule.begun.filter(({ isOver }) => !isOver);
  begun.sort((left, right) => compareGroups(left.group, right.group));
  const all: Firing[] = [];
  let next = 0;
  for (const one of rule.firing) {
    if (one.isOver) continue;
    while (next < begun.length && compareGroups(begun[next].group, one.group) < 0) all.push(begun[next++]);
    all.push(one);
  }
  while (next < begun.length) all.push(begun[next++]);
  rule.firing = all;
  rule.begun = [];
  rule.over = 0;
}

/** So many places of a window's events are told with its finding. */
const MOST_PLACES = 5;

export interface FrameOptions {
  readonly onWindow?: OnWindow | undefined;
  /** Called for each window that is evaluated; may throw. */
  readonly atWork?: () => void;
}

/**
 * @param rules all with the same group, window and `where`
 * @param grouping of that group
 * @param values of that grouping's groups
 */
export function createFrame(
  rules: readonly [WindowRule, ...WindowRule[]],
  grouping: Grouping,
  tests: SharedTests,
  values: ValueTables,
  slots: Slots,
  { onWindow, atWork = () => {} }: FrameOptions = {},
): Frame {
  const [{ window, where: counted }] = rules;
  const { size, every } = window;
  const panes = size / every;
  const where = counted ? tests.add(counted) : EVERY;
  const entries = createEntries((places, first, end) => {
    for (const { accumulator } of plan.accumulators) accumulator.growEntries?.(places, first, end);
  });
  const plan = createWindowPlan(tests, values, slots, entries, size);
  const planned = rules.map(
    (rule): PlannedRule => ({
      rule,
      judge: createJudge(rule, plan, tests, where, onWindow !== undefined),
      firingOf: [],
      firing: [],
      begun: [],
      over: 0,
    }),
  );
  const { accumulators } = plan;

  let pane = Number.NEGATIVE_INFINITY; // the one that events fall into now
  let paneStart = 0; // its first entry
  let lastClosed = Number.NEGATIVE_INFINITY; // in panes
  let firing = 0; // groups of all rules
  let capacity = 0; // of the groups' columns
  const changed: number[] = []; // groups whose window has other events than at the end before
  let changedAt: Float64Array = new Float64Array(32).fill(Number.NaN); // by group: the end, in panes, of its last such change

  function note(group: number, end: number): void {
    if (changedAt[group] === end) return;
    changedAt[group] = end;
    changed.push(group);
  }

  /** The next end at which a window's events change, in panes. */
  function nextChange(): number {
    if (entries.first() === entries.end()) return Number.POSITIVE_INFINITY;
    const comesIn = lastClosed > pane || paneStart === entries.end() ? Number.POSITIVE_INFINITY : pane + 1;
    return Math.min(comesIn, entries.paneOf(entries.first()) + panes + 1);
  }

  /** Takes a group off those that fire. */
  function quench(rule: PlannedRule, group: number): void {
    const known = rule.firingOf[group];
    if (!known) return;
    rule.firingOf[group] = undefined;
    known.isOver = true;
    rule.over++;
    firing--;
  }

  /** Puts a group among those that fire, or brings it up to date. */
  function kindle(rule: PlannedRule, group: number, values: Firing['values']): void {
    const report = rule.judge.report(group);
    const known = rule.firingOf[group];
    if (known) {
      known.values = values;
      known.report = report;
      return;
    }
    const begun = {
      group: grouping.valuesOf(group),
      values,
      report,
      evidence: (at: number) => evidenceOf(group, at),
      isOver: false,
    };
    rule.firingOf[group] = begun;
    rule.begun.push(begun);
    firing++;
  }

  function evaluate(group: number, end: number): void {
    for (const one of planned) {
      atWork();
      const holds = one.judge.holds(group);
      if (!holds) quench(one, group);
      if (!holds && !onWindow) continue;
      const values = Array.from(one.judge.values, toShown);
      onWindow?.(one.rule, grouping.valuesOf(group), end, values);
      if (holds) kindle(one, group, values);
    }
  }

  function evidenceOf(group: number, end: number): Evidence {
    const places = [];
    // Events that came since belong to a later pane.
    for (
      let entry = entries.newest(group);
      entry >= 0 && places.length < MOST_PLACES;
      entry = entries.before(entry)
    )
      if (entries.paneOf(entry) * every < end && entries.placeOf(entry).input >= 0)
        places.unshift(entries.placeOf(entry));
    return { from: Math.max(end - size, firstInstant), to: end, places, ids: [] };
  }

  return {
    rules,
    admits: (row) => tests.check(where, row),
    add(row, group) {
      let entry = entries.newest(group);
      if (entry < 0 || entries.paneOf(entry) !== pane) {
        if (group >= capacity) {
          capacity = Math.max(grouping.capacity(), capacity * 2, 32);
          for (const { accumulator } of accumulators) accumulator.growGroups?.(capacity);
          const known = changedAt.length;
          if (capacity > known) changedAt = growFloats(changedAt, capacity).fill(Number.NaN, known);
        }
        if (paneStart === entries.end())
          for (const { accumulator } of accumulators) accumulator.beginPane?.(pane);
        entry = entries.begin(group, pane, row);
        grouping.retain(group);
      }
      for (let i = 0; i < accumulators.length; i++) {
        const { test, accumulator } = accumulators[i];
        if (tests.check(test, row)) accumulator.add(row, group, entry);
      }
    },
    nextEnd() {
      const next = nextChange();
      return (firing > 0 ? Math.min(next, lastClosed + 1) : next) * every;
    },
    close(end, report) {
      const index = Math.round(end / every);
      lastClosed = index;
      // What left: every entry of the panes before the window.
      const leaving = index - panes - 1;
      while (entries.first() < entries.end() && entries.paneOf(entries.first()) <= leaving) {
        const entry = entries.first();
        const group = entries.groupOf(entry);
        for (const { accumulator } of accumulators) accumulator.expire?.(group, entry);
        if (entries.drop()) {
          for (const one of planned) quench(one, group);
        } else note(group, index);
        grouping.release(group);
      }
      for (const { accumulator } of accumulators) accumulator.expirePane?.(leaving);
      // What came in: the entries of the pane that ends here.
      if (pane === index - 1)
        for (let entry = paneStart; entry < entries.end(); entry++) note(entries.groupOf(entry), index);
      for (const group of changed) evaluate(group, end);
      changed.length = 0;
      for (const one of planned) {
        putInOrder(one);
        for (const { group, values, report: told, evidence } of one.firing)
          report({ rule: one.rule, group, at: end, values, report: told, evidence });
      }
    },
    enter(time) {
      const entered = Math.floor(time / every);
      if (entered !== pane) {
        pane = entered;
        paneStart = entries.end();
      }
      return (pane + 1) * every;
    },
  };
}
