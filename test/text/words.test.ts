import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { durationInWords, formatDuration, parseDuration } from '../../src/text/duration.js';
import { parseInstant } from '../../src/text/instant.js';
import { nearName } from '../../src/text/near-name.js';
import { columnsOf, printable, shorten } from '../../src/text/printable.js';

const test = suite('words');

test('durations are a whole number and a unit, and back', () => {
  for (const [text, length] of [
    ['1s', 1_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['30d', 2_592_000_000],
  ] as const) {
    assert.is(parseDuration(text), length);
    assert.is(formatDuration(length), text);
  }
  assert.is(parseDuration('90s'), 90_000);
  assert.is(formatDuration(5_400_000), '90m');
  assert.is(parseDuration('9999999d'), 9_999_999 * 86_400_000);
  for (const wrong of ['', '5', 'm', '0m', '05m', '5 m', '5M', '1.5h', '-5m', '5min', '1h30m', '99999999s'])
    assert.is(parseDuration(wrong), undefined, wrong);
});

test('durations read in words', () => {
  assert.is(durationInWords(380_000), '6 min 20 s');
  assert.is(durationInWords(3_600_000), '1 h');
  assert.is(durationInWords(3_605_000), '1 h');
  assert.is(durationInWords(90_061_000), '1 d 1 h');
  assert.is(durationInWords(250), '250 ms');
  assert.is(durationInWords(1_999), '1 s');
  assert.is(durationInWords(0), '0 ms');
});

test('instants are RFC 3339 with an offset, floored to milliseconds', () => {
  assert.is(parseInstant('1970-01-01T00:00:00Z'), 0);
  assert.is(parseInstant('1970-01-01T00:00:00.0019z'), 1);
  assert.is(parseInstant('1970-01-01t01:30:00+01:30'), 0);
  assert.is(parseInstant('0001-01-01T00:00:00Z'), -62_135_596_800_000);
  assert.is(parseInstant('2024-02-29T23:59:59.999-23:59'), Date.UTC(2024, 2, 1, 23, 58, 59, 999));
  for (const wrong of [
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-02-29T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01 00:00:00Z',
  ])
    assert.is(parseInstant(wrong), undefined, wrong);
});

test('the near name is the one that was meant', () => {
  const fields = ['principal', 'input_hash', 'margin', 'model', 'ts'];
  assert.is(nearName('input_hsh', fields), 'input_hash');
  assert.is(nearName('Principle', fields), 'principal');
  assert.is(nearName('t', fields), 'ts');
  assert.is(nearName('address', fields), undefined);
  assert.is(nearName('x'.repeat(1_000_000), fields), undefined);
});

test('what a terminal might obey is shown as an escape', () => {
  assert.is(printable('a\u001b[31mb\u0007'), 'a\\u{1b}[31mb\\u{7}');
  assert.is(
    printable('\u202eevil\u2066\u200b\u009b\r\n'),
    '\\u{202e}evil\\u{2066}\\u{200b}\\u{9b}\\u{d}\\u{a}',
  );
  assert.is(printable('\ud800'), '\\u{d800}');
  assert.is(printable('Zoë 😀 名 \u0301'), 'Zoë 😀 名 \u0301');
  assert.is(shorten('abcdef', 4), 'abc…');
  assert.is(shorten('😀😀😀😀', 4), '😀😀😀😀');
  assert.is(columnsOf('名😀e\u0301'), 5);
});

test.run();
