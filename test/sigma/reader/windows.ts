/*
 * Where a timespan may lie. The specification leaves it to the reader: "The time frame should not be restricted to boundaries if this is not
 * required by the given backend."
 */

/** A stretch of time in whole milliseconds, both ends in it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * How a reader lays a timespan: `every` position that holds other events than its neighbours, `back` from each event, or in `blocks` from the
 * epoch on.
 */
export type Reading = 'every' | 'back' | 'blocks';

/** The stretches at which a reader looks, in order; both their ends only ever move on. */
export function stretchesOf(reading: Reading, times: readonly number[], span: number): readonly Stretch[] {
  const starts = new Set<number>();
  for (const time of times) {
    if (reading === 'blocks') starts.add(Math.floor(time / span) * span);
    else if (reading === 'back') starts.add(time - span);
    else for (const start of [time, time + 1, time - span, time - span + 1]) starts.add(start);
  }
  // Looking back from an event, a reader that is asked for an hour takes in the event of an hour before.
  const length = reading === 'back' ? span : span - 1;
  return [...starts].sort((a, b) => a - b).map((from) => ({ from, to: from + length }));
}
