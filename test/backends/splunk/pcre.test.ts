import { RE2JS } from 're2js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { refusalsOf } from '../../../src/backends/lowering.js';
import { probe, writePattern } from '../../../src/backends/splunk/pcre.js';
import { toByteRanges } from '../../../src/backends/splunk/utf8.js';
import { parseRegex } from '../../../src/text/regex/parse.js';
import { createRandom } from '../../random/random.js';
import { matches } from '../../spl/pcre.js';
import { span } from '../samples.js';

const write = (regex: string) => writePattern(parseRegex(regex, false), span);

test('a regex that reads characters and bytes alike is written once', () => {
  const wanted: readonly (readonly [re2: string, pcre: string])[] = [
    ['a', '(?s)a'],
    ['^gpt-4[.]\\d+$', '(?s)^gpt-4[.][0-9]+?(?!.)'],
    ['a.*b', '(?s)a[^\\x0a]*?b'],
    ['(?s)a.*b', '(?s)a.*?b'],
    ['["$`\\\\]', '(?s)[\\x22\\x24\\x5c\\x60]'],
    ['(a|bc){2,5}d?', '(?s)(?:a|bc){2,5}?d??'],
    ['(?i)k', '(?s)(?:[Kk]|\u212a)'],
    ['(?m)^a$', '(?s)(?:^|(?<=\\x0a))a(?:(?!.)|(?=\\x0a))'],
    ['[^\\x00-\\x{10ffff}]', '(?s)(?!)'],
  ];
  for (const [re2, pcre] of wanted) {
    const lowering = write(re2);
    assert.equal(lowering.fidelity === 'exact' && lowering.output, { text: pcre, isProbed: false }, re2);
  }
});

test('what PCRE cannot be trusted with is refused', () => {
  const codeOf = (regex: string) => refusalsOf(write(regex))[0]?.code;
  for (const regex of ['(a+)+', '(a|ab)*c', '(a?b?)*', '(\\w+ )*x', '((a{1,2})+)'])
    assert.is(codeOf(regex), 'regex-backtracks', regex);
  for (const regex of ['(a{2})+', '(ab|cd)*', '(\\d{1,3}\\.){3}', 'a*b*', '(a|b)+'])
    assert.is(codeOf(regex), undefined, regex);
  for (const regex of ['\\p{Greek}', '[\\pL]', '\\C']) assert.is(codeOf(regex), 'regex-construct', regex);
  assert.is(codeOf('([^a]{100}b){9}'), 'regex-too-long');
});

test('a range of code points is the bytes of its characters and no others', () => {
  const random = createRandom(1);
  const edges = [
    0, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x3ffff, 0x10ffff,
  ];
  const near = () => Math.min(0x10ffff, Math.max(0, random.pick(edges) + random.whole(-70, 70)));
  const isLone = (code: number) => code >= 0xd800 && code < 0xe000;
  const isCode = (code: number) => code >= 0 && code <= 0x10ffff && !isLone(code);
  for (let round = 0; round < 2000; round++) {
    const [low = 0, high = 0] = [near(), near()].filter((code) => !isLone(code)).sort((a, b) => a - b);
    if (low < 0xd800 && high >= 0xe000) continue;
    const sequences = toByteRanges(low, high);
    for (const code of [low - 1, low, near(), high, high + 1].filter(isCode)) {
      const bytes = [...Buffer.from(String.fromCodePoint(code), 'utf8')];
      const isIn = sequences.some(
        (ranges) =>
          ranges.length === bytes.length &&
          ranges.every(([from, to], i) => from <= (bytes[i] ?? -1) && (bytes[i] ?? 256) <= to),
      );
      assert.is(isIn, low <= code && code <= high, `${code} in ${low}–${high}`);
    }
  }
});

const regexes = [
  '^.$',
  '.{2}',
  '^[^a]b',
  '[^a-c]\\B',
  '\\b[^a]',
  'é$',
  '[é-€]+$',
  '^(?i)[Ã]',
  '(?s)^.?.?$',
  '[^\\x00-\\x7f]{2}',
  'a[^é]*b',
  '^\\W+$',
  '[\\x{80}-\\x{bf}]',
  '(?m)^.$',
  '^(.|ab)$',
  '[\\x{10000}-\\x{10ffff}]a',
];

test('each finds what RE2 finds, whether PCRE reads characters or bytes', () => {
  const random = createRandom(2);
  // Two letters that are, as bytes, the halves of a third; line and other separators; an astral one.
  const alphabet = [...'abAé€😀Ã©\n\u2028\u00a0ſ_ '];
  const texts = Array.from({ length: 300 }, () =>
    Array.from({ length: random.whole(0, 4) }, () => random.pick(alphabet)).join(''),
  );
  for (const regex of regexes) {
    const lowering = write(regex);
    if (lowering.fidelity !== 'exact') throw new Error(`${regex} is refused`);
    const { text: pattern, isProbed } = lowering.output;
    const re2 = RE2JS.compile(regex);
    // Unsure is what the interpreter says where the two readings differ.
    for (const text of texts)
      assert.is(
        matches(pattern, isProbed ? `${probe}${text}` : text),
        re2.matcher(text).find(),
        `${regex} in ${JSON.stringify(text)}: ${pattern}`,
      );
  }
});

test.run();
