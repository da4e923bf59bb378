import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Format } from './documents.js';
import { parseJson } from './json.js';
import { endsAround, readTime, readWindow } from './time.js';

const test = suite('oracle: time');
const minute = 60_000;

const times: readonly (readonly [format: Format, json: string, ms: number | undefined])[] = [
  ['epoch_seconds', '1700000000', 1_700_000_000_000],
  ['epoch_seconds', '1700000000.9999', 1_700_000_000_999],
  // In doubles, 1.001 * 1000 is 1000.9999999999999.
  ['epoch_seconds', '1.001', 1001],
  ['epoch_seconds', '"1.7e9"', 1_700_000_000_000],
  ['epoch_seconds', '-1.0001', -1001],
  ['epoch_seconds', '-0', 0],
  ['epoch_seconds', '1e-999999999999', 0],
  ['epoch_seconds', '-1e-999999999999', -1],
  ['epoch_seconds', '1e999999999999', undefined],
  ['epoch_seconds', '253402300799.999', 253_402_300_799_999],
  ['epoch_seconds', '253402300800', undefined],
  ['epoch_seconds', '"2023-11-14T22:13:20Z"', undefined],
  ['epoch_millis', '1700000000000.9', 1_700_000_000_000],
  ['epoch_micros', '1700000000000999', 1_700_000_000_000],
  ['epoch_micros', '-1', -1],
  ['epoch_nanos', '1700000000000999999', 1_700_000_000_000],
  ['epoch_nanos', '"1700000000001000000"', 1_700_000_000_001],
  ['dotnet_ticks', '621355968000000000', 0],
  ['dotnet_ticks', '621355968000009999', 0],
  ['dotnet_ticks', '621355967999999999', -1],
  ['rfc3339', '"2023-11-14T22:13:20Z"', 1_700_000_000_000],
  ['rfc3339', '"2023-11-14t22:13:20.9999z"', 1_700_000_000_999],
  ['rfc3339', '"2023-11-15T00:13:20.5+02:00"', 1_700_000_000_500],
  ['rfc3339', '"1969-12-31T23:59:59.9999Z"', -1],
  ['rfc3339', '"2024-02-29T00:00:00Z"', 1_709_164_800_000],
  ['rfc3339', '"2023-02-29T00:00:00Z"', undefined],
  ['rfc3339', '"1900-02-29T00:00:00Z"', undefined],
  ['rfc3339', '"0000-01-01T00:00:00Z"', -62_167_219_200_000],
  ['rfc3339', '"0000-01-01T00:00:00+00:01"', undefined],
  ['rfc3339', '"9999-12-31T23:59:59-00:01"', undefined],
  ['rfc3339', '"2023-11-14T23:59:60Z"', undefined],
  ['rfc3339', '"2023-11-14T24:00:00Z"', undefined],
  ['rfc3339', '"2023-11-14 22:13:20Z"', undefined],
  ['rfc3339', '"2023-11-14T22:13:20"', undefined],
  ['rfc3339', '"2023-11-14T22:13Z"', undefined],
  ['rfc3339', '"2023-11-14T22:13:20.Z"', undefined],
  ['rfc3339', '1700000000', undefined],
];

for (const [format, json, ms] of times) {
  test(`${format} of ${json}`, () => {
    const parsed = parseJson(json);
    assert.is(parsed === undefined ? undefined : readTime(parsed, format), ms);
  });
}

test('the step of a window, where it is left out', () => {
  const steps: [size: string, minutes: number][] = [
    ['1m', 1],
    ['10m', 1],
    ['12m', 1],
    ['24m', 2],
    ['1h', 5],
    ['90m', 6],
    ['2h', 10],
    ['3h', 15],
    ['7h', 15],
    ['61m', 1],
    ['122m', 2],
    ['1d', 15],
    ['30d', 15],
  ];
  for (const [size, minutes] of steps) assert.is(readWindow({ size }).every, minutes * minute, size);
  assert.equal(readWindow({ size: '1d', every: '1d' }), { size: 1440 * minute, every: 1440 * minute });
});

test('windows are half-open and end at multiples of the step', () => {
  const span = { size: 10 * minute, every: 5 * minute };
  const minutesOf = (ms: number) => endsAround(ms, span).map((end) => end / minute);
  assert.equal(minutesOf(0), [5, 10]);
  assert.equal(minutesOf(5 * minute - 1), [5, 10]);
  assert.equal(minutesOf(5 * minute), [10, 15]);
  assert.equal(minutesOf(-1), [0, 5]);
  assert.equal(endsAround(0, { size: minute, every: minute }), [minute]);
});

test.run();
