import type { BoundAggregateRule } from '../../bind/bound-rule.js';
import type { Window } from '../../ir/rule.js';
import { sha256Of } from '../evidence.js';
import { chain, type Lowering, pair, refuse } from '../lowering.js';
import { type AggregatePlan, planAggregate } from './aggregate-rule.js';
import { absentKey } from './columns.js';
import { writeSearchTerm, writeText } from './literal.js';
import { writeEval, writeSearch, writeSearchText, writeStats, writeWhere } from './pipeline.js';
import { type Bounds, boundsOf } from './range.js';
import * as variable from './variable.js';
import { writeEvents } from './window-search.js';
import { foldPanes, writePanes } from './windows.js';

/** The searches of a rule over panes. */
export interface SummarySearches {
  /** Writes the last panes, and is scheduled once a step. */
  readonly collecting: string;
  /** Writes the panes that lie wholly within its own time range: for the time before, and for events that came too late. */
  readonly backfilling: string;
  /** Finds windows in what was written. */
  readonly reading: string;
}

/**
 * The summary form of a rule: a collecting search writes each pane (a step of the clock: per group and value what the rule counts) to an
 * index of its own, and the rule's search reads panes, so that a window of a week costs no week of events at every step.
 *
 * - A pane row is an event whose text is JSON (`collect output_format=hec` keeps `_raw`, `_time` and `source` as they are), and every text in it
 *   begins with `=`, so that nothing in a value can be taken for anything else. It is read back with `spath()`, whatever is extracted.
 *   https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.0/search-commands/collect
 * - `source` names the rule and what is counted, by its hash: a changed rule reads none of the panes of the former.
 * - Late events and runs again: each run writes its last panes whole, so a pane is written several times. Of the rows with one key
 *   (pane, group, value) the one that counts most events holds: events come to an index and do not leave it, so it saw all that the
 *   others saw. A run that is repeated changes nothing, and one that failed half-way is mended by the next.
 */
export function lowerSummary(bound: BoundAggregateRule<'splunk'>): Lowering<SummarySearches> {
  const { rule, target } = bound;
  const { summary } = target;
  if (summary === undefined) throw new Error('a target without a summary index has no summary form');
  const { every, size } = rule.window;
  const live = boundsOf(
    { shape: 'live', range: undefined, size: every, every, delay: target.delay },
    rule.span,
  );
  const own = boundsOf({ shape: 'hunt', range: undefined, size: every, every, delay: 0 }, rule.span);
  const delay = target.delay + summary.lag;
  const reads = boundsOf({ shape: 'live', range: undefined, size, every, delay }, rule.span);
  return chain(planAggregate(bound), (plan) => {
    if (plan.columns.gaps() !== undefined)
      return refuse({
        code: 'summary-of-gaps',
        reason: 'the gap between two events may lie across panes, of which each is kept by itself',
        hint: 'measure something else than gaps, or take the rule live as it is',
        span: rule.span,
      });
    const panes = [
      writeSearch(target, ''),
      ...writeEvents(plan),
      ...writePanes(plan.columns, plan.group, rule.window),
    ];
    const source = `rulewright:${rule.name}:${sha256Of(writeSearchText(panes)).slice(0, 12)}`;
    const collect = (bounds: Bounds) =>
      writeSearchText([
        ...panes,
        ...writeKept(bounds),
        ...writeCollect(plan, rule.window, summary.index, source),
      ]);
    return pair(
      pair(live, own, (scheduled, free) => ({ scheduled, free })),
      reads,
      ({ scheduled, free }, looks) => ({
        collecting: collect(scheduled),
        backfilling: collect(free),
        reading: writeSearchText([
          `search index=${writeSearchTerm(summary.index)} source=${writeSearchTerm(source)}`,
          ...writeUnpacked(plan),
          ...foldPanes(plan.columns, plan.group, rule.window, looks),
          ...plan.judged,
        ]),
      }),
    );
  });
}

/** Keeps the panes that end where the search looks. */
function writeKept({ addinfo, assignments, first, last }: Bounds): readonly string[] {
  const end = `${variable.pane} + 1`;
  return [
    ...(addinfo ? ['addinfo'] : []),
    ...writeEval(assignments),
    ...writeWhere([`${end} >= ${first}`, `${end} <= ${last}`]),
  ];
}

/** The columns that tell pane rows apart, texts all. */
const keysOf = ({ group, columns }: AggregatePlan): readonly string[] => [
  ...group.map(({ name }) => name),
  ...columns.values.map(({ name }) => name),
];

function writeCollect(
  plan: AggregatePlan,
  { every }: Window,
  index: string,
  source: string,
): readonly string[] {
  // A number as all of its digits; "-" where there is none.
  const folds = plan.columns.folds.map(
    ({ name }) => `${writeText(name)}, if(isnull(${name}), "${absentKey}", "=" . printf("%.17g", ${name}))`,
  );
  const members = [variable.pane, variable.events, ...keysOf(plan)].map(
    (name) => `${writeText(name)}, ${name}`,
  );
  return [
    ...writeEval([
      `_raw = json_object(${[...members, ...folds].join(', ')})`,
      `_time = ${variable.pane} * ${every / 1000}`,
      `source = ${writeText(source)}`,
    ]),
    'fields _time, _raw, source',
    `collect index=${writeSearchTerm(index)} output_format=hec`,
  ];
}

/** The pane rows as they were before they were written, each once. */
function writeUnpacked(plan: AggregatePlan): readonly string[] {
  const member = (name: string) => `spath(_raw, ${writeText(name)})`;
  const numbers = [variable.pane, variable.events].map((name) => `${name} = tonumber(${member(name)})`);
  const texts = keysOf(plan).map((name) => `${name} = ${member(name)}`);
  const folds = plan.columns.folds.map(({ name }) => name);
  const keys = [
    ...plan.group.map(({ name }) => name),
    variable.pane,
    ...plan.columns.values.map(({ name }) => name),
  ];
  return [
    // In the order of how many events a row counts, the latest is the fullest.
    ...writeEval([
      ...numbers,
      ...texts,
      ...folds.map((name) => `${name} = ${member(name)}`),
      `_time = ${variable.events}`,
    ]),
    writeStats(
      [`max(${variable.events}) AS ${variable.events}`, ...folds.map((name) => `latest(${name}) AS ${name}`)],
      keys,
    ),
    ...writeEval(folds.map((name) => `${name} = tonumber(substr(${name}, 2))`)),
  ];
}
