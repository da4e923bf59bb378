import { type Mapping, nameOf, type Path } from '../../../src/ir/mapping.js';
import type { Event } from '../../oracle/reading.js';
import { writeTime } from '../../oracle/time.js';
import type { LogLine } from './log.js';

type Members = { [key: string]: unknown };

/** Events as the records of another log, in the shape that a mapping reads: each field where its path leads, the time first. */
export function toRecords(events: readonly Event[], { time, fields }: Mapping): LogLine[] {
  if (time.format !== 'epoch_seconds' && time.format !== 'rfc3339')
    throw new Error(`no record is written with its time as ${time.format}`);
  const paths = [...fields].flatMap(([name, from]) =>
    from.kind === 'path' && nameOf(from.path) !== nameOf(time.path) ? [[name, from.path] as const] : [],
  );
  return events.map((event) => {
    const record: Members = {};
    put(record, time.path, time.format === 'rfc3339' ? writeTime(event.time) : event.time / 1000);
    for (const [name, path] of paths) {
      const value = event.fields.get(name);
      if (value !== undefined) put(record, path, value);
    }
    return { text: JSON.stringify(record), at: event.time };
  });
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
