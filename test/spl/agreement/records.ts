import { type Derivation, type Mapping, nameOf, type Path } from '../../../src/ir/mapping.js';
import type { SplunkTarget } from '../../../src/ir/target.js';
import type { Event } from '../../oracle/reading.js';
import { writeTime } from '../../oracle/time.js';
import type { Value } from '../../oracle/value.js';
import { type LogLine, toEvents } from './log.js';

type Members = { [key: string]: unknown };

/** Events as the records of another log, in the shape that a mapping reads, the time first. */
export function toRecords(events: readonly Event[], { time, fields }: Mapping): LogLine[] {
  if (time.format !== 'epoch_seconds' && time.format !== 'rfc3339')
    throw new Error(`no record is written with its time as ${time.format}`);
  return events.map((event) => {
    const record: Members = {};
    put(record, time.path, time.format === 'rfc3339' ? writeTime(event.time) : event.time / 1000);
    for (const [name, from] of fields) {
      const value = event.fields.get(name);
      const placed = value === undefined ? undefined : invert(from, value);
      if (placed !== undefined) put(record, ...placed);
    }
    return { text: JSON.stringify(record), at: event.time };
  });
}

/** What is put where, for a derivation to make a value of it, as far as it tells; a constant is not in the log. */
function invert(from: Derivation, value: Value): readonly [Path, unknown] | undefined {
  switch (from.kind) {
    case 'path':
      return [from.path, value];
    case 'first_of':
      return from.paths[0] && [from.paths[0], value];
    case 'any_of': {
      const test = from.tests.find(({ kind }) => kind === 'equals');
      return value === true && test?.kind === 'equals' ? [test.path, test.value] : undefined;
    }
    case 'hash':
      return [[...from.path, 'content'], value];
    case 'network':
    case 'prefix':
    case 'split':
    case 'constant':
      return undefined;
  }
}

function put(record: Members, path: Path, value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) throw new Error('an empty path');
  if (rest.length === 0) {
    record[key] = value;
    return;
  }
  const inner = record[key] ?? {};
  record[key] = inner;
  if (!isMembers(inner)) throw new Error(`${nameOf(path)} leads through a value`);
  put(inner, rest, value);
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The events that a target's index holds of records. `_time` is no member of an event: the index makes it. */
export function toIndexed(records: readonly LogLine[], { index, sourcetype, mapping }: SplunkTarget) {
  const isOwn = mapping?.time.path.join('.') === '_time';
  const lines = isOwn
    ? records.map(({ text, at }) => ({ text: text.replace(/^\{"_time":[^,}]*,?/, '{'), at }))
    : records;
  return toEvents(lines, index, sourcetype ?? 'a:source:type');
}
