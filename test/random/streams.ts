import type { Format, MappingDoc, SourceDoc } from '../oracle/documents.js';
import type { Random } from './random.js';
import { types } from './sources.js';
import { makeValue, writeInstant } from './values.js';

const minute = 60_000;
const hour = 60 * minute;

/** Some hundred lines of a log in a source's or a mapping's shape, without their LF; some are broken. */
export function makeLines(random: Random, source: SourceDoc, mapping: MappingDoc | undefined): Uint8Array[] {
  const isCrowd = random.chance(0.15);
  const times = makeTimes(random, random.whole(1, isCrowd ? 300 : random.pick([10, 60, 60, 120])));
  const lines: Uint8Array[] = [];
  for (const time of times) {
    if (random.chance(0.03)) lines.push(Buffer.from(random.pick(broken)));
    if (random.chance(0.005)) lines.push(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    const line = writeLine(random, source, mapping, time, isCrowd);
    lines.push(Buffer.from(random.chance(0.03) ? damage(random, line) : line));
  }
  return lines;
}

const broken = [
  '',
  ' \t',
  '\r',
  'nonsense',
  '[{"ts": 1}]',
  '"{}"',
  'null',
  '{}',
  '{"ts": 1,}',
  "{'ts': 1}",
  '{"ts": 01}',
  '{"ts": NaN}',
  '{"ts": 1} {"ts": 2}',
  '{"ts": 1',
  // Not at the line's start: moved to that of its file, it would be the file's.
  ' \ufeff{"ts": 1}',
  '{"ts": "\u0001"}',
  '{"ts": null}',
  '{"a": "\\x"}',
  '{"ts": 1.}',
  '\u00a0{}',
];

/** Takes one character away, doubles one, puts another in its place, or cuts the line there. */
function damage(random: Random, line: string): string {
  const at = random.whole(0, line.length - 1);
  const [before, char, after] = [line.slice(0, at), line.charAt(at), line.slice(at + 1)];
  return random.pick([
    before + after,
    before + char + char + after,
    before + random.pick(['"', '\\', '{', '}', ',', ':', '0', ' ', '\t', '\u2028']) + after,
    before,
  ]);
}

/** Bursts, ties, exact edges of windows and their neighbours, and gaps longer than any window; perhaps out of order. */
function makeTimes(random: Random, count: number): number[] {
  let time = random.pick([0, -24 * hour, -1, Date.UTC(2026, 0, 12), Date.UTC(2026, 0, 12, 9, 3)]);
  const times: number[] = [];
  // An even pace puts ten events into exactly an hour.
  const isEven = random.chance(0.1);
  const steps = isEven ? [hour / 9] : [0, 0, 1, 999, 5000, 5000, minute, 3 * minute, 7 * minute, 20 * minute];
  for (let i = 0; i < count; i++) {
    if (random.chance(0.03)) time += random.pick([2 * hour, 24 * hour, 24 * hour + 1, 25 * hour, 100 * hour]);
    else time += random.pick(steps);
    if (!isEven && random.chance(0.25)) {
      const edge = random.pick([minute, 5 * minute, 15 * minute, hour]);
      time = Math.ceil(time / edge) * edge + random.pick([0, 0, -1, 1]);
    }
    times.push(time);
  }
  const order = random.whole(0, 4);
  if (order === 0) return random.shuffle(times);
  if (order === 1) return times;
  // Out of order by no more than a millisecond, which still may lie about an edge.
  if (order === 2)
    return times.toSorted((a, b) => Math.floor((a + 1) / 2) - Math.floor((b + 1) / 2) || b - a);
  return times.map((one, i) =>
    random.chance(0.2) ? (times[Math.max(0, i - random.whole(1, 5))] ?? one) : one,
  );
}

/** Keys and values in the order in which they are written; equal keys may stand more than once. */
type Tree = [key: string, value: string | Tree][];

function writeLine(
  random: Random,
  source: SourceDoc,
  mapping: MappingDoc | undefined,
  time: number,
  isCrowd: boolean,
): string {
  const format = mapping?.time?.format ?? source.time.format;
  const tree: Tree = [];
  const timePath = mapping?.time?.path ?? source.time.field;
  for (const name of random.chance(0.2) ? random.shuffle(Object.keys(types)) : Object.keys(types)) {
    const type = types[name];
    const path = name === source.time.field ? timePath : pathOf(name, mapping);
    if (type === undefined || path === undefined) continue;
    if (name === source.time.field) {
      put(tree, path, makeTimeValue(random, time, format));
    } else if (random.chance(0.85)) {
      if (random.chance(0.02)) put(tree, path, makeValue(random, type, format, time, isCrowd));
      put(tree, path, makeValue(random, type, format, time, isCrowd));
    }
  }
  for (const extra of makeExtras(random)) tree.splice(random.whole(0, tree.length), 0, extra);
  return writeTree(random, tree);
}

/** Members that no field reads: look-alikes, long keys, many keys, and texts longer than what is read at a time. */
function makeExtras(random: Random): Tree {
  if (random.chance(0.001)) return [['extra', `"${'x'.repeat(random.whole(1, 1_200_000))}"`]];
  if (random.chance(0.002)) return Array.from({ length: 300 }, (_, i) => [`k${i}`, '0']);
  if (random.chance(0.9)) return [];
  const key = random.pick(['extra', 'x'.repeat(70), 'who ', 'Who', 'tsx', 't', '', '__proto__', '\u{1f600}']);
  const value = random.pick([
    '{"who": "z", "ts": 5}',
    '[[{"ts": [1]}], "]}\\""]',
    '1.5E+3',
    '"\\\\"',
    'null',
  ]);
  return [[key, value]];
}

function makeTimeValue(random: Random, time: number, format: Format): string {
  if (random.chance(0.02)) return random.pick(['null', '"x"', '[1, 2]', '{}', '""', 'true', '1e999']);
  return writeInstant(random, time, format);
}

function pathOf(name: string, mapping: MappingDoc | undefined): string | undefined {
  if (mapping === undefined) return name;
  const derivation = mapping.fields[name];
  if (derivation === undefined || 'constant' in derivation || 'any_of' in derivation) return undefined;
  if ('path' in derivation) return derivation.path;
  if ('first_of' in derivation) return derivation.first_of[0];
  if ('prefix' in derivation) return derivation.prefix.path;
  if ('split' in derivation) return derivation.split.path;
  return 'network' in derivation ? derivation.network.path : derivation.hash.path;
}

function put(tree: Tree, path: string, value: string): void {
  const keys = (path.match(/"[^"]*"|[^."]+/g) ?? []).map((key) => key.replaceAll('"', ''));
  const last = keys.pop();
  let at = tree;
  for (const key of keys) {
    let inner = at.find(([name]) => name === key)?.[1];
    if (inner === undefined || typeof inner === 'string') {
      inner = [];
      at.push([key, inner]);
    }
    at = inner;
  }
  if (last !== undefined) at.push([last, value]);
}

function writeTree(random: Random, tree: Tree): string {
  const space = () => (random.chance(0.05) ? random.pick([' ', '\t', '  ']) : '');
  const entries = tree.map(([key, value]) => {
    const inner = typeof value === 'string' ? value : writeTree(random, value);
    // Some logs write a part of themselves as text.
    const isText = typeof value !== 'string' && random.chance(0.1);
    const text = isText ? JSON.stringify(random.chance(0.2) ? inner.replaceAll(',', ',\n') : inner) : inner;
    return `${space()}${writeKey(random, key)}${space()}:${space()}${text}${space()}`;
  });
  return `${space()}{${entries.join(',')}}${space()}`;
}

function writeKey(random: Random, key: string): string {
  if (key === '' || random.chance(0.98)) return JSON.stringify(key);
  return `"\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${key.slice(1)}"`;
}
