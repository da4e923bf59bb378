import type { FieldType } from '../../ir/source.js';
import type { SplunkReading } from '../../ir/target.js';
import { quoteKey, writeCoercion } from './coercion.js';
import { writeField, writeText } from './literal.js';
import * as variable from './variable.js';

/** What a search takes out of its events, each thing once, under names of its own. */
export interface Reading {
  /** What lies at a place, as text, in an expression. */
  readonly raw: (place: string) => string;
  /** The name of what lies at a place, as a value of a type or null. */
  readonly value: (place: string, type: FieldType) => string;
  /** `name = expression` for all that was asked for, in an order in which each uses only those before it. */
  readonly assignments: () => readonly string[];
  /** The places that were read under such names. */
  readonly places: () => readonly string[];
}

/** How a place is read under a name of the search's own. */
type Take = (place: string, name: string) => readonly string[];

/**
 * Fields are read as Splunk extracts them (`KV_MODE = json`), which stops after the first 5,000 bytes of an event
 * (limits.conf, [spath] extraction_cutoff), or out of the whole text with `spath()`, which that limit, of "extract-all" mode, does not touch.
 * https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.0/evaluation-functions/conversion-functions (spath)
 */
export function makeReading(reading: SplunkReading): Reading {
  return reading === 'fields' ? openReading() : openReading(takeOfText);
}

/** Reads rows of `tstats`, whose fields are named after their data set, and hold a text where there is no value. */
export function readDataset(dataset: string, absent: string): Reading {
  return openReading((place, name) => {
    const field = writeField(`${dataset}.${place}`);
    return [`${name} = if(${field} = ${writeText(absent)}, null(), ${field})`];
  });
}

function takeOfText(place: string, name: string): readonly string[] {
  const structure = writeText(`[".]${quoteKey(lastKey(place))}"[[:space:]]*:[[:space:]]*[[{]`);
  return [
    `${name} = spath(_raw, ${writeText(place)})`,
    // An object or a list is no value, and comes as its text.
    `${name} = if(match(${name}, "^[[{]") AND match(_raw, ${structure}), null(), ${name})`,
  ];
}

function openReading(take?: Take): Reading {
  const raws = new Map<string, string>();
  const values = new Map<string, string>();
  const texts: string[] = [];
  const coerced: string[] = [];
  const raw: Reading['raw'] = (place) => {
    if (take === undefined) return writeField(place);
    const known = raws.get(place);
    if (known !== undefined) return known;
    const name = variable.raw(raws.size + 1);
    raws.set(place, name);
    texts.push(...take(place, name));
    return name;
  };
  const value: Reading['value'] = (place, type) => {
    const key = `${type} ${place}`;
    const known = values.get(key);
    if (known !== undefined) return known;
    const name = variable.read(values.size + 1);
    values.set(key, name);
    coerced.push(`${name} = ${writeCoercion(type, raw(place), lastKey(place))}`);
    return name;
  };
  return { raw, value, assignments: () => [...texts, ...coerced], places: () => [...raws.keys()] };
}

/** The last key of a place, by which a JSON `null` is known. */
export function lastKey(place: string): string {
  return place.split('.').at(-1) ?? place;
}

/** Whether a key can be a step of a path that `spath()` follows: a dot would be two steps, and braces an array's. */
export function isStep(key: string): boolean {
  return !/[.{}]/.test(key);
}
