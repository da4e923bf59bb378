import type { SplunkTarget } from '../../../src/ir/target.js';
import type { Format, SourceDoc } from '../../oracle/documents.js';
import { readTime } from '../../oracle/time.js';
import { setBounds } from '../../random/bounds.js';
import { type Case, toTrial } from '../../random/cases.js';
import { makeLists } from '../../random/lists.js';
import { createRandom } from '../../random/random.js';
import { makeRules } from '../../random/rules.js';
import { makeSource, types } from '../../random/sources.js';
import { makeLines } from '../../random/streams.js';
import { type Json, readJson, writeJson } from '../json.js';
import type { LogLine } from './log.js';

/*
 * Random packs and logs within what the Splunk target presumes: one JSON object an event, of at most 5,000 bytes; no member twice;
 * no value an array of a single one; keywords that are texts, not empty, or whole numbers; times since 2000, written without an exponent. All else that
 * logs hold stays: nulls, wrong types, objects, numbers as text, arrays of several values, texts with anything in them.
 */

export type FittingCase = { readonly one: Case; readonly log: readonly LogLine[] };

/** The case of a seed. */
export function makeFittingCase(seed: number): FittingCase {
  const random = createRandom(seed);
  const source: SourceDoc = { ...makeSource(random) };
  const { dedupe: _dedupe, ...plain } = source;
  const log = makeLines(random, plain, undefined).flatMap((line) => toFitting(line, plain) ?? []);
  const draft: Case = {
    seed,
    source: plain,
    lists: makeLists(random),
    rules: makeRules(random),
    lines: log.map(({ text }) => Buffer.from(text, 'utf8')),
    crlf: false,
    marked: false,
    cut: false,
  };
  return { one: { ...draft, rules: setBounds(random, toTrial(draft)) }, log };
}

/** A line with what the target presumes away taken out; undefined where nothing is left of it. */
function toFitting(bytes: Uint8Array, source: SourceDoc): LogLine | undefined {
  const line = new TextDecoder('utf-8').decode(bytes);
  const { value, complete } = readJson(line);
  if (value?.kind !== 'object' || !complete) return undefined;
  const members = new Map(value.entries.filter(([name, member]) => isFitting(name, member, source)));
  const text = `{${[...members].map(([name, member]) => `${JSON.stringify(name)}:${writeJson(member)}`).join(',')}}`;
  const time = members.get(source.time.field);
  const at = time === undefined ? undefined : instantOf(time, source.time.format);
  if (Buffer.byteLength(text, 'utf8') > 5000 || (at !== undefined && at < Date.UTC(2000))) return undefined;
  return { text, at };
}

function instantOf(json: Json, format: Format): number | undefined {
  if (json.kind === 'text') return readTime({ kind: 'string', text: json.text }, format);
  const isNumber = json.kind === 'word' && /^[-\d]/.test(json.text);
  return isNumber ? readTime({ kind: 'number', text: json.text }, format) : undefined;
}

function isFitting(name: string, value: Json, source: SourceDoc): boolean {
  if (name === '' || /[\ud800-\udfff]/.test(name)) return false;
  const type = types[name] ?? source.fields[name]?.type;
  if (type === 'timestamp' && value.kind === 'array') return false; // 1 and 2 ns are one millisecond
  if (type === 'timestamp' && 'text' in value && /^-?\d[\d.]*e/i.test(value.text)) return false;
  if (value.kind === 'array') return new Set(value.items.flatMap(identityOf)).size > 1;
  if (value.kind === 'object') return true;
  if (
    value.kind === 'text' &&
    (value.text === '' || Buffer.from(value.text, 'utf8').toString('utf8') !== value.text)
  )
    return false;
  return type !== 'keyword' || value.kind === 'text' || /^(?:0|-?[1-9]\d*|true|false|null)$/.test(value.text);
}

/** What an element of an array is told apart by, whatever its type: nothing for null. */
function identityOf(item: Json): string[] {
  if (item.kind === 'array' || item.kind === 'object') return [writeJson(item)];
  if (item.kind === 'word' && item.text === 'null') return [];
  return [/^-?\d/.test(item.text) ? String(Number(item.text)) : item.text];
}

/** A Splunk index that holds such a log. */
export const randomTarget = (mapping: SplunkTarget['mapping']): SplunkTarget => ({
  name: 'splunk-random',
  description: 'The index of the random tests',
  backend: 'splunk',
  index: 'traffic',
  sourcetype: 'traffic:json',
  reading: 'fields',
  ...(mapping === undefined ? {} : { mapping }),
  delay: 120_000,
  accept: [],
  leastStatus: 'experimental',
  exceptions: [],
  span: { source: { file: 'targets/splunk-random.yaml', text: '' }, start: 0, end: 0 },
});
