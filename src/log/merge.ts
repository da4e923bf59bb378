import type { LogReader } from './reader.js';
import type { Row } from './row.js';

/**
 * Reads several logs as one, always going on with the earliest event at hand (of equal times that of the first input), and hands out
 * each event as it is read. Logs that are in order come out in order.
 * @param take says whether to go on
 * @returns whether all was read
 */
export async function mergeLogs(
  readers: readonly LogReader[],
  take: (row: Row) => boolean,
): Promise<boolean> {
  const live: LogReader[] = [];
  for (const reader of readers) if (await advance(reader)) live.push(reader);
  while (live.length > 1) {
    let best = 0;
    for (let i = 1; i < live.length; i++) if (live[i].row.time < live[best].row.time) best = i;
    const reader = live[best];
    if (!take(reader.row)) return false;
    if (!reader.next() && !(await advance(reader))) live.splice(best, 1);
  }
  const [last] = live;
  if (!last) return true;
  do {
    do {
      if (!take(last.row)) return false;
    } while (last.next());
  } while (await advance(last));
  return true;
}

/** Goes on to the next event, fetching bytes as needed; false at the end. */
async function advance(reader: LogReader): Promise<boolean> {
  while (await reader.more()) if (reader.next()) return true;
  return false;
}
