import type { Span } from '../text/source-text.js';

/** What a deviation does to a query's rows: extra ones, lost ones, or either. */
export type Effect = 'over' | 'under' | 'both';

export interface Deviation {
  readonly code: string;
  readonly effect: Effect;
  /** One sentence, for the person who decides whether to accept it. */
  readonly reason: string;
  readonly span?: Span;
}

export interface Refusal {
  readonly code: string;
  readonly reason: string;
  /** What to change so that it can be said. */
  readonly hint: string;
  readonly span?: Span;
}

/** "Can this be said" and "how" are one answer. */
export type Lowering<T> =
  | { readonly fidelity: 'exact'; readonly output: T }
  | {
      readonly fidelity: 'approximate';
      readonly output: T;
      readonly deviations: readonly [Deviation, ...Deviation[]];
    }
  | { readonly fidelity: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

export type Fidelity = Lowering<unknown>['fidelity'];
