import type { Mapping } from '../ir/mapping.js';
import type { Rule } from '../ir/rule.js';
import type { Alert, Finding, ReplayStats } from './finding.js';

/** Where events come from. Named files are read exactly at any disorder, standard input is a stream. */
export type Input =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' }
  /** JSON Lines in memory, read as a file is; `name` stands in messages. */
  | { readonly kind: 'text'; readonly name: string; readonly text: string };

export interface ReplayOptions {
  readonly rules: readonly Rule[];
  readonly mapping: Mapping;
  readonly inputs: readonly Input[];
  /** How late an event of a stream may be, in milliseconds. Left out: files exactly, standard input at 5 minutes. */
  readonly lateness?: number | 'all';
  /** Called in the order of section 11. */
  readonly onFinding?: (finding: Finding) => void;
  readonly onAlert?: (alert: Alert) => void;
  /** Called now and then with the bytes read so far, of how many (unknown for a stream). */
  readonly onProgress?: (read: number, total: number | undefined) => void;
}

/** An input that could not be read, or broke off. `incomplete` says that events of it had been read before. */
export class InputError extends Error {
  readonly incomplete: boolean;
  readonly input: string;
  constructor(input: string, message: string, incomplete: boolean) {
    super(message);
    this.input = input;
    this.incomplete = incomplete;
  }
}

/**
 * Replays a log through rules in one pass.
 * Findings come in order of time, then rule name, then group; alerts in order of their first window end.
 * @throws InputError where an input cannot be read; what was found before it is reported all the same.
 */
export function replay(_options: ReplayOptions): Promise<ReplayStats> {
  throw new Error('being written');
}
