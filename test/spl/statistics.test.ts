import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventsOf, failsAs, run } from './running.js';

/* Each test names the page of Splunk's Search Reference (9.4) or Search Manual that says so. */
const test = suite('stats, eventstats and streamstats as Splunk documents them');

/** One row of statistics over events that hold these values in `v`. */
const stats = (clause: string, ...values: unknown[]) =>
  run(`index=lab | stats ${clause}`, { events: eventsOf(...values.map((v) => ({ v }))) })[0] ?? {};

test('stats command: count(eval()) counts where the expression is true', () => {
  const events = eventsOf(
    { host: 'www1', method: 'GET' },
    { host: 'www1', method: 'POST' },
    { host: 'www2', method: 'GET' },
    { host: 'www2' },
  );
  assert.equal(
    run('index=lab | stats count(eval(method="GET")) AS GET, count(eval(method="POST")) AS POST BY host', {
      events,
    }),
    [
      { host: 'www1', GET: '1', POST: '1' },
      { host: 'www2', GET: '1', POST: '0' },
    ],
  );
});

test('stats command: without BY there is one row, even of no events', () => {
  assert.equal(run('index=none | stats count, dc(v) AS d, sum(v) AS s'), [{ count: '0', d: '0' }]);
  assert.equal(run('index=none | stats count BY v'), []);
});

test('stats command: rows that lack a BY field are left out', () => {
  const events = eventsOf({ a: 'x', b: 1 }, { a: 'x' }, { b: 1 });
  assert.equal(run('index=lab | stats count BY a, b', { events }), [{ a: 'x', b: '1', count: '1' }]);
});

test('stats command: a multivalue BY field counts its row once a value, and dedup_splitvals drops repeats', () => {
  const events = eventsOf({ m: ['x', 'y', 'x'] });
  const prepare = 'index=lab | rename "m{}" AS m';
  assert.equal(run(`${prepare} | stats count BY m`, { events }), [
    { m: 'x', count: '2' },
    { m: 'y', count: '1' },
  ]);
  assert.equal(run(`${prepare} | stats count BY m dedup_splitvals=true`, { events }), [
    { m: 'x', count: '1' },
    { m: 'y', count: '1' },
  ]);
});

test('multivalue functions: count(f) and dc(f) go by value; values() in lexicographic order, list() in the order of rows', () => {
  const row = run(
    'index=lab | rename "m{}" AS m | stats count(m) AS n, dc(m) AS d, values(m) AS v, list(m) AS l',
    {
      events: eventsOf({ m: ['9', '10'] }, { m: ['9', 'b'] }, {}),
    },
  )[0];
  assert.is(row?.n, '4');
  assert.is(row?.d, '3');
  assert.equal(row?.v, ['10', '9', 'b']);
  assert.equal(row?.l, ['9', 'b', '9', '10']);
});

test('multivalue functions: list() returns at most a hundred values', () => {
  failsAs('limit', () => stats('list(v) AS l', ...Array.from({ length: 101 }, (_, index) => index)));
});

test('count(f) counts the empty text and the text null, and not a missing field', () => {
  assert.is(
    run('index=lab | stats count(v) AS n', { events: eventsOf({ v: '' }, { v: null }, {}) })[0]?.n,
    '2',
  );
});

test('aggregate functions: sum, avg and others leave out texts that are no numbers; without any there is no value', () => {
  assert.equal(stats('sum(v) AS s, avg(v) AS a, sumsq(v) AS q, range(v) AS r', 1, 2, 'x', 6), {
    s: '9',
    a: '3',
    q: '41',
    r: '5',
  });
  assert.equal(stats('sum(v) AS s, avg(v) AS a', 'x'), {});
});

test('sigfig(), example 2: stats adds doubles as they come', () => {
  assert.is(
    run('| makeresults count=100 | eval test = 3.99 | stats avg(test)')[0]?.['avg(test)'],
    '3.9900000000000055',
  );
});

test('stats command, extended example 3: the sample deviation of one value is 0', () => {
  assert.equal(stats('stdev(v) AS s, stdevp(v) AS p, var(v) AS v', 0), { s: '0', p: '0', v: '0' });
  assert.equal(stats('stdevp(v) AS p, varp(v) AS q', 2, 4, 4, 4, 5, 5, 7, 9), { p: '2', q: '4' });
});

test('max(): numbers come before texts', () => {
  assert.equal(stats('min(v) AS a, max(v) AS b', '1', 'c', 'a', '2', '100', 'b', '4', '9'), {
    a: '1',
    b: 'c',
  });
  assert.equal(stats('min(v) AS a, max(v) AS b', '10', '9'), { a: '9', b: '10' });
});

