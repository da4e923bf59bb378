import type { Field } from '../../../ir/source.js';
import type { FieldColumns } from './columns.js';
import { atom, type Expression } from './expression.js';
import { writeName } from './literal.js';

/** The columns of a rule's group. */
export interface Group {
  /** The source's names, in the order of the rule: what rows call them. */
  readonly names: readonly string[];
  /** The query's columns, in the same order. */
  readonly columns: readonly string[];
  /** Which columns get another name in the rows. */
  readonly renames: readonly (readonly [column: string, to: string])[];
  /** That each has a value: an event without one is in no group. */
  readonly present: readonly Expression[];
}

export function defineGroup(by: readonly Field[], columns: FieldColumns): Group {
  const pairs = by.map((field) => [columns.of(field), field.name] as const);
  return {
    names: pairs.map(([, name]) => name),
    columns: pairs.map(([column]) => column),
    renames: pairs.filter(([column, name]) => column !== name),
    present: pairs.map(([column]) => atom(`${writeName(column)} IS NOT NULL`, false)),
  };
}
