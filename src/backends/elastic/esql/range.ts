import type { Range, Shape } from '../../backend.js';
import { liveEnds } from '../../schedule.js';
import { writeDuration, writeInstant } from './literal.js';

/** The instants between which a query looks, as expressions; a shape is this and nothing else. */
export interface Bounds {
  /** Window ends lie after this … */
  readonly after: string;
  /** … and up to this; events lie before it. */
  readonly upTo: string;
  /** No event of any of the windows lies before this. */
  readonly eventsFrom: string;
  /** How many window ends there are, counted back from `upTo`, where that is fixed. */
  readonly ends?: number;
  /** Which window ends, in words. */
  readonly words: string;
}

/**
 * Where a query looks. Live: the last three ends at or before now less the target's delay. Hunt: the given range, or the one that
 * whoever runs it gives as the parameters `_tstart` and `_tend`, as Kibana's time picker does.
 * @param size how far a window reaches back from its end, milliseconds; 0 for single events
 * @param every the step of the ends, milliseconds
 */
export function boundsOf(
  shape: Shape,
  range: Range | undefined,
  size: number,
  every: number,
  delay: number,
): Bounds {
  const less = (instant: string, millis: number) =>
    millis === 0 ? instant : `${instant} - ${writeDuration(millis)}`;
  if (shape === 'live') {
    const upTo = `DATE_TRUNC(${writeDuration(every)}, ${less('NOW()', delay)})`;
    return {
      after: less(upTo, liveEnds * every),
      upTo,
      eventsFrom: less(upTo, size === 0 ? liveEnds * every : (liveEnds - 1) * every + size),
      ends: liveEnds,
      words: `the last three at least ${writeDuration(delay)} ago`,
    };
  }
  if (range === undefined) {
    const after = 'TO_DATETIME(?_tstart)';
    const upTo = 'TO_DATETIME(?_tend)';
    return {
      after,
      upTo,
      eventsFrom: less(after, size),
      words: 'after the parameter _tstart and up to _tend',
    };
  }
  return {
    after: writeInstant(range.from),
    upTo: writeInstant(range.to),
    eventsFrom: writeInstant(range.from - size),
    words: `after ${new Date(range.from).toISOString()} and up to ${new Date(range.to).toISOString()}`,
  };
}

/** What a scheduled query needs to be exact. */
export function liveProviso(delay: number): string {
  return `while events arrive within ${writeDuration(delay)} and no three runs in a row are missed`;
}
