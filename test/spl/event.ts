import { flattenJson, readJson } from './json.js';
import { fromValues, isNumber, number, type Row, readNumber, type Value } from './value.js';

/** An event as it lies in an index: its text and the default fields; `time` is epoch seconds in decimals. */
export type RawEvent = {
  readonly raw: string;
  readonly time: string;
  readonly index: string;
  readonly sourcetype: string;
  /** Other fields of Splunk's own: `host`, `source`, `splunk_server`, `_cd` and so on. */
  readonly fields?: Readonly<Record<string, string>>;
};

/** Fields that Splunk makes itself ("Use default fields"). */
const own: ReadonlySet<string> = new Set(
  [
    '_raw _time _indextime _cd _bkt _serial _si _sourcetype _subsecond _kv _meta',
    'host index linecount punct source sourcetype splunk_server timestamp',
  ].flatMap((line) => line.split(' ')),
);

const extracted = new WeakMap<RawEvent, { cutoff: number | undefined; row: Row; notes: string[] }>();

/**
 * The fields that a search sees under KV_MODE=json, or under KV_MODE=none where there is no cutoff. Members of the event do not displace the default fields here: a
 * member with the name of one is noted. Extraction stops at `cutoff` bytes (limits.conf, [spath] extraction_cutoff).
 * What was extracted of an event is kept for the next search.
 */
export function fieldsOf(event: RawEvent, cutoff: number | undefined, note: (what: string) => void): Row {
  let known = extracted.get(event);
  if (known === undefined || known.cutoff !== cutoff) {
    const notes: string[] = [];
    known = { cutoff, row: extractFields(event, cutoff, (what) => notes.push(what)), notes };
    extracted.set(event, known);
  }
  known.notes.forEach(note);
  return known.row;
}

function extractFields(event: RawEvent, cutoff: number | undefined, note: (what: string) => void): Row {
  const row = cutoff === undefined ? new Map<string, Value>() : extractJson(event, cutoff, note);
  const time = readNumber(event.time);
  if (time !== undefined && isNumber(time)) row.set('_time', number(time.value, time.precision));
  row.set('_raw', event.raw);
  row.set('index', event.index);
  row.set('sourcetype', event.sourcetype);
  for (const [name, value] of Object.entries(event.fields ?? {})) row.set(name, value);
  return row;
}

function extractJson(event: RawEvent, cutoff: number, note: (what: string) => void): Map<string, Value> {
  const row = new Map<string, Value>();
  const bytes = Buffer.from(event.raw, 'utf8');
  if (bytes.length > cutoff)
    note(`an event is longer than ${cutoff} bytes, at which the extraction of its fields stops`);
  const { value, complete } = readJson(bytes.subarray(0, cutoff).toString('utf8'));
  if (bytes.length <= cutoff && !complete)
    note('an event is not JSON: what is extracted of it is not documented');
  if (value !== undefined)
    for (const [name, values] of flattenJson(value)) {
      if (own.has(name)) note(`an event has a member "${name}", the name of a field of Splunk's own`);
      row.set(name, fromValues(values));
    }
  return row;
}
