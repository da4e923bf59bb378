import type { Fault } from './fault.js';
import { fileFaults } from './faults/file.js';
import { predicateFaults } from './faults/predicate.js';
import { ruleFaults } from './faults/rule.js';
import { ruleTestFaults } from './faults/rule-test.js';
import { shapeFaults } from './faults/shape.js';
import { signalFaults } from './faults/signal.js';
import { sourceFaults } from './faults/source.js';

/** Everything that can be wrong in a file, by code. Codes are kept: pages, suppressions and other tools name them. */
export const catalogue = {
  ...fileFaults,
  ...shapeFaults,
  ...sourceFaults,
  ...predicateFaults,
  ...ruleFaults,
  ...signalFaults,
  ...ruleTestFaults,
} as const satisfies Record<string, Fault<never>>;

export type Code = keyof typeof catalogue;
export type ParametersOf<C extends Code> = (typeof catalogue)[C] extends Fault<infer P> ? P : never;

export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text);
}
