import type { RawEvent } from '../event.js';

/** A line of a log and when it happened, in milliseconds; undefined where that cannot be read. */
export type LogLine = { readonly text: string; readonly at: number | undefined };

/**
 * The events that an index holds of a log: `_time` is the event's own time, as the index settings of the native target have it,
 * and of an event without one the time of the event before it.
 */
export function toEvents(lines: readonly LogLine[], index: string, sourcetype: string): RawEvent[] {
  let last = lines.find(({ at }) => at !== undefined)?.at ?? 0;
  return lines.map(({ text, at }, place) => {
    last = at ?? last;
    return {
      raw: text,
      time: (last / 1000).toFixed(3),
      index,
      sourcetype,
      fields: { splunk_server: 'indexer', _bkt: 'inference~1~00000000', _cd: `1:${place}` },
    };
  });
}
