import { createHash } from 'node:crypto';
import type { Source } from '../ir/source.js';
import { type JsonValue, valuesOf } from './field-values.js';
import { writeInstant } from './instant.js';
import { timesOf } from './pace.js';
import { openRandomStream } from './random-stream.js';
import { countOfShare, type Inputs, isChosen, type Requests, type Traffic } from './traffic.js';

/** The fields that the generator fills by itself, where the source has them. */
export const generatedFields = {
  principal: 'principal',
  input: 'input_hash',
  fullVector: 'wants_probs',
  featureCount: 'n_features',
} as const;

/** What `n_features` holds unless a test says otherwise. */
const featureCount = '8';

interface Request {
  readonly at: number;
  readonly line: string;
}

/**
 * The traffic as JSON Lines in the source's own shape, in order of time (requests at one millisecond in the order of the
 * description). Fields that the source does not have are left out.
 */
export function generateTraffic(traffic: Traffic, source: Source): string {
  const requests: Request[] = [];
  const seen = new Map<string, number>();
  for (const part of traffic.principals) {
    for (let copy = 1; copy <= part.copies; copy++) {
      const name = part.copies === 1 ? part.name : `${part.name}-${copy}`;
      const occurrence = seen.get(name) ?? 0;
      seen.set(name, occurrence + 1);
      for (const request of generateRequests(part, name, occurrence, traffic, source)) requests.push(request);
    }
  }
  requests.sort((a, b) => a.at - b.at);
  return requests.map((request) => `${request.line}\n`).join('');
}

function generateRequests(
  part: Requests,
  name: string,
  occurrence: number,
  traffic: Traffic,
  source: Source,
): Request[] {
  const { count } = part;
  const { format } = source.time;
  const columns = new Map<string, readonly JsonValue[]>();
  const times = timesOf(part.pace, count, openRandomStream(traffic.seed, name, occurrence, 'pace')).map(
    (time) => traffic.start + part.offset + time,
  );
  columns.set(
    source.time.field,
    times.map((time) => writeInstant(time, format)),
  );
  const filled: readonly [string, () => JsonValue[]][] = [
    [generatedFields.principal, () => new Array<JsonValue>(count).fill(JSON.stringify(name))],
    [generatedFields.input, () => inputsOf(part.inputs, count, [traffic.seed, name, occurrence])],
    [generatedFields.fullVector, () => flagsOf(part.fullVectors, count)],
    [generatedFields.featureCount, () => new Array<JsonValue>(count).fill(featureCount)],
  ];
  for (const [field, fill] of filled) if (source.fields.has(field)) columns.set(field, fill());
  for (const [field, values] of part.fields) {
    const random = openRandomStream(traffic.seed, name, occurrence, 'field', field.name);
    columns.set(field.name, valuesOf(field, values, count, format, random));
  }
  return times.map((at, index) => ({ at, line: writeLine(columns, index) }));
}

function writeLine(columns: ReadonlyMap<string, readonly JsonValue[]>, index: number): string {
  const members: string[] = [];
  for (const [name, column] of columns) {
    const value = column[index];
    if (value !== undefined) members.push(`${JSON.stringify(name)}:${value}`);
  }
  return `{${members.join(',')}}`;
}

/** Hashes as a gateway writes them: 64 lower-case hexadecimal digits. No two principals share an input. */
function inputsOf(inputs: Inputs, count: number, owner: readonly (string | number)[]): JsonValue[] {
  const hash = (input: number): string =>
    `"${createHash('sha256')
      .update(JSON.stringify([...owner, input]))
      .digest('hex')}"`;
  if (inputs.kind === 'repeat') {
    const hashes = Array.from({ length: Math.min(inputs.of, count) }, (_, input) => hash(input));
    return Array.from({ length: count }, (_, index) => hashes[index % hashes.length]);
  }
  const fresh = countOfShare(inputs.share, count);
  let current = hash(0);
  let next = 0;
  return Array.from({ length: count }, (_, index) => {
    if (isChosen(index, fresh, count)) current = hash(next++);
    return current;
  });
}

function flagsOf(share: number, count: number): JsonValue[] {
  const chosen = countOfShare(share, count);
  return Array.from({ length: count }, (_, index) => String(isChosen(index, chosen, count)));
}
