import type { RuleDoc, World } from './documents.js';
import { satisfies } from './predicate.js';
import type { Event } from './reading.js';

/**
 * The time of each step of a sequence among a window's events, or undefined where one does not come: that of the step's N-th matching
 * event later than the step before.
 */
export function followSteps(
  steps: Exclude<RuleDoc['steps'], undefined>,
  events: readonly Event[],
  world: World,
): Map<string, number> | undefined {
  const times = new Map<string, number>();
  let before = -Infinity;
  for (const { name, where, at_least = 1 } of steps) {
    const matching = events
      .filter((event) => event.time > before && satisfies(event, where, world))
      .map((event) => event.time)
      .sort((a, b) => a - b);
    const time = matching[at_least - 1];
    if (time === undefined) return undefined;
    times.set(name, time);
    before = time;
  }
  return times;
}
