import type { Columns } from './columns.js';
import * as variable from './variable.js';

/** A measure over the columns of a window, as expressions of `eval`. */
export interface MeasureText {
  readonly value: string;
  /** Whether a window may have no value, which is null. */
  readonly nullable: boolean;
  /** How many things it counted, for `n:`. */
  readonly counted: () => string;
}

export const allEvents = () => variable.events;

/** A value that every window has. */
export function always(value: string): MeasureText {
  return { value, nullable: false, counted: allEvents };
}

export function nullable(value: string, counted: () => string): MeasureText {
  return { value, nullable: true, counted };
}

/** One column over another, and no value where that is zero or null. */
export function divide(over: string, under: string, counted: () => string): MeasureText {
  return nullable(`if(${under} != 0, ${over} / ${under}, null())`, counted);
}

/** A value of doubles, and none where no double holds it. */
export function finite(value: string, counted: () => string, columns: Columns): MeasureText {
  const part = columns.part(value);
  return nullable(columns.part(`case(isnull(${part}), null(), ${part} * 0 = 0, ${part})`), counted);
}
