import type { Random } from '../random/random.js';

/** Lines of the source of `reading.ts`, which mutations begin from. */
const whole: readonly string[] = [
  '{"ts": 1768208400.25, "principal": "p\\u00e9", "size": 12, "flag": true, "from": "10.0.0.1"}',
  '{"ts":"1768208400","principal":["a","a",null],"size":"1e3","other":{"a":[1,{"b":null}]}}',
  '{"principal": 7, "ts": -1, "flag": "false", "from": "::ffff:1.2.3.4", "size": -0.5e-3}',
  '{"ts":1768208400,"principal":"p","size":[1,1.0,null],"flag":[true,"true"],"from":["2001:db8::1"]}',
];

/** Keys and values that may stand for another, each of them JSON. */
const keys = ['"ts"', '"principal"', '"size"', '"flag"', '"from"', '"\\u0074s"', '"__proto__"', '"TS"', '""'];
const values = [
  'null',
  'true',
  '"true"',
  '0',
  '-0',
  '1e999',
  '-1e-999',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '123456789012345678901234567890',
  '1768208400.9999999999',
  '253402300800',
  '"1768208400"',
  '""',
  '" 1"',
  '"\\ud800"',
  '"\\ud83d\\ude00"',
  '"255.255.255.255"',
  '"256.0.0.1"',
  '"1.2.3.04"',
  '"::"',
  '"2001:DB8::0:1"',
  '"::1%eth0"',
  '{}',
  '{"ts": 1}',
  '[]',
  '[[1]]',
  '[null, "a", "a"]',
  '["a", "b"]',
  '[1, "1"]',
];

/** What a slip or an attacker leaves in a line. */
const scraps: readonly string[] = [
  ...keys,
  ...values,
  '',
  ' ',
  '\t',
  '\r',
  '\n',
  '\n\n',
  '"',
  '\\',
  '\\u',
  '\\ud800',
  '\\/',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-',
  '.',
  'e',
  '01',
  'tru',
  'NaN',
  '"ts":',
  '\u0000',
  '\u001f',
  '\u007f',
  '\ufeff',
  '\u00a0',
  '\u2028',
  '😀',
];

type Mutation = (line: Buffer, random: Random) => Buffer;

function splice(line: Buffer, at: number, dropped: number, added: string | Buffer): Buffer {
  return Buffer.concat([line.subarray(0, at), Buffer.from(added), line.subarray(at + dropped)]);
}

/** The places of a line's tokens: strings, numbers and words, punctuation. */
function tokensOf(line: Buffer): { readonly at: number; readonly length: number }[] {
  const tokens = line.toString('latin1').matchAll(/"(?:[^"\\]|\\.)*"|[\w.+-]+|[^\s\w]/g);
  return [...tokens].map(({ index, 0: token }) => ({ at: index, length: token.length }));
}

const mutations: readonly Mutation[] = [
  // Any byte in place of another, so that UTF-8 breaks too.
  (line, random) =>
    splice(line, random.whole(0, line.length), random.whole(0, 2), Buffer.of(random.whole(0, 255))),
  (line, random) => splice(line, random.whole(0, line.length), random.whole(0, 4), random.pick(scraps)),
  function replaceToken(line, random) {
    const tokens = tokensOf(line);
    if (tokens.length === 0) return line;
    const { at, length } = random.pick(tokens);
    return splice(line, at, length, random.pick(scraps));
  },
  function replaceValue(line, random) {
    const tokens = tokensOf(line);
    const ofKeys = tokens.filter((_, i) => i > 0 && line[tokens[i - 1].at] === 0x3a);
    if (ofKeys.length === 0) return line;
    const { at, length } = random.pick(ofKeys);
    return splice(line, at, length, random.pick(values));
  },
  // The rest of the line is gone, as where a writer was stopped.
  (line, random) => line.subarray(0, random.whole(0, line.length)),
  // The beginning of this one and the end of another, as where two writers share a file.
  function joinLines(line, random) {
    const other = Buffer.from(random.pick(whole));
    return splice(
      line,
      random.whole(0, line.length),
      line.length,
      other.subarray(random.whole(0, other.length)),
    );
  },
  function addKey(line, random) {
    const brace = line.indexOf('{');
    const close = line.lastIndexOf('}');
    const entry = `${random.pick(keys)}: ${random.pick(values)}`;
    return random.chance(0.5) || close <= brace + 1
      ? splice(line, brace + 1, 0, `${entry},`)
      : splice(line, close, 0, `,${entry}`);
  },
];

/** A line, whole or changed at up to three places; it may have become several, or none. */
export function makeLine(random: Random, lines = whole): Buffer {
  let line: Buffer = Buffer.from(random.pick(lines));
  for (let left = random.whole(0, 3); left > 0; left--) line = random.pick(mutations)(line, random);
  return line;
}
