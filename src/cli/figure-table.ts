import type { Range } from '../score/range.js';
import { type Side, writeCount } from './layout.js';

/** Figures in rows of text, for a terminal or a page. */
export interface FigureTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly sides: readonly Side[];
  readonly rows: readonly (readonly string[])[];
}

/** That there is no figure. */
export const none = '–';

export const right = (count: number): Side[] => Array<Side>(count).fill('right');

/** One figure where the runs agree, else the least and the most. */
export function writeRange({ min, max }: Range, write: (figure: number) => string = writeCount): string {
  const [least, most] = [write(min), write(max)];
  return least === most ? least : `${least}–${most}`;
}
