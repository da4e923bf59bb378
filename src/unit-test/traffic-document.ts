import { findField } from '../check/field.js';
import type { Report } from '../check/report.js';
import type { Node } from '../document/node.js';
import { keySpanAt, nodeAt, spanAt } from '../document/place.js';
import type { RuleTestFile } from '../document/schema/rule-test.js';
import type { Field, Source } from '../ir/source.js';
import { durationInWords } from '../text/duration.js';
import { readFieldValues } from './field-document.js';
import { generatedFields } from './generated-traffic.js';
import { readDuration, readInstant } from './reading.js';
import {
  type FieldValues,
  type Inputs,
  maxOver,
  maxRequests,
  type Pace,
  type Requests,
  type Traffic,
} from './traffic.js';

type TrafficText = NonNullable<RuleTestFile['cases'][number]['traffic']>;
type PrincipalText = TrafficText['principals'][number];

/**
 * Reads the traffic of a case.
 * @param node Where it stands.
 * @returns Undefined where something is wrong, which is reported.
 */
export function readTraffic(
  text: TrafficText,
  node: Node,
  source: Source,
  report: Report,
): Traffic | undefined {
  const start = readInstant(text.start, spanAt(node, 'start'), report);
  const principals = text.principals.map((principal, index) =>
    readRequests(principal, nodeAt(node, 'principals', index) ?? node, source, report),
  );
  const whole = principals.flatMap((requests) => requests ?? []);
  let count = 0;
  for (const [index, { requests, copies = 1 }] of text.principals.entries()) {
    count += requests * copies;
    if (count <= maxRequests) continue;
    const limit = maxRequests.toLocaleString('en-US');
    report.tell('traffic-too-large', spanAt(node, 'principals', index, 'requests'), {
      what: 'requests',
      limit,
    });
    return undefined;
  }
  return start === undefined || whole.length < principals.length
    ? undefined
    : { seed: text.seed ?? 0, start, principals: whole };
}

function readRequests(text: PrincipalText, node: Node, source: Source, report: Report): Requests | undefined {
  const pace = readPace(text, node, report);
  const offset = text.offset === undefined ? 0 : readDuration(text.offset, spanAt(node, 'offset'), report);
  const inputs = readInputs(text, node, report);
  const fields = readFields(text, node, source, report);
  const own = [
    ['name', generatedFields.principal],
    ['inputs', generatedFields.input],
    ['full_vectors', generatedFields.fullVector],
  ] as const;
  for (const [key, name] of own)
    if (text[key] !== undefined)
      findField(name, keySpanAt(node, key), { source: source.name, fields: source.fields, report });
  if (pace === undefined || offset === undefined || inputs === undefined || fields === undefined)
    return undefined;
  const { name, copies = 1, requests: count, full_vectors: share = 'none' } = text;
  const fullVectors = share === 'all' ? 1 : typeof share === 'number' ? share : 0;
  return { name, copies, count, offset, pace, inputs, fullVectors, fields };
}

function readPace(text: PrincipalText, node: Node, report: Report): Pace | undefined {
  const { over: overText, every: everyText, pace = 'even', requests } = text;
  if ((overText === undefined) === (everyText === undefined)) {
    const found = overText === undefined ? 'neither' : 'both';
    report.tell('traffic-time', keySpanAt(node, found === 'both' ? 'every' : 'requests'), { found });
    return undefined;
  }
  if (everyText !== undefined && text.pace !== undefined) {
    report.tell('traffic-pace', keySpanAt(node, 'pace'), { key: 'pace', with: 'every' });
    return undefined;
  }
  const key = overText === undefined ? 'every' : 'over';
  const length = readDuration(overText ?? everyText ?? '', spanAt(node, key), report);
  if (length === undefined) return undefined;
  const over = key === 'every' ? length * requests : length;
  if (over > maxOver) {
    report.tell('traffic-too-large', spanAt(node, key), { what: 'time', limit: durationInWords(maxOver) });
    return undefined;
  }
  const jitter = readJitter(text, over / requests, node, report);
  if (jitter === undefined) return undefined;
  if (pace === 'even') return { kind: 'even', over, jitter };
  if (pace === 'poisson') return { kind: 'poisson', over };
  const bursts = typeof pace === 'string' ? Math.min(10, requests) : pace.bursts;
  if (bursts > requests) {
    report.tell('traffic-bursts', spanAt(node, 'pace', 'bursts'), { requests });
    return undefined;
  }
  return { kind: 'burst', over, bursts };
}

/** @param step The time between two requests, in milliseconds. */
function readJitter(text: PrincipalText, step: number, node: Node, report: Report): number | undefined {
  if (text.jitter === undefined) return 0;
  if (text.pace !== undefined && text.pace !== 'even') {
    const pace = typeof text.pace === 'string' ? text.pace : 'bursts';
    report.tell('traffic-pace', keySpanAt(node, 'jitter'), { key: 'jitter', with: `the pace ${pace}` });
    return undefined;
  }
  const jitter = readDuration(text.jitter, spanAt(node, 'jitter'), report);
  if (jitter === undefined || jitter <= step) return jitter;
  report.tell('traffic-jitter', spanAt(node, 'jitter'), { step: durationInWords(step) });
  return undefined;
}

function readInputs({ inputs = 'fresh' }: PrincipalText, node: Node, report: Report): Inputs | undefined {
  if (typeof inputs === 'string') return { kind: 'fresh', share: 1 };
  const { repeat, fresh } = inputs;
  if (repeat !== undefined && fresh === undefined) return { kind: 'repeat', of: repeat };
  if (fresh !== undefined && repeat === undefined) return { kind: 'fresh', share: fresh };
  report.tell('traffic-inputs', spanAt(node, 'inputs'), {});
  return undefined;
}

function readFields(
  { fields = {} }: PrincipalText,
  node: Node,
  source: Source,
  report: Report,
): ReadonlyMap<Field, FieldValues> | undefined {
  const map = nodeAt(node, 'fields') ?? node;
  const keys: ReadonlyMap<string, string> = new Map([
    [source.time.field, 'the time'],
    [generatedFields.principal, 'name'],
    [generatedFields.input, 'inputs'],
    [generatedFields.fullVector, 'full_vectors'],
  ]);
  const read = new Map<Field, FieldValues>();
  let isWhole = true;
  for (const [name, text] of Object.entries(fields)) {
    const key = keys.get(name);
    const field = findField(name, keySpanAt(map, name), {
      source: source.name,
      fields: source.fields,
      report,
    });
    if (field !== undefined && key !== undefined)
      report.tell('traffic-field', keySpanAt(map, name), { field: name, key });
    const values =
      field === undefined || key !== undefined
        ? undefined
        : readFieldValues(text, nodeAt(map, name) ?? map, field, report);
    if (field === undefined || values === undefined) isWhole = false;
    else read.set(field, values);
  }
  return isWhole ? read : undefined;
}
