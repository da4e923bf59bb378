import type { Fault } from './fault.js';
import { fileFaults } from './faults/file.js';
import { findingsFaults } from './faults/findings.js';
import { listFaults } from './faults/list.js';
import { predicateFaults } from './faults/predicate.js';
import { ruleFaults } from './faults/rule.js';
import { ruleTestFaults } from './faults/rule-test.js';
import { shapeFaults } from './faults/shape.js';
import { signalFaults } from './faults/signal.js';
import { sourceFaults } from './faults/source.js';

const faults = {
  ...fileFaults,
  ...shapeFaults,
  ...sourceFaults,
  ...predicateFaults,
  ...listFaults,
  ...ruleFaults,
  ...findingsFaults,
  ...signalFaults,
  ...ruleTestFaults,
} as const;

export type Code = keyof typeof faults;

type Parameters = { readonly [C in Code]: (typeof faults)[C] extends Fault<infer P> ? P : never };
export type ParametersOf<C extends Code> = Parameters[C];

/** Everything that can be wrong in a file, by code. Codes are kept: pages, acceptances and other tools name them. */
export const catalogue: { readonly [C in Code]: Fault<Parameters[C]> } = faults;

export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text);
}
