/** A figure over several runs that differ in nothing but the offset of their times: the least and the most. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** @returns undefined of no figure at all */
export function rangeOf(figures: readonly number[]): Range | undefined {
  if (figures.length === 0) return undefined;
  return { min: Math.min(...figures), max: Math.max(...figures) };
}

/** What one figure was in each run. */
export function rangeOver<T>(runs: readonly T[], figure: (run: T) => number): Range {
  return rangeOf(runs.map(figure)) ?? { min: 0, max: 0 };
}
