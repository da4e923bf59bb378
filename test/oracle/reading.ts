import { derive, follow, splitPath } from './derivation.js';
import type { Format, MappingDoc, SourceDoc, Type } from './documents.js';
import { type Json, parseJson } from './json.js';
import type { Fields } from './predicate.js';
import { type Coerced, coerce, type Value } from './value.js';

/** Where an event stands: the index of its input, and its physical line there, from 1. */
export interface Place {
  readonly input: number;
  readonly line: number;
}

export interface Event {
  readonly time: number;
  readonly fields: Fields;
  readonly place: Place;
}

/** What was read and what could not be, by cause. */
export interface Counts {
  lines: number;
  skipped: number;
  withoutTime: number;
  events: number;
  /** Events whose id one had that counted. */
  duplicates: number;
  late: number;
  waited: number;
  cutShort: number;
  /** The earliest and the latest time of an event, where there is one. */
  from?: number;
  to?: number;
  /** By field; only those with any. */
  readonly unfit: { [field: string]: number };
  /** By rule; only those with any. */
  readonly withoutGroup: { [rule: string]: number };
}

export function noCounts(): Counts {
  return {
    lines: 0,
    skipped: 0,
    withoutTime: 0,
    events: 0,
    duplicates: 0,
    late: 0,
    waited: 0,
    cutShort: 0,
    unfit: {},
    withoutGroup: {},
  };
}

/** Reads an input's events in the order of its lines, and counts what it cannot read. */
export function readEvents(
  bytes: Uint8Array,
  input: number,
  source: SourceDoc,
  mapping: MappingDoc | undefined,
  counts: Counts,
): Event[] {
  const events: Event[] = [];
  const timePath = mapping?.time === undefined ? [source.time.field] : splitPath(mapping.time.path);
  const format = mapping?.time?.format ?? source.time.format;
  for (const [index, line] of splitLines(bytes).entries()) {
    if (line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)) continue;
    counts.lines++;
    const json = parseJson(decode(line) ?? '');
    if (json?.kind !== 'object') {
      counts.skipped++;
      continue;
    }
    const time = coerce(follow(json, timePath), 'timestamp', format);
    if (time.kind !== 'value') {
      counts.withoutTime++;
      continue;
    }
    counts.events++;
    counts.from = Math.min(counts.from ?? Infinity, Number(time.value));
    counts.to = Math.max(counts.to ?? -Infinity, Number(time.value));
    const fields = readFields(json, source, mapping, format, counts);
    fields.set(source.time.field, Number(time.value));
    events.push({ time: Number(time.value), fields, place: { input, line: index + 1 } });
  }
  return events;
}

function readFields(
  json: Json,
  source: SourceDoc,
  mapping: MappingDoc | undefined,
  format: Format,
  counts: Counts,
): Map<string, Value> {
  const fields = new Map<string, Value>();
  for (const [name, { type }] of Object.entries(source.fields)) {
    // Whatever a mapping says of it, this field is the event's time.
    if (name === source.time.field) continue;
    const coerced = readField(json, name, type, format, mapping);
    if (coerced.kind === 'value') fields.set(name, coerced.value);
    if (coerced.kind === 'unfit') counts.unfit[name] = (counts.unfit[name] ?? 0) + 1;
  }
  return fields;
}

function readField(
  json: Json,
  name: string,
  type: Type,
  format: Format,
  mapping: MappingDoc | undefined,
): Coerced {
  if (mapping === undefined) return coerce(follow(json, [name]), type, format);
  const derivation = mapping.fields[name];
  return derivation === undefined ? coerce(undefined, type, format) : derive(json, derivation, type, format);
}

/** The lines of a file without their LF and without the file's byte order mark; nothing after the last LF is no line. */
function splitLines(bytes: Uint8Array): Uint8Array[] {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const lines: Uint8Array[] = [];
  let start = marked ? 3 : 0;
  for (let at = start; at <= bytes.length; at++) {
    if (at === bytes.length || bytes[at] === 0x0a) {
      if (at > start || at < bytes.length) lines.push(bytes.subarray(start, at));
      start = at + 1;
    }
  }
  return lines;
}

function decode(line: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return undefined;
  }
}
