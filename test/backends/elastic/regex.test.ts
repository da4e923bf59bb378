import { RE2JS } from 're2js';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { translateRegex } from '../../../src/backends/elastic/lucene.js';
import { foldCase, makeSet } from '../../../src/text/regex/code-points.js';
import { span } from '../samples.js';

function translate(pattern: string, nocase = false): string {
  const lowering = translateRegex(pattern, nocase, span);
  return lowering.fidelity === 'refused' ? lowering.refusals[0].code : lowering.output;
}

test('a search becomes a pattern of the whole text', () => {
  const wanted: readonly (readonly [re2: string, lucene: string])[] = [
    ['a', '.*a.*'],
    ['^a', 'a.*'],
    ['a$', '.*a'],
    ['^a|b$', 'a.*|.*b'],
    ['(^a|b)c', '(a|.*b)c.*'],
    ['^$', ''],
    ['', '.*'],
    ['(?m)^b', '(.*\n)?b.*'],
    ['^a.b$', 'a[^\n]b'],
    ['(?s)^a.b$', 'a.b'],
    ['^[^a-c]$', '[^a-c]'],
    ['^\\d+\\W?$', '[0-9]+[^0-9A-Z\\_a-z]?'],
    ['^a{2}b{3,}c{4,5}?(de)*$', 'a{2}b{3,}c{4,5}(de)*'],
    ['^\\Qa.b\\E*$', 'a\\.b*'],
    ['^[[:^alpha:]\\]]$', '[^A-Za-z]'],
    ['^(?i)k(?-i)k$', '[Kk\u212a]k'],
    ['^(|a)$', '(()|a)'],
    ['^<1-5>~@&#"$', '\\<1\\-5\\>\\~\\@\\&\\#\\"'],
    ['\\bcat', 'regex-construct'],
    ['\\p{Greek}', 'regex-construct'],
    ['a^b', 'regex-construct'],
    ['(^)?a', 'regex-construct'],
    ['a'.repeat(1000), 'regex-too-long'],
  ];
  assert.equal(
    wanted.map(([re2]) => [re2, translate(re2)]),
    wanted,
  );
});

test('letters that differ only in case are those of RE2', () => {
  // Letters with odd foldings among them: the Kelvin and Angstrom signs, long s, dotted and dotless i, sharp s, iota below.
  const letters = [...'\u212aakszSZıİßẞµΜμÅåÅΐΰſtstΩωΩθϴǅǆǄᏸᏰⅷაᲐ𐐀𐐨ͅιι'];
  for (const letter of letters) {
    const code = letter.codePointAt(0) ?? 0;
    const re2 = RE2JS.compile(`(?i)^${letter}$`);
    const wanted = letters.filter((other) => re2.test(other)).map((other) => other.codePointAt(0) ?? 0);
    const folded = foldCase(makeSet([[code, code]]));
    const got = letters
      .map((other) => other.codePointAt(0) ?? 0)
      .filter((other) => folded.some(([low, high]) => low <= other && other <= high));
    assert.equal(got, wanted, letter);
  }
});

test.run();
