import type { AggregateRule, SequenceRule } from '../ir/rule.js';
import type { Row, Slots } from '../log/row.js';
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
  /** The groups whose window is a finding now, and until their values change again; in order of group. */
  readonly firing: Firing[];
  /** The same by number of the group. */
  readonly firingOf: Map<number, Firing>;
}

interface Firing {
  readonly group: readonly GroupValue[];
  values: readonly (number | null)[];
  report: readonly ReportValue[];
  readonly evidence: (end: number) => Evidence;
}

/** The place of a group in a list that is in order of group, or where it would be. */
function findFiring(firing: readonly Firing[], group: readonly GroupValue[]): number {
  let low = 0;
  let high = firing.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareGroups(firing[middle].group, group) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** So many places of a window's events are told with its finding. */
const MOST_PLACES = 5;

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
  onWindow?: OnWindow,
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
      firing: [],
      firingOf: new Map(),
    }),
  );
  const { accumulators } = plan;

  let pane = Number.NEGATIVE_INFINITY; // the one that events fall into now
  let paneStart = 0; // its first entry
  let lastClosed = Number.NEGATIVE_INFINITY; // in panes
  let firing = 0; // groups of all rules
  let capacity = 0; // of the groups' columns
  const changed: number[] = []; // groups whose window's events are others than at the end before
  let changedAt: Float64Array = new Float64Array(0); // by group: the end at which it was last listed

  /** The next end at which a window's events change, in panes. */
  function nextChange(): number {
    if (entries.first() === entries.end()) return Number.POSITIVE_INFINITY;
    const comesIn = lastClosed > pane || paneStart === entries.end() ? Number.POSITIVE_INFINITY : pane + 1;
    return Math.min(comesIn, entries.paneOf(entries.first()) + panes + 1);
  }

  /** Lists a group whose window's events are others at this end, once. */
  function note(group: number, end: number): void {
    if (changedAt[group] === end) return;
    changedAt[group] = end;
    changed.push(group);
  }

  /** Takes a group off a rule's list of those that fire. */
  function quench({ firing: list, firingOf }: PlannedRule, group: number): void {
    if (!firingOf.delete(group)) return;
    list.splice(findFiring(list, grouping.valuesOf(group)), 1);
    firing--;
  }

  /** Puts a group on a rule's list of those that fire, or brings it up to date. */
  function kindle(
    { judge, firing: list, firingOf }: PlannedRule,
    group: number,
    values: Firing['values'],
  ): void {
    const report = judge.report(group);
    const known = firingOf.get(group);
    if (known) {
      known.values = values;
      known.report = report;
      return;
    }
    const shown = grouping.valuesOf(group);
    const begun = { group: shown, values, report, evidence: (at: number) => evidenceOf(group, at) };
    firingOf.set(group, begun);
    list.splice(findFiring(list, shown), 0, begun);
    firing++;
  }

  function evaluate(group: number, end: number): void {
    for (const one of planned) {
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
    return { from: end - size, to: end, places, ids: [] };
  }

  return {
    rules,
    admits: (row) => tests.check(where, row),
    add(row, group) {
      let entry = entries.newest(group);
      if (entry < 0 || entries.paneOf(entry) !== pane) {
        if (group >= capacity) {
          capacity = Math.max(grouping.capacity(), capacity * 2, 32);
          changedAt = growFloats(changedAt, capacity).fill(Number.NaN, changedAt.length);
          for (const { accumulator } of accumulators) accumulator.growGroups?.(capacity);
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
      changed.length = 0;
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
      if (firing === 0) return;
      for (const { rule, firing: list } of planned)
        for (const { group, values, report: told, evidence } of list)
          report({ rule, group, at: end, values, report: told, evidence });
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
