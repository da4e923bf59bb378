import type { BoundRule } from '../bind/bound-rule.js';
import type { BackendName, TargetOf } from '../ir/target.js';
import type { Lowering } from './lowering.js';

/**
 * What a compiled rule is for. A `hunt` finds all window ends of a range in one query; `live` is what the SIEM schedules: the last
 * three window ends, so that a skipped or drifting run loses nothing; `summary` is live over panes that a search of its own keeps, and
 * `accelerated` over a data model's summaries; `rule` is Sigma's one form, which leaves time to others.
 */
export const shapes = ['hunt', 'live', 'summary', 'accelerated', 'rule'] as const;
export type Shape = (typeof shapes)[number];

/** A file to write. */
export interface Artifact {
  /** Relative to the target's `compiled` folder, with `/` between its parts, each of letters, digits, `.`, `_` and `-`. */
  readonly path: string;
  readonly text: string;
}

/**
 * What a hunt covers, milliseconds UTC: the window ends in `(from, to]`, of a match rule the events in `[from, to)`.
 */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A language that rules are compiled to. */
export interface Backend<B extends BackendName> {
  readonly name: B;
  /** How people write the name of the language that a target is compiled to. */
  readonly title: (target: TargetOf<B>) => string;
  /** What is compiled for a target, in this order. */
  readonly shapes: (target: TargetOf<B>) => readonly Shape[];
  /**
   * The files of one rule in one shape, or every reason why not. A pure function: the same input gives the same bytes.
   * A hunt without a range leaves it to where the query is run (a time picker, a parameter). Other shapes take no range.
   */
  readonly lower: (bound: BoundRule<B>, shape: Shape, range?: Range) => Lowering<readonly Artifact[]>;
}
