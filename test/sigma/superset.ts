import type { Value } from './reader/event.js';
import type { Match } from './reader/read.js';

/** A finding of a rule over windows: its group, and the end of its window. */
export interface WindowFinding {
  readonly group: readonly Value[];
  readonly at: number;
}

/** How a reader's matches stand to a rule's findings. */
export interface Standing {
  /** Findings in whose window the reader has no match of their group. */
  readonly lost: readonly WindowFinding[];
  /** Of the steps of `every` in which the reader has a match of a group: those in a window of a finding of it, and the others. */
  readonly inside: number;
  readonly outside: number;
}

/** @param by the names of the group's fields in the matches */
export function compareMatches(
  { size, every }: { readonly size: number; readonly every: number },
  by: readonly string[],
  findings: readonly WindowFinding[],
  matches: readonly Match[],
  spell: (value: Value) => Value = (value) => value,
): Standing {
  const keyOf = (values: readonly Value[]) => JSON.stringify(values.map(spell));
  const times = groupTimes(
    matches.map(({ time, fields }) => [keyOf(by.map((name) => fields.get(name) ?? null)), time]),
  );
  const ends = groupTimes(findings.map(({ group, at }) => [keyOf(group), at]));
  const lost = findings.filter(
    ({ group, at }) => !hasBetween(times.get(keyOf(group)) ?? [], at - size, at - 1),
  );
  const steps = new Map<string, boolean>();
  for (const [key, own] of times)
    for (const time of own) {
      const step = JSON.stringify([key, Math.floor(time / every)]);
      // A window that ends after the time, and begins at it or before.
      const isInside = hasBetween(ends.get(key) ?? [], time + 1, time + size);
      steps.set(step, isInside || (steps.get(step) ?? false));
    }
  const inside = [...steps.values()].filter((isInside) => isInside).length;
  return { lost, inside, outside: steps.size - inside };
}

function groupTimes(
  pairs: readonly (readonly [key: string, time: number])[],
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [key, time] of pairs) {
    const group = groups.get(key) ?? [];
    group.push(time);
    groups.set(key, group);
  }
  for (const group of groups.values()) group.sort((a, b) => a - b);
  return groups;
}

/** Whether sorted times hold one from the first to the last. */
function hasBetween(times: readonly number[], first: number, last: number): boolean {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < first) low = middle + 1;
    else high = middle;
  }
  const next = times[low];
  return next !== undefined && next <= last;
}
