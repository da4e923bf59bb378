import type { Comparator } from '../comparison.js';
import type { NumberValue } from '../value.js';

/** An expression of `eval` and `where`, as parsed. */
export type Expression =
  | { readonly kind: 'number'; readonly value: NumberValue }
  /** A string as it stands between its quotes: what its escapes mean hangs on where it is used. */
  | { readonly kind: 'string'; readonly raw: string }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'not' | 'minus'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or' | 'xor'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'compare';
      readonly comparator: Comparator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    };
export type Operator = '+' | '-' | '*' | '/' | '%' | '.';