test('median(): the middle of seven', () => {
  assert.is(stats('median(v) AS m', 37, 58, 8, 34, 13, 74, 38).m, '37');
});

test('perc: nearest rank by its text, interpolated by its examples: given where both agree', () => {
  const ten = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
  failsAs('undocumented', () => stats('perc50(v) AS p', ...ten), 'the page says 5.5');
  failsAs('undocumented', () => stats('perc95(v) AS p', ...ten), 'the page says 9.55');
  assert.is(stats('exactperc50(v) AS p', 1, 2, 3).p, '2');
  assert.is(stats('p99.9(v) AS p', 5, 5, 5).p, '5');
});

test('mode(): the commonest value as text', () => {
  assert.is(stats('mode(v) AS m', 32, 45, 29, 45, 37).m, '45');
  failsAs('undocumented', () => stats('mode(v) AS m', 1, 2));
});

test('event order functions: first and last by the order of rows, earliest and latest by time', () => {
  assert.equal(stats('first(v) AS f, last(v) AS l, earliest(v) AS e, latest(v) AS t', 'a', 'b', 'c'), {
    f: 'c',
    l: 'a',
    e: 'a',
    t: 'c',
  });
});

test('stats command: two results of one name are no valid search; a wildcard in BY is none either', () => {
  failsAs('error', () => stats('count AS n, dc(v) AS n', 1));
  failsAs('error', () => stats('count BY v*', 1));
});

test('eventstats adds to every row, and nothing to those that lack a BY field', () => {
  const events = eventsOf({ a: 'x', v: 1 }, { a: 'x', v: 3 }, { v: 9 });
  assert.equal(run('index=lab | eventstats avg(v) AS m BY a | table v m', { events }), [
    { v: '9' },
    { v: '3', m: '2' },
    { v: '1', m: '2' },
  ]);
});

const logons = eventsOf(
  { host: 'x', bytes: 100 },
  { host: 'y', bytes: 200 },
  { host: 'x', bytes: 400 },
  { host: 'x', bytes: 50 },
  { host: 'y', bytes: 150 },
  { host: 'x', bytes: 100 },
);
const stream = (clause: string) =>
  run(`index=lab | sort 0 _time | streamstats ${clause}`, { events: logons }).map((row) => row.r);

test('streamstats: a running total, over a window of events, without the current event, by group', () => {
  assert.equal(stream('count AS r'), ['1', '2', '3', '4', '5', '6']);
  assert.equal(stream('window=3 avg(bytes) AS r'), [
    '100',
    '150',
    '233.33333333333334',
    '216.66666666666666',
    '200',
    '100',
  ]);
  assert.equal(stream('count AS r BY host'), ['1', '1', '2', '3', '2', '4']);
  assert.equal(stream('current=f count AS r'), ['0', '1', '2', '3', '4', '5']);
  assert.equal(stream('current=f last(bytes) AS r BY host'), [
    undefined,
    undefined,
    '100',
    '400',
    '200',
    '50',
  ]);
});

test('streamstats: global=f keeps a window for each group, global=t one window for all', () => {
  assert.equal(stream('window=2 global=f sum(bytes) AS r BY host'), [
    '100',
    '200',
    '500',
    '450',
    '350',
    '150',
  ]);
  assert.equal(stream('window=2 global=t sum(bytes) AS r BY host'), [
    '100',
    '200',
    '400',
    '450',
    '150',
    '100',
  ]);
});

test('streamstats: reset_on_change starts anew where the BY fields change', () => {
  const events = eventsOf(
    ...['DAY', 'DAY', 'NIGHT', 'NIGHT', 'NIGHT', 'DAY', 'DAY', 'NIGHT'].map((shift) => ({ shift })),
  );
  const rows = run('index=lab | sort 0 _time | streamstats count BY shift reset_on_change=true', { events });
  assert.equal(
    rows.map((row) => row.count),
    ['1', '2', '1', '2', '3', '1', '2', '1'],
  );
});

test('streamstats: a window holds at most 10,000 events, and a time window is refused', () => {
  failsAs('limit', () => stream('window=10001 count AS r'));
  failsAs('refused', () => stream('time_window=5m count AS r'));
});

test('what is not known is refused', () => {
  failsAs('refused', () => stats('sparkline(count) AS s', 1));
  failsAs('refused', () => stats('avg', 1));
  failsAs('refused', () => stats('allnum=t sum(v) AS s', 1));
  failsAs('refused', () => stats('sum(*) AS s', 1));
  failsAs('syntax', () => stats('', 1));
});

test.run();
