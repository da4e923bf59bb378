/** How many of the last window ends a scheduled query looks at, so that two runs in a row may be missed. */
export const liveEnds = 3;

/** How often a match rule is scheduled, milliseconds: the contract gives it no window, and so no step. */
export const matchEvery = 5 * 60_000;
