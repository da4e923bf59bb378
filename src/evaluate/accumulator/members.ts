import type { Values } from '../values.js';
import type { Accumulator } from './accumulator.js';
import { createPresence } from './presence.js';

/** Which values a group's events have, by their numbers. */
export function createMembers(values: Values): Accumulator & {
  readonly members: (group: number) => Iterable<number>;
} {
  const groups: (Set<number> | undefined)[] = [];
  const presence = createPresence(
    values,
    (group, value) => {
      const members = groups[group];
      if (members) members.add(value);
      else groups[group] = new Set([value]);
    },
    (group, value) => {
      const members = groups[group];
      members?.delete(value);
      if (members?.size === 0) groups[group] = undefined;
    },
  );
  return { ...presence, members: (group) => groups[group] ?? [] };
}
