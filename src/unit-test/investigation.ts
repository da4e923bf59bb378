import type { GroupValue } from '../evaluate/finding.js';
import { type Input, replay } from '../evaluate/replay.js';
import type { Mapping } from '../ir/mapping.js';
import { type AggregateRule, alertFields, type Rule, type SequenceRule } from '../ir/rule.js';
import { nearName } from '../text/near-name.js';
import { keyOfExpected, keyOfGroup } from './group-key.js';
import { holdsIn, type NearestWindow, nearness, statesOf, stepsOf } from './nearest-window.js';
import { censusRule } from './queries.js';
import type { ExpectedAlert, TestCase } from './test-case.js';
import type { Problem } from './verdict.js';

/** An alert that a case expects and that was not raised. */
export interface MissingAlert {
  readonly testCase: TestCase;
  readonly expected: ExpectedAlert;
}

interface Log {
  readonly mapping: Mapping;
  readonly inputs: readonly Input[];
}

/**
 * Reads a log once more, for what is only worth its time when a test has failed: how many events each missing alert's
 * group has, and which of its windows came closest.
 */
export async function investigate(
  log: Log,
  missing: readonly MissingAlert[],
): Promise<Map<TestCase, Problem[]>> {
  const found = new Map<TestCase, Problem[]>();
  if (missing.length === 0) return found;
  const searches = missing.map(openSearch);
  const byCensus = new Map(searches.map((search, index) => [`census/${index}`, search]));
  const byGroup = new Map<string, Search[]>();
  for (const search of searches) {
    const list = byGroup.get(search.key);
    if (list === undefined) byGroup.set(search.key, [search]);
    else list.push(search);
  }
  const seen = new Map<string, Set<string>>();
  await replay({
    ...log,
    rules: [
      ...new Set(missing.map(({ testCase }) => testCase.rule)),
      ...searches.map((search, index) =>
        censusRule(`census/${index}`, search.testCase, search.expected.group),
      ),
    ],
    onFinding: ({ rule }) => {
      const search = byCensus.get(rule.name);
      if (search !== undefined) search.events++;
    },
    onWindow: (rule, group, end, values) => {
      noteGroup(seen, rule, group);
      for (const search of byGroup.get(keyOfSearch(rule, alertGroup(rule, group))) ?? [])
        search.windows.set(JSON.stringify([end, group]), {
          rule,
          group: [...group],
          end,
          values: [...values],
        });
    },
  });
  for (const { testCase, expected, events, windows } of searches) {
    const nearest = findNearest(windows.values(), expected);
    const problem: Problem = {
      kind: 'missing',
      expected,
      events,
      ...(events > 0 ? {} : findNearGroup(seen, testCase.rule, expected)),
      ...(nearest === undefined ? {} : { nearest }),
    };
    found.set(testCase, [...(found.get(testCase) ?? []), problem]);
  }
  return found;
}

interface Search extends MissingAlert {
  readonly key: string;
  events: number;
  /**
   * The windows of the group by their identity: a replay that comes upon disorder begins anew, and what it shows of a window the
   * second time is what counts.
   */
  readonly windows: Map<string, SeenWindow>;
}

interface SeenWindow {
  readonly rule: AggregateRule | SequenceRule;
  readonly group: readonly GroupValue[];
  readonly end: number;
  readonly values: readonly (number | null)[];
}

function openSearch({ testCase, expected }: MissingAlert): Search {
  const key = JSON.stringify([testCase.rule.name, keyOfExpected(expected.group)]);
  return { testCase, expected, key, events: 0, windows: new Map() };
}

function keyOfSearch(rule: Rule, group: readonly GroupValue[]): string {
  return JSON.stringify([rule.name, keyOfGroup(group)]);
}

/** So many groups of a rule are compared with one that is not there. */
const mostGroups = 10_000;

/** Notes which groups a rule has windows of, where a group is one text: of these one may be written wrongly. */
function noteGroup(seen: Map<string, Set<string>>, rule: Rule, group: readonly GroupValue[]): void {
  const [value, ...others] = alertGroup(rule, group);
  if (typeof value !== 'string' || others.length > 0) return;
  const values = seen.get(rule.name) ?? new Set();
  if (values.size < mostGroups) seen.set(rule.name, values.add(value));
}

function findNearGroup(
  seen: ReadonlyMap<string, ReadonlySet<string>>,
  rule: Rule,
  { group }: ExpectedAlert,
): { near?: string } {
  const near = nearName(String(group[0]?.value), seen.get(rule.name) ?? []);
  return near === undefined ? {} : { near };
}

/** The part of a rule's group that its alerts carry. */
function alertGroup(rule: Rule, group: readonly GroupValue[]): readonly GroupValue[] {
  return alertFields(rule).flatMap(
    (field) => group[rule.by.findIndex(({ name }) => name === field.name)] ?? [],
  );
}

/** The window that the case names is the best; else the nearest to firing, the earliest of equals. */
function findNearest(windows: Iterable<SeenWindow>, expected: ExpectedAlert): NearestWindow | undefined {
  let best = Number.NEGATIVE_INFINITY;
  let nearest: NearestWindow | undefined;
  for (const { rule, group, end, values } of windows) {
    const state = stateOf(rule, values);
    const rank = end === expected.firstWindowEnd ? 2 : state.holds ? -1 : state.nearness;
    if (rank < best || (rank === best && nearest !== undefined && nearest.end <= end)) continue;
    best = rank;
    const { holds, signals, steps } = state;
    nearest = { group, end, holds, signals, steps };
  }
  return nearest;
}

/** What a window shows of a rule's signals or steps, and how near it came to a finding, from 0 to 1. */
function stateOf(rule: AggregateRule | SequenceRule, values: readonly (number | null)[]) {
  if (rule.kind === 'aggregate') {
    const signals = statesOf(rule, values);
    return { signals, steps: [], holds: holdsIn(rule, signals), nearness: nearness(rule, signals) };
  }
  const steps = stepsOf(rule, values);
  const reached = steps.filter((step) => step.reached !== null).length;
  return { signals: [], steps, holds: reached === steps.length, nearness: reached / steps.length };
}
