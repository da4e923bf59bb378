import type { Row, Value } from '../value.js';
import type { Expression } from './tree.js';

/**
 * How far results are rounded "to a precision appropriate to the precision of the input" (eval command, "Rounding"): the
 * page shows it for a field's value and does not say whether a comparison sees it. `never`, when a field is `assigned`,
 * or after each `operation`: what is to be trusted must come out the same under all three.
 */
export type Rounding = 'never' | 'assigned' | 'operation';

/** What an expression is computed over. */
export type Scope = {
  readonly row: Row;
  /** When the search started: epoch seconds. */
  readonly now: number;
  readonly rounding: Rounding;
  /** A value bound to a name by mvmap or mvfilter, which hides the field. */
  readonly bound?: { readonly field: string; readonly value: Value };
};

/** Computes an expression; given to functions so that they compute only the arguments that they need. */
export type Evaluate = (expression: Expression, scope: Scope) => Value;
