import type { Range, Shape } from '../../backend.js';
import { liveEnds } from '../../schedule.js';
import type { Filter } from './filter.js';
import type { JsonObject } from './json.js';

/** Where a query looks: which events it reads, and which window ends its scripts judge. */
export interface Scope {
  readonly events: Filter;
  /** The scripts' parameters. */
  readonly ends: JsonObject;
  /** What fills the body in before it is sent: OpenSearch's monitor, or whoever runs the search template. */
  readonly filledBy: 'nobody' | 'monitor' | 'template';
}

/**
 * Live, a monitor fills in the end of its period, and the events are those of all windows that can end so far before it: date math knows no
 * steps of five minutes, so the scripts find the ends. A hunt has its range, or a template's parameters `from` and `to`.
 * @param size how far a window reaches back from its end, milliseconds; 0 for single events
 */
export function scopeOf(
  shape: Shape,
  range: Range | undefined,
  time: string,
  { size, every }: { readonly size: number; readonly every: number },
  delay: number,
): Scope {
  if (shape === 'live') {
    const now = '{{period_end}}';
    const back = delay + size + liveEnds * every;
    return {
      events: between(time, subtract(now, back), subtract(now, delay), 'epoch_millis'),
      ends: { now, delay, last: liveEnds },
      filledBy: 'monitor',
    };
  }
  const [from, to] =
    range === undefined ? ['{{from}}', '{{to}}'] : [writeInstant(range.from), writeInstant(range.to)];
  const first = range === undefined ? subtract(from, size) : writeInstant(range.from - size);
  return {
    events: between(time, first, to, instantFormat),
    ends: { after: from, up_to: to },
    filledBy: range === undefined ? 'template' : 'nobody',
  };
}

/** How a query writes instants, whatever format the index reads its own in. */
export const instantFormat = 'strict_date_optional_time';

function between(time: string, from: string, to: string, format: string): Filter {
  return { range: { [time]: { gte: from, lt: to, format } } };
}

/** Date math, in its largest unit of a clock that fits. */
function subtract(instant: string, millis: number): string {
  if (millis === 0) return instant;
  return millis % 60_000 === 0 ? `${instant}||-${millis / 60_000}m` : `${instant}||-${millis / 1000}s`;
}

function writeInstant(millis: number): string {
  return new Date(millis).toISOString();
}
