import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  isPlainFieldName,
  looksNumeric,
  writeColumn,
  writeConfSearch,
  writeConfText,
  writeField,
  writeNumber,
  writeSearchTerm,
  writeText,
} from '../../../src/backends/splunk/literal.js';
import { hostileTexts, misreadTexts } from '../hostile.js';

/** Reads what `writeText` writes, by Splunk's two escapes and `urldecode`; anything else in it fails. */
function readText(expression: string): string {
  const inner = /^\((.*)\)$/s.exec(expression)?.[1] ?? expression;
  const part = /(?: \. )?(?:urldecode\("((?:%[0-9A-F]{2})+)"\)|"((?:[^"\\]|\\["\\])*)")/gsy;
  let text = '';
  while (part.lastIndex < inner.length) {
    const at = part.lastIndex;
    const found = part.exec(inner);
    assert.ok(found, `${expression} at ${at}`);
    const [, encoded, quoted = ''] = found;
    text += encoded === undefined ? quoted.replace(/\\(["\\])/g, '$1') : decodeURIComponent(encoded);
  }
  return text;
}

test('a text is written as Splunk reads it back', () => {
  for (const text of [...hostileTexts, ...misreadTexts]) assert.is(readText(writeText(text)), text);
});

test('a text keeps to its quotes, its line and its search', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['', '""'],
    ['cat', '"cat"'],
    ['a"b', '"a\\"b"'],
    ['a\\', '"a\\\\"'],
    ['\\"', '"\\\\\\""'],
    ['a*?%_[b] | c', '"a*?%_[b] | c"'],
    ['a\nb', '("a" . urldecode("%0A") . "b")'],
    ['`m`', '(urldecode("%60") . "m" . urldecode("%60"))'],
    ['$t$', '(urldecode("%24") . "t" . urldecode("%24"))'],
    ['\u0000', 'urldecode("%00")'],
    ['\u2028', 'urldecode("%E2%80%A8")'],
    ['é😀', '"é😀"'],
  ];
  for (const [text, written] of rows) assert.is(writeText(text), written);
  for (const text of hostileTexts) assert.not.match(writeText(text), /[\p{Cc}\u2028\u2029`$]/u);
});

test('a text that looks like a number is known, and an ordinary one is not', () => {
  for (const text of ['1', ' 1', '-1', '+.5', '1e3', '0x1F', 'inf', '-Infinity', 'NaN', '', ' '])
    assert.ok(looksNumeric(text), text);
  for (const text of ['cat', 'a1', '-', '.', 'null', 'true', '=1']) assert.not(looksNumeric(text), text);
});

test('a number is the same number, without an exponent', () => {
  const rows: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-0, '0'],
    [100, '100'],
    [-1.5, '-1.5'],
    [0.9, '0.9'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e21, '1000000000000000000000'],
    [-1.25e22, '-12500000000000000000000'],
    [1e-7, '0.0000001'],
    [-1.5e-9, '-0.0000000015'],
  ];
  for (const [value, written] of rows) assert.is(writeNumber(value), written);
  for (const value of [5e-324, Number.MAX_VALUE, 2 ** 53, 1 / 3, 1e-6, 123456789.125])
    assert.is(Number(writeNumber(value)), value);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(() => writeNumber(value));
});

test('a name is a field and nothing else', () => {
  assert.is(writeField('identity.arn'), "'identity.arn'");
  for (const name of ['ts', 'a b', '@timestamp', 'tags{}', 'gen_ai.request.model'])
    assert.ok(isPlainFieldName(name), name);
  for (const name of [
    '',
    ' a',
    'a ',
    "a'b",
    'a"b',
    'a\\b',
    'a`b',
    'a$b',
    'a|b',
    'a\nb',
    'a*',
    '-a',
    '[a]',
    'é',
  ]) {
    assert.not(isPlainFieldName(name), name);
    assert.throws(() => writeField(name));
    if (!['a ', ' a'].includes(name)) assert.throws(() => writeColumn(name));
  }
});

test('an index is one term of a search', () => {
  assert.is(writeSearchTerm('inference-*'), '"inference-*"');
  assert.is(writeSearchTerm('a" OR index="b'), '"a\\" OR index=\\"b"');
  assert.is(writeSearchTerm('a\\'), '"a\\\\"');
  for (const value of ['a`b', 'a$b', 'a|b', '[a]', 'a\nb']) assert.throws(() => writeSearchTerm(value));
});

test('a text of a stanza stays on its line', () => {
  for (const text of hostileTexts) {
    const line = writeConfText(text);
    assert.not.match(line, /[\p{Cc}\u2028\u2029]/u);
    assert.not(line.endsWith('\\'), line);
  }
  assert.is(writeConfText(' a\n[b]\r\nc = d \\'), 'a [b] c = d \\.');
  assert.is(writeConfSearch('search a\n| where b'), 'search a \\\n| where b');
  assert.throws(() => writeConfSearch('search a\\\n| where b'));
});

test.run();
