import type { Row } from '../log/row.js';
import type { Sorter } from '../log/sorter.js';

/** A stream's clock (contract, section 4): what came too late for any rule, and what lies too far ahead to move the clock. */
export interface StreamClock {
  /** Takes an event as it comes. */
  readonly take: (row: Row) => void;
  /** Every event before this time has come that will count; those may be drained. */
  readonly watermark: () => number;
  /** The input ended: what still waits is let through. */
  readonly finish: () => void;
}

export interface StreamCounts {
  late: number;
  waited: number;
  cutShort: number;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** So many waiting events within one hour show that the clock has really moved. */
const QUORUM = 10;

/**
 * @param lateness in milliseconds: an event earlier than the latest time less this is late
 * @param sorter receives every event that counts, those that wait too, so that none of them can come late
 */
export function createStreamClock(lateness: number, sorter: Sorter, counts: StreamCounts): StreamClock {
  let latest = Number.NEGATIVE_INFINITY;
  /** The times that wait, in order of arrival. */
  let waiting: number[] = [];
  /** The same in order of time. */
  let ordered: number[] = [];

  function wait(time: number): void {
    waiting.push(time);
    let place = ordered.length;
    while (place > 0 && ordered[place - 1] > time) place--;
    ordered.splice(place, 0, time);
    for (let first = Math.max(0, place - QUORUM + 1); first <= place; first++) {
      const last = ordered[first + QUORUM - 1];
      if (last !== undefined && last - ordered[first] <= HOUR) {
        release(last);
        return;
      }
    }
  }

  /** The clock has moved: all that wait are read as if they came now; what still lies a day ahead goes on waiting. */
  function release(time: number): void {
    const read = waiting;
    waiting = [];
    ordered = [];
    latest = time;
    for (const each of read) {
      if (each > latest + DAY) wait(each);
      else latest = Math.max(latest, each);
    }
  }

  return {
    take(row) {
      const { time } = row;
      if (time < latest - lateness) {
        counts.late++;
        return;
      }
      sorter.push(row);
      if (time > latest + DAY) {
        counts.waited++;
        wait(time);
      } else latest = Math.max(latest, time);
    },
    watermark: () => latest - lateness,
    finish() {
      counts.cutShort = waiting.length;
      latest = Number.POSITIVE_INFINITY;
    },
  };
}
