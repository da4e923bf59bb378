import type { SplunkTarget } from '../../ir/target.js';
import { writeColumn, writeSearchTerm } from './literal.js';

/*
 * SPL in a careful style that every version reads alike: options before arguments, commas in BY, spaces round operators, every
 * string quoted, no macro, subsearch, join, `eventstats` or `mvexpand`, each of which stops at a limit in silence, and `streamstats`
 * over one event only.
 */

/**
 * Fetches the events. Only the index and the source type narrow here: `search` is case-insensitive, takes `*` in any value for a
 * wildcard and finds fields by their words in the index, so that a condition of the rule would lose or add events.
 */
export function writeSearch({ index, sourcetype }: SplunkTarget, bounds: string): string {
  const type = sourcetype === undefined ? '' : ` sourcetype=${writeSearchTerm(sourcetype)}`;
  return `search index=${writeSearchTerm(index)}${type}${bounds}`;
}

/** New fields, each of which may use those before it. None: no stage. */
export function writeEval(assignments: readonly string[]): readonly string[] {
  return assignments.length === 0 ? [] : [`eval ${assignments.join(',\n    ')}`];
}

/** Keeps the rows that satisfy all the conditions, each of which is never null. */
export function writeWhere(conditions: readonly string[]): readonly string[] {
  if (conditions.length < 2) return conditions.map((condition) => `where ${condition}`);
  return [`where ${conditions.map((condition) => `(${condition})`).join('\n    AND ')}`];
}

export function writeStats(columns: readonly string[], by: readonly string[]): string {
  return `stats ${columns.join(', ')} BY ${by.join(', ')}`;
}

/** The columns of the rows, by their names outside, in order of time. `sort 0` because `sort` alone keeps 10,000 rows. */
export function writeRows(
  columns: readonly (readonly [inside: string, outside: string])[],
): readonly string[] {
  const inside = columns.map(([name]) => name);
  return [
    'sort 0 _time',
    `fields _time, ${inside.join(', ')}`,
    `rename ${columns.map(([from, to]) => `${from} AS ${writeColumn(to)}`).join(', ')}`,
  ];
}

/** The stages as one search, a line or more each; an `eval` that follows another is one with it. */
export function writeSearchText(stages: readonly string[]): string {
  const merged: string[] = [];
  for (const stage of stages) {
    const last = merged.at(-1);
    if (last?.startsWith('eval ') && stage.startsWith('eval '))
      merged.splice(-1, 1, `${last},\n    ${stage.slice('eval '.length)}`);
    else merged.push(stage);
  }
  return merged.join('\n| ');
}
