import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { writeScalar, writeYaml } from '../../../src/backends/sigma/yaml.js';
import { hostileTexts, misreadTexts } from '../hostile.js';

const versions = ['1.1', '1.2'] as const;

test('both versions of YAML read the same texts, as values and as keys', () => {
  const texts = [
    ...hostileTexts,
    ...misreadTexts,
    'cat',
    'a|cased',
    'two words',
    "it's (not) odd, is it",
    'a: b',
    'a #b',
    '1h',
    '90m',
  ];
  const document = { list: texts, map: Object.fromEntries(texts.map((text, i) => [text, i])) };
  for (const version of versions) assert.equal(parse(writeYaml(document), { version }), document, version);
  for (const text of texts)
    for (const version of versions)
      assert.is(parse(writeScalar(text), { version }), text, JSON.stringify(text));
});

test('both versions read the same numbers, truths and empty things', () => {
  const numbers = [0, -1, 200, 0.2, 1e-7, -2.5e-9, 1e21, 1.5e300, 2 ** 53, 0.1 + 0.2];
  const document = { numbers, truths: [true, false], none: [], nothing: {}, nested: [['a'], { b: [1] }] };
  for (const version of versions) assert.equal(parse(writeYaml(document), { version }), document, version);
  assert.is(writeScalar(1e-7), '1.0e-7');
  assert.is(writeScalar(-0), '0');
  assert.throws(() => writeScalar(Number.NaN));
});

test('a text is plain only where nobody can misread it', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['cat', 'cat'],
    ['principal|exists', 'principal|exists'],
    ['atlas.aml.t0024.002', 'atlas.aml.t0024.002'],
    ['Bulk harvesting of vectors', 'Bulk harvesting of vectors'],
    ['3db581de-32c4-5589-be16-2fd3cda0f1a4', '3db581de-32c4-5589-be16-2fd3cda0f1a4'],
    ['1h', '1h'],
    ['yes', "'yes'"],
    ['12:30', "'12:30'"],
    ['1_000', "'1_000'"],
    ['2026-11-24', "'2026-11-24'"],
    ["it's", "'it''s'"],
    ['a: b', "'a: b'"],
    ['a\\*b', "'a\\*b'"],
    ['a\n"b"\\', '"a\\n\\"b\\"\\\\"'],
    ['\u2028\u0085\ufeff', '"\\u2028\\x85\\ufeff"'],
    ['é😀', "'é😀'"],
  ];
  for (const [text, written] of rows) assert.is(writeScalar(text), written);
});

test('what is undefined is left out', () => {
  assert.is(writeYaml({ a: undefined, b: { c: undefined } }), 'b: {}\n');
});

test.run();
