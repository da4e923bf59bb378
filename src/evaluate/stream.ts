import type { Row } from '../log/row.js';
import type { Sorter } from '../log/sorter.js';
import { createWaiting } from './waiting.js';

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

/**
 * @param lateness in milliseconds: an event earlier than the latest time less this is late
 * @param sorter receives every event that counts, those that wait too, so that none of them can come late
 */
export function createStreamClock(lateness: number, sorter: Sorter, counts: StreamCounts): StreamClock {
  let latest = Number.NEGATIVE_INFINITY;
  const waiting = createWaiting();

  /** The clock has moved: all that wait are read as if they came now; what still lies a day ahead goes on waiting. */
  function release(time: number): void {
    latest = time;
    for (let next = 0; ; ) {
      const read = waiting.take(next, latest + DAY);
      if (!read) return;
      latest = Math.max(latest, read.time);
      next = read.place + 1;
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
        const moved = waiting.add(time);
        if (moved !== undefined) release(moved);
      } else latest = Math.max(latest, time);
    },
    watermark: () => latest - lateness,
    finish() {
      counts.cutShort = waiting.size();
      latest = Number.POSITIVE_INFINITY;
    },
  };
}
