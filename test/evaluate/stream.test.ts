import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createStreamClock } from '../../src/evaluate/stream.js';
import type { Row } from '../../src/log/row.js';
import { createRow } from '../../src/log/row.js';
import { createSorter } from '../../src/log/sorter.js';
import { noCounts } from '../oracle/reading.js';
import { followClock } from '../oracle/stream.js';
import { createRandom } from '../random/random.js';

const test = suite('createStreamClock');

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Runs times through a clock: what counts, in order of arrival. */
function follow(lateness: number, times: readonly number[]) {
  const counts = { late: 0, waited: 0, cutShort: 0 };
  const seen: number[] = [];
  const sorter = { ...createSorter([]), push: (row: Row) => seen.push(row.time) };
  const clock = createStreamClock(lateness, sorter, counts);
  const row = createRow(0);
  const watermarks: number[] = [];
  for (const time of times) {
    row.time = time;
    clock.take(row);
    watermarks.push(clock.watermark());
  }
  clock.finish();
  return { seen, counts, watermarks };
}

function expectAsOracle(lateness: number, times: readonly number[], name: string): void {
  const { seen, counts } = follow(lateness, times);
  const expected = noCounts();
  const events = times.map((time, line) => ({ time, fields: new Map(), place: { input: 0, line } }));
  const counted = followClock(events, lateness, expected);
  assert.equal(
    [...seen].sort((a, b) => a - b),
    counted.map(({ time }) => time).sort((a, b) => a - b),
    name,
  );
  const { late, waited, cutShort } = expected;
  assert.equal(counts, { late, waited, cutShort }, name);
}

test('moves as the oracle says, with outliers of hours, days and years, in waves', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = createRandom(seed);
    let now = random.whole(-5, 5) * day;
    const steps = [1000, 5 * minute, hour, 7 * hour];
    const far = [hour, day, 3 * day, 4000 * day];
    const times = Array.from({ length: 150 }, () => {
      now += random.whole(-1, 4) * random.pick(steps);
      return random.chance(0.3) ? now + random.whole(-3, 6) * random.pick(far) : now;
    });
    expectAsOracle(random.pick([0, 5 * minute, day]), times, `seed ${seed}`);
  }
});

test('those that go on waiting are found again by the next ten', () => {
  const ten = (from: number) => Array.from({ length: 10 }, (_, i) => from + i);
  const ladder = Array.from({ length: 60 }, (_, i) => (70 - i) * 20 * hour);
  expectAsOracle(0, [...ten(0), ...ladder, ...ten(2 * day), ...ten(30 * day), 31 * day], 'ladder');
});

test('hundreds of thousands may wait, latest first, and be looked at again and again', () => {
  const waiting = 300_000;
  const times = [
    ...Array.from({ length: 10 }, (_, i) => i),
    ...Array.from({ length: waiting }, (_, i) => (2000 * 24 + waiting - i) * hour),
    ...Array.from({ length: 9000 }, (_, i) => Math.ceil((i + 1) / 10) * 2 * day),
  ];
  const before = process.cpuUsage();
  const { seen, counts, watermarks } = follow(0, times);
  const { user } = process.cpuUsage(before);
  assert.is(seen.length, times.length);
  assert.equal(counts, { late: 0, waited: times.length, cutShort: waiting });
  assert.is(watermarks.at(-1), 1800 * day);
  // A second or less; to look at all of them each time would take minutes.
  assert.ok(user < 15e6, `${user / 1e6} s`);
});

test.run();
