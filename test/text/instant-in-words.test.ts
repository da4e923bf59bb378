import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { instantInWords, parseInstant } from '../../src/text/instant.js';

const test = suite('instantInWords');

test('is as fine as it takes', () => {
  const shown = (text: string) => instantInWords(parseInstant(text) ?? Number.NaN);
  assert.is(shown('2026-01-12T10:35:00Z'), '2026-01-12 10:35Z');
  assert.is(shown('2026-01-12T10:35:00+01:00'), '2026-01-12 09:35Z');
  assert.is(shown('2026-01-12T10:35:07Z'), '2026-01-12 10:35:07Z');
  assert.is(shown('2026-01-12T10:35:00.040Z'), '2026-01-12 10:35:00.040Z');
  assert.is(shown('1969-12-31T23:59:59.999Z'), '1969-12-31 23:59:59.999Z');
});

test.run();
