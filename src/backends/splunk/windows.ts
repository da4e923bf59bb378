import type { Window } from '../../ir/rule.js';
import { absentKey, type Column, type Columns, type Fold } from './columns.js';
import { writeEval, writeStats, writeWhere } from './pipeline.js';
import type { Bounds } from './range.js';
import { writeSpectrum } from './spectrum.js';
import * as variable from './variable.js';

/**
 * One row of each window from the events that count: by pane (a step of the clock), then by each window end that holds it.
 *
 * - A pane goes to its window ends through `stats … BY` a field of several values, which counts a row once under each of them
 *   (https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.0/search-commands/stats, `dedup_splitvals`).
 *   `stats` spills to disk and loses nothing, where `mvexpand` truncates at its memory limit and only warns.
 * - Distinct counts of panes do not add up. So the values to tell apart are part of the first grouping, and `dc`, which is exact,
 *   counts them under each window end.
 */
export function writeWindowRows(
  columns: Columns,
  group: readonly Column[],
  window: Window,
  bounds: Bounds,
): readonly string[] {
  return [...writePanes(columns, group, window), ...foldPanes(columns, group, window, bounds)];
}

/**
 * A row of each group, pane and, where values are asked for, value: what is counted of its events.
 * @param weight how many events a row stands for, where the rows are no events
 */
export function writePanes(
  { folds: asked, values, ...columns }: Columns,
  group: readonly Column[],
  window: Window,
  weight?: string,
): readonly string[] {
  const folds = weight === undefined ? asked : asked.map((fold) => weigh(fold, weight));
  const gaps = columns.gaps();
  const by = group.map(({ name }) => name);
  const since = gaps === undefined ? [] : [variable.beforePane];
  const first = [
    `${weight === undefined ? 'count' : `sum(${weight})`} AS ${variable.events}`,
    ...folds.map(
      ({ how, name, expression }) => `${how}(${isName(expression) ? expression : name}) AS ${name}`,
    ),
  ];
  const made = [...folds.filter(({ expression }) => !isName(expression)), ...values];
  return [
    ...writeGroups(group, window, gaps !== undefined),
    ...writeEval(made.map(writeColumn)),
    writeStats(first, [...by, variable.pane, ...since, ...values.map(({ name }) => name)]),
  ];
}

/** The rows of panes as a row of each window end that holds them. */
export function foldPanes(
  columns: Columns,
  group: readonly Column[],
  window: Window,
  bounds: Bounds,
): readonly string[] {
  const { folds, values, answers } = columns;
  const gaps = columns.gaps();
  const names = values.map(({ name }) => name);
  const ends = [...group.map(({ name }) => name), variable.end];
  const since = gaps === undefined ? [] : [variable.beforePane];
  const refold = folds.map(({ how, name }) => `${how}(${name}) AS ${name}`);
  const again = [`sum(${variable.events}) AS ${variable.events}`, ...refold];
  const isCounted = answers.every(({ question }) => question.kind === 'distinct');
  return [
    ...writeEnds(window, bounds),
    ...(isCounted
      ? [
          ...writeEval(names.map((name) => `${name} = if(${name} = "${absentKey}", null(), ${name})`)),
          writeStats([...again, ...answers.map(({ name, of }) => `dc(${of}) AS ${name}`)], ends),
        ]
      : [
          writeStats(again, [...ends, ...since, ...names]),
          ...(gaps === undefined ? [] : writeEval([keepGap(gaps, window)])),
          ...writeSpectrum(columns, ends),
        ]),
  ];
}

/** What a row adds to a sum, it adds once for each of its events. */
function weigh(fold: Fold, weight: string): Fold {
  return fold.how === 'sum' ? { ...fold, expression: `(${fold.expression}) * ${weight}` } : fold;
}

/** The keys of an event's group and its pane and, if need be, the event before it in its group. */
export function writeGroups(
  group: readonly Column[],
  { every }: Window,
  hasGaps: boolean,
): readonly string[] {
  const by = group.map(({ name }) => name);
  const eventKeys = writeEval([
    `${variable.pane} = floor(${variable.time} / ${every})`,
    ...group.map(writeColumn),
  ]);
  if (!hasGaps) return eventKeys;
  const within = by.length === 0 ? '' : ` BY ${by.join(', ')}`;
  return [
    ...eventKeys,
    `sort 0 ${[...by, variable.time].join(', ')}`,
    `streamstats current=f window=1 global=f last(${variable.time}) AS ${variable.before}${within}`,
    // The first event of a group has none before it: a pane before all that there are.
    ...writeEval([
      `${variable.beforePane} = if(isnull(${variable.before}), -1, floor(${variable.before} / ${every}))`,
    ]),
  ];
}

/** The window ends that hold a row's pane, of those that the search looks at. */
export function writeEnds({ size, every }: Window, bounds: Bounds): readonly string[] {
  const last = `min(${variable.pane} + ${size / every}, ${bounds.last})`;
  return [
    ...(bounds.addinfo ? ['addinfo'] : []),
    ...writeEval([
      ...bounds.assignments,
      `${variable.end} = mvrange(max(${variable.pane} + 1, ${bounds.first}), ${last} + 1)`,
    ]),
    ...writeWhere([`isnotnull(${variable.end})`]),
  ];
}

/** A gap counts in the windows that hold both its events. */
function keepGap(name: string, { size, every }: Window): string {
  return `${name} = if(${variable.beforePane} >= ${variable.end} - ${size / every}, ${name}, "${absentKey}")`;
}

export function writeColumn({ name, expression }: Column): string {
  return `${name} = ${expression}`;
}

function isName(expression: string): boolean {
  return /^\w+$/.test(expression);
}
