import { flattenJson, readJson } from './json.js';
import { fromValues, isNumber, number, type Row, readNumber } from './value.js';

/** An event as it lies in an index: its text and the default fields; `time` is epoch seconds in decimals. */
export type RawEvent = {
  readonly raw: string;
  readonly time: string;
  readonly index: string;
  readonly sourcetype: string;
  readonly source?: string;
  readonly host?: string;
};

/**
 * The fields that a search sees under KV_MODE=json. Members of the event do not displace the default fields here: a
 * member with the name of one is noted. Extraction stops at `cutoff` bytes (limits.conf, [spath] extraction_cutoff).
 */
export function extractFields(event: RawEvent, cutoff: number, note: (what: string) => void): Row {
  const row: Row = new Map();
  const bytes = Buffer.from(event.raw, 'utf8');
  if (bytes.length > cutoff)
    note(`an event is longer than ${cutoff} bytes, at which the extraction of its fields stops`);
  const { value, complete } = readJson(bytes.subarray(0, cutoff).toString('utf8'));
  if (bytes.length <= cutoff && !complete)
    note('an event is not JSON: what is extracted of it is not documented');
  if (value !== undefined)
    for (const [name, values] of flattenJson(value)) {
      if (/^(?:_|(?:index|sourcetype|source|host|linecount|punct|splunk_server|timestamp)$)/.test(name))
        note(`an event has a member "${name}", the name of a field of Splunk's own`);
      row.set(name, fromValues(values));
    }
  const time = readNumber(event.time);
  if (time !== undefined && isNumber(time)) row.set('_time', number(time.value, time.precision));
  row.set('_raw', event.raw);
  row.set('index', event.index);
  row.set('sourcetype', event.sourcetype);
  if (event.source !== undefined) row.set('source', event.source);
  if (event.host !== undefined) row.set('host', event.host);
  return row;
}
