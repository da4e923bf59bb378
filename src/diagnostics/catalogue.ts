import type { Fault } from './fault.js';
import { fileFaults } from './faults/file.js';
import { shapeFaults } from './faults/shape.js';

/** Everything that can be wrong in a file, by code. Codes are kept: pages, suppressions and other tools name them. */
export const catalogue = { ...fileFaults, ...shapeFaults } as const satisfies Record<string, Fault<never>>;

export type Code = keyof typeof catalogue;
export type ParametersOf<C extends Code> = (typeof catalogue)[C] extends Fault<infer P> ? P : never;

export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text);
}
