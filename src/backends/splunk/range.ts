import type { Span } from '../../text/source-text.js';
import type { Range, Shape } from '../backend.js';
import { exact, type Lowering, refuse } from '../lowering.js';
import { liveEnds } from '../schedule.js';
import * as variable from './variable.js';

/**
 * Where a search looks: at the events of the steps that end in `[first, last]`, counted in steps since the epoch, and so many
 * before the first as a window holds.
 */
export interface Bounds {
  /** What follows the index in `search`; empty where the time picker or the schedule says it. */
  readonly search: string;
  /** `name = expression` for the numbers of the first and the last step, to be made after `addinfo` where that is asked for. */
  readonly assignments: readonly string[];
  readonly addinfo: boolean;
  readonly first: string;
  readonly last: string;
}

const first = `${variable.reserved}first`;
const last = `${variable.reserved}last`;

/** What the bounds of a search depend on; milliseconds. */
export interface Steps {
  readonly shape: Shape;
  readonly range: Range | undefined;
  /** How far a window reaches back from its end. */
  readonly size: number;
  readonly every: number;
  readonly delay: number;
}

/**
 * The window ends that a search finds.
 * Live: the last three at or before the search's own latest time less the target's delay; that time is the scheduled one, so a run
 * that starts late, or is caught up on, looks where it should have.
 * Hunt with a range: those in `(from, to]`. Without one: those whose whole window lies within the search's own bounds, as the time
 * picker sets them; under "All time" every one.
 */
export function boundsOf({ shape, range, size, every, delay }: Steps, span: Span): Lowering<Bounds> {
  const step = every / 1000;
  if (shape === 'live')
    return exact({
      search: '',
      assignments: [
        `${last} = floor((info_max_time - ${delay / 1000}) / ${step})`,
        `${first} = ${last} - ${liveEnds - 1}`,
      ],
      addinfo: true,
      first,
      last,
    });
  if (range === undefined)
    return exact({
      search: '',
      assignments: [
        `${first} = ceiling((info_min_time + ${size / 1000}) / ${step})`,
        `${last} = case(isnum(info_max_time), floor(info_max_time / ${step}), 1 = 1, ${latest / every})`,
      ],
      addinfo: true,
      first,
      last,
    });
  const firstStep = Math.floor(range.from / every) + 1;
  const lastStep = Math.floor(range.to / every);
  if (lastStep < firstStep)
    return refuse({
      code: 'empty-range',
      reason: 'no window ends in the range of the hunt',
      hint: 'hunt over a longer range: every window ends on a multiple of its step since the epoch, UTC',
      span,
    });
  return exact({
    search: writeEarliest(firstStep * step - size / 1000, lastStep * step),
    assignments: [],
    addinfo: false,
    first: String(firstStep),
    last: String(lastStep),
  });
}

/** After every time that Splunk can index, and a multiple of every step that there is: the end of 2199. */
const latest = Date.UTC(2200, 0, 1);

/** The `search` terms for a range of seconds, one wider on each side: `_time` may be rounded where the event's own time is not. */
export function writeEarliest(from: number, to: number): string {
  return ` earliest=${from - 1} latest=${to + 1}`;
}
