import type { Counts, Event } from './reading.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * What a stream's rules get to see, given how late an event may be (milliseconds).
 * Events wait while they lie more than a day ahead of the clock, or while it has not started, until ten of them lie within one hour. The
 * clock then goes to the latest of the ten, and all that wait come once more, in the order in which they first came, none of them late; one that is
 * still a day ahead waits on.
 */
export function followClock(events: readonly Event[], lateness: number, counts: Counts): Event[] {
  const seen: Event[] = [];
  let clock = -Infinity;
  let waiting: Event[] = [];

  for (const event of events) {
    if (event.time <= clock + DAY) {
      if (event.time < clock - lateness) {
        counts.late++;
        continue;
      }
      seen.push(event);
      clock = Math.max(clock, event.time);
      continue;
    }
    counts.waited++;
    waiting.push(event);
    const latest = latestOfTen(waiting);
    if (latest === undefined) continue;
    clock = Math.max(clock, latest);
    const again = waiting;
    waiting = [];
    for (const waiter of again) {
      if (waiter.time > clock + DAY) {
        waiting.push(waiter);
      } else {
        seen.push(waiter);
        clock = Math.max(clock, waiter.time);
      }
    }
  }
  counts.cutShort += waiting.length;
  return [...seen, ...waiting];
}

/** The latest of ten events within one hour, of the earliest such ten. */
function latestOfTen(waiting: readonly Event[]): number | undefined {
  const times = waiting.map((event) => event.time).sort((a, b) => a - b);
  for (let first = 0; first + 9 < times.length; first++) {
    const [from, to] = [times[first] ?? 0, times[first + 9] ?? 0];
    if (to - from <= HOUR) return to;
  }
  return undefined;
}
