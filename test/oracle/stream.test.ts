import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { noCounts } from './reading.js';
import { followClock } from './stream.js';

const test = suite('oracle: streams');
const minute = 60_000;
const day = 1440 * minute;

function follow(lateness: number, ...times: number[]) {
  const counts = noCounts();
  const events = times.map((time, line) => ({ time, fields: new Map(), place: { input: 0, line } }));
  const seen = followClock(events, lateness, counts).map(({ time }) => time);
  const { late, waited, cutShort } = counts;
  return { seen, late, waited, cutShort };
}
/** Ten events that start the clock at the time of the last. */
const ten = (from: number) => Array.from({ length: 10 }, (_, i) => from + i);

test('fewer than ten events never start the clock, and none of them is late', () => {
  const times = [5 * day, 0, 3 * day];
  assert.equal(follow(0, ...times), { seen: times, late: 0, waited: 3, cutShort: 3 });
});

test('ten within an hour start it; what waited with them is not late', () => {
  const times = [-day, ...ten(0)];
  assert.equal(follow(minute, ...times), { seen: times, late: 0, waited: 11, cutShort: 0 });
});

test('an event is late by more than the bound, not by the bound', () => {
  const { seen, late } = follow(minute, ...ten(0), 10 * minute, 9 * minute, 9 * minute - 1);
  assert.is(late, 1);
  assert.equal(seen.slice(10), [10 * minute, 9 * minute]);
});

test('an event more than a day ahead does not move the clock', () => {
  const outcome = follow(minute, ...ten(0), 9 + day, 9, 9 + 2 * day + 1, 9 + day);
  assert.is(outcome.late, 1);
  assert.is(outcome.waited, 11);
  assert.is(outcome.cutShort, 1);
});

test('ten that lie more than a day ahead move it', () => {
  const outcome = follow(minute, ...ten(0), ...ten(2 * day), 9);
  assert.equal(outcome, { seen: [...ten(0), ...ten(2 * day)], late: 1, waited: 20, cutShort: 0 });
});

test('ten over more than an hour do not', () => {
  const apart = Array.from({ length: 10 }, (_, i) => 2 * day + (i * 60 * minute) / 9 + (i === 9 ? 1 : 0));
  const outcome = follow(minute, ...ten(0), ...apart, 9);
  assert.is(outcome.late, 0);
  assert.is(outcome.cutShort, 10);
});

test.run();
