import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  writeComment,
  writeDouble,
  writeDuration,
  writeIndex,
  writeInstant,
  writeName,
  writeNumber,
  writeString,
} from '../../../src/backends/elastic/esql/literal.js';
import { isWritable } from '../../../src/backends/unwritable.js';

function table(write: (value: string) => string, rows: readonly (readonly [string, string])[]): void {
  for (const [value, written] of rows) assert.is(write(value), written, JSON.stringify(value));
}

test('a string ends where its literal ends, and nowhere else', () => {
  table(writeString, [
    ['', '""'],
    ['cat', '"cat"'],
    ['a"b', '"a\\"b"'],
    ['"""', '"\\"\\"\\""'],
    ['a\\', '"a\\\\"'],
    ['\\"', '"\\\\\\""'],
    ['a\nb\rc\td', '"a\\nb\\rc\\td"'],
    ['" OR true //', '"\\" OR true //"'],
    ['| LIMIT 1 /* ?x', '"| LIMIT 1 /* ?x"'],
    ['a*?`%$', '"a*?`%$"'],
    ['\u2028\u2029\u0085', '"\u2028\u2029\u0085"'],
    ['\u0000', '"\u0000"'],
    ['é😀', '"é😀"'],
  ]);
});

test('half a character cannot be written, and a whole one can', () => {
  assert.not(isWritable('a\ud800'));
  assert.not(isWritable('\udc00\ud800'));
  assert.ok(isWritable('😀'));
});

test('a number is a number, of a size that the language reads', () => {
  const rows: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-0, '0'],
    [100, '100'],
    [-1.5, '-1.5'],
    [0.9, '0.9'],
    [0.1 + 0.2, '0.30000000000000004'],
    [9007199254740991, '9007199254740991'],
    [9007199254740992, '9.007199254740992e+15'],
    [1e20, '1e+20'],
    [-1e300, '-1e+300'],
    [5e-324, '5e-324'],
  ];
  for (const [value, written] of rows) {
    assert.is(writeNumber(value), written);
    assert.is(Number(written), Object.is(value, -0) ? 0 : value);
  }
  assert.is(writeDouble(5), '5.0');
  assert.is(writeDouble(0.5), '0.5');
  assert.is(writeDouble(1e20), '1e+20');
  assert.throws(() => writeNumber(Number.NaN));
  assert.throws(() => writeNumber(Number.POSITIVE_INFINITY));
});

test('a name is bare only where it reads as one name', () => {
  table(writeName, [
    ['principal', 'principal'],
    ['@timestamp', '@timestamp'],
    ['_id', '_id'],
    ['user.id', 'user.id'],
    ['by', '`by`'],
    ['Last', '`Last`'],
    ['user.by', '`user.by`'],
    ['_', '`_`'],
    ['9lives', '`9lives`'],
    ['a-b', '`a-b`'],
    ['a b', '`a b`'],
    ['a..b', '`a..b`'],
    ['', '``'],
    ['weird `name', '`weird ``name`'],
    ['` | LIMIT 0 //', '``` | LIMIT 0 //`'],
    ['*', '`*`'],
    ['é', '`é`'],
  ]);
});

test('an index is bare only where it is plain', () => {
  table(writeIndex, [
    ['inference-audit-*', 'inference-audit-*'],
    ['logs,-logs-old', '"logs,-logs-old"'],
    ['remote:logs', '"remote:logs"'],
    ['a | LIMIT 0', '"a | LIMIT 0"'],
    ['a"b', '"a\\"b"'],
  ]);
});

test('a comment stays on its line', () => {
  table(writeComment, [
    ['full-vector-harvest', '// full-vector-harvest'],
    ['a\nFROM x', '// a FROM x'],
    ['a\r\n\u2028\u2029\u0085\u000b\u0000b', '// a b'],
    ['reversed \u202e text', '// reversed   text'],
    ['*/ """', '// */ """'],
    ['', '//'],
  ]);
});

test('instants and spans', () => {
  assert.is(writeInstant(Date.UTC(2026, 0, 12, 9, 0, 0, 1)), 'TO_DATETIME("2026-01-12T09:00:00.001Z")');
  assert.is(writeDuration(3_600_000), '1 hour');
  assert.is(writeDuration(30 * 24 * 3_600_000), '720 hours');
  assert.is(writeDuration(5_400_000), '90 minutes');
  assert.is(writeDuration(1500), '1500 milliseconds');
});

test.run();
