import type { MatchRule, Rule } from '../ir/rule.js';
import type { Field, Source } from '../ir/source.js';
import type { LimitCheck } from '../log/limit.js';
import { layOutSlots, type Row, type Slots } from '../log/row.js';
import { lastInstant } from '../text/instant.js';
import type { Finding } from './finding.js';
import { createFrame, type Frame, type OnWindow, type WindowRule } from './frame.js';
import { createFieldReader, type GroupValue } from './group-value.js';
import { createGrouping, type Grouping } from './grouping.js';
import { keyOfPredicate } from './predicate.js';
import { createSharedTests, type SharedTests } from './shared-tests.js';
import { createValueTables } from './values.js';

/** Rules at work on one source's events, in one pass. */
export interface Engine {
  /** Takes the next event. Events come in order of time; of equal times in any order. */
  readonly take: (row: Row) => void;
  /** Nothing earlier than this time will come: reports every finding before it. */
  readonly advance: (time: number) => void;
  /** Evaluates every window that is still open. */
  readonly finish: () => void;
}

export interface EngineReport {
  /** In order of time; those of one time in no order. */
  readonly onFinding: (finding: Finding) => void;
  /** Every finding before this time has been reported; told before the windows that end there are evaluated, and after. */
  readonly onTime: (time: number) => void;
  /** An event that the rule counts lacks a field of its group. */
  readonly onWithoutGroup: (rule: Rule) => void;
  readonly onWindow?: OnWindow;
  /** Asked now and then, also within one event, whether to go on. */
  readonly checkLimits?: LimitCheck;
}

/** So many windows and findings lie between two looks at the limits. */
const CHECKED_EVERY = 4096;

/** The rules with the same group, by window. */
interface Group {
  readonly grouping: Grouping;
  readonly frames: readonly Frame[];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function keyOfFields(fields: readonly Field[]): string {
  return JSON.stringify(fields.map(({ name }) => name));
}

/** What rules must have alike to share a frame. */
function keyOfFrame({ window, where }: WindowRule): string {
  return `${window.size} ${window.every} ${where ? keyOfPredicate(where) : ''}`;
}

/** Plans rules of one source and makes them ready for events. What several rules need alike is kept and computed once. */
export function createEngine(rules: readonly Rule[], source: Source, report: EngineReport): Engine {
  const slots = layOutSlots(source.fields);
  let work = 0;
  /** One event may end the windows of millions of groups. */
  function atWork(): void {
    if (++work % CHECKED_EVERY === 0) report.checkLimits?.();
  }
  const tests = createSharedTests(slots);
  const windowed = rules.filter((rule): rule is WindowRule => rule.kind !== 'match');
  const groups = groupBy(windowed, ({ by }) => keyOfFields(by)).map((alike): Group => {
    const grouping = createGrouping(alike[0].by, slots);
    const values = createValueTables(tests, slots);
    const frames = groupBy(alike, keyOfFrame).map((same) =>
      createFrame(same, grouping, tests, values, slots, { onWindow: report.onWindow, atWork }),
    );
    return { grouping, frames };
  });
  const frames = groups.flatMap((group) => group.frames);
  const matchers = rules
    .filter((rule): rule is MatchRule => rule.kind === 'match')
    .map((rule) => planMatch(rule, source, tests, slots));

  /** Where the first of the panes ends that events fall into now. */
  let boundary = Number.NEGATIVE_INFINITY;

  function tell(finding: Finding): void {
    report.onFinding(finding);
    atWork();
  }

  function closeUpTo(time: number): void {
    for (;;) {
      let end = Number.POSITIVE_INFINITY;
      for (const frame of frames) end = Math.min(end, frame.nextEnd());
      if (end > time || end === Number.POSITIVE_INFINITY) return;
      report.onTime(end);
      for (const frame of frames) if (frame.nextEnd() === end) frame.close(end, tell);
    }
  }

  function advance(time: number): void {
    closeUpTo(time);
    // Without any window, time is told of each minute.
    boundary = (Math.floor(time / 60_000) + 1) * 60_000;
    for (const frame of frames) boundary = Math.min(boundary, frame.enter(time));
    report.onTime(time);
  }

  return {
    take(row) {
      if (row.time >= boundary) advance(row.time);
      tests.begin();
      for (const { grouping, frames: own } of groups) {
        let group: number | undefined;
        for (const frame of own) {
          if (!frame.admits(row)) continue;
          group ??= grouping.find(row);
          if (group >= 0) frame.add(row, group);
          else for (const rule of frame.rules) report.onWithoutGroup(rule);
        }
      }
      for (const { rule, test, groupOf, idOf } of matchers) {
        if (!tests.check(test, row)) continue;
        const group = groupOf(row);
        if (!group) {
          report.onWithoutGroup(rule);
          continue;
        }
        const id = idOf(row);
        const place = { input: row.input, line: row.line };
        const { time } = row;
        tell({
          rule,
          group,
          at: time,
          values: [],
          report: [],
          ...(row.input < 0 ? {} : { place }),
          ...(id === undefined ? {} : { id }),
          evidence: () => ({
            from: time,
            to: time + 1,
            places: row.input < 0 ? [] : [place],
            ids: id === undefined ? [] : [id],
          }),
        });
      }
    },
    advance,
    finish() {
      closeUpTo(lastInstant);
      report.onTime(Number.POSITIVE_INFINITY);
    },
  };
}

interface PlannedMatch {
  readonly rule: MatchRule;
  readonly test: number;
  /** The event's group; undefined where it lacks a field of it. */
  readonly groupOf: (row: Row) => readonly GroupValue[] | undefined;
  readonly idOf: (row: Row) => string | undefined;
}

function planMatch(rule: MatchRule, source: Source, tests: SharedTests, slots: Slots): PlannedMatch {
  const readers = rule.by.map((field) => createFieldReader(field, slots));
  const idField = source.id === undefined ? undefined : source.fields.get(source.id);
  const readId = idField ? createFieldReader(idField, slots) : () => undefined;
  return {
    rule,
    test: tests.add(rule.where),
    groupOf(row) {
      const group: GroupValue[] = [];
      for (const read of readers) {
        const value = read(row);
        if (value === undefined) return undefined;
        group.push(value);
      }
      return group;
    },
    idOf(row) {
      const id = readId(row);
      return id === undefined ? undefined : String(id);
    },
  };
}
