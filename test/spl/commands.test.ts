import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { interpret } from './interpret.js';
import { eventsOf, failsAs, noon, run } from './running.js';

/* Each test names the page of Splunk's Search Reference (9.4) or Search Manual that says so. */
const test = suite('other commands as Splunk documents them');

const rows = (text: string, ...records: object[]) =>
  run(`index=lab | ${text}`, { events: eventsOf(...records) });
const column = (text: string, field: string, ...records: object[]) =>
  rows(text, ...records).map((row) => row[field]);

test('bin command: _time goes down to a multiple of the span since the epoch', () => {
  const events = [0, 299, 300, 3601].map((after) => ({
    raw: '{}',
    time: String(noon + after),
    index: 'lab',
    sourcetype: 's',
  }));
  const times = run('index=lab | sort 0 _time | bin span=5m _time AS b', { events }).map(
    (row) => Number(row.b) - noon,
  );
  assert.equal(times, [0, 0, 300, 3600]);
  assert.equal(
    run('index=lab | bucket _time span=1h | stats count BY _time', { events }).map((row) => row.count),
    ['3', '1'],
  );
  failsAs('refused', () => run('index=lab | bin span=1d _time', { events }));
  failsAs('undocumented', () => run('index=lab | bin span=7m _time', { events }));
  failsAs('refused', () => run('index=lab | bin bins=10 size', { events }));
});

test('sort command: numbers by size, texts lexicographically, and 10,000 rows without a 0', () => {
  assert.equal(column('sort 0 v', 'v', { v: 10 }, { v: 9 }, { v: 100 }, { v: 70 }), ['9', '10', '70', '100']);
  assert.equal(column('sort 0 str(v)', 'v', { v: 10 }, { v: 9 }, { v: 100 }, { v: 70 }), [
    '10',
    '100',
    '70',
    '9',
  ]);
  assert.equal(column('sort 0 v', 'v', { v: 'b' }, { v: 'B' }, { v: 'a' }), ['B', 'a', 'b']);
  assert.equal(column('sort 0 -a, +b', 'b', { a: 1, b: 2 }, { a: 2, b: 4 }, { a: 2, b: 3 }), ['3', '4', '2']);
  assert.equal(column('sort 2 v', 'v', { v: 3 }, { v: 1 }, { v: 2 }), ['1', '2']);
  failsAs('limit', () => run('| makeresults count=10001 | sort _time'));
  assert.is(run('| makeresults count=10001 | sort 0 _time').length, 10_001);
});

test('an order that no page promises can be turned round, to see that nothing hangs on it', () => {
  const events = eventsOf({ v: 1, w: 'a' }, { v: 1, w: 'b' });
  const order = (reversed: boolean) => run('index=lab | sort 0 v', { events, reversed }).map((row) => row.w);
  assert.equal([order(false), order(true)].map((list) => list.join('')).sort(), ['ab', 'ba']);
  const groups = (reversed: boolean) =>
    run('index=lab | stats count BY w', { events, reversed }).map((row) => row.w);
  assert.equal(
    [groups(false), groups(true)],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
  );
});

test('dedup command: the first row of each combination; rows without the field go', () => {
  assert.equal(
    column('sort 0 _time | dedup a', 'b', { a: 1, b: 1 }, { a: 1, b: 2 }, { b: 3 }, { a: 2, b: 4 }),
    ['1', '4'],
  );
  assert.is(rows('dedup 2 a', { a: 1 }, { a: 1 }, { a: 1 }).length, 2);
});

test('fields command: internal fields stay unless taken away by name', () => {
  assert.equal(Object.keys(rows('fields a', { a: 1, b: 2 })[0] ?? {}).sort(), ['_raw', '_time', 'a']);
  assert.equal(Object.keys(rows('fields a | fields - _*', { a: 1, b: 2 })[0] ?? {}), ['a']);
  assert.not('b1' in (rows('fields - b*', { a: 1, b1: 2 })[0] ?? {}));
});

test('rename, table, fillnull, head', () => {
  assert.equal(rows('rename a AS "b c", d AS e | table "b c" e', { a: 1, d: 2 }), [{ 'b c': '1', e: '2' }]);
  assert.equal(rows('fillnull value=none b | table a, b', { a: 1 }), [{ a: '1', b: 'none' }]);
  assert.is(rows('head 1', { a: 1 }, { a: 2 }).length, 1);
  failsAs('undocumented', () => rows('rename a AS b', { a: 1, b: 2 }));
});

test('accum command: a running total, under the same name or a new one', () => {
  const views = [1796, 1438, 1482, 1300].map((view) => ({ views: view }));
  assert.equal(column('sort 0 _time | accum views AS total', 'total', ...views), [
    '1796',
    '3234',
    '4716',
    '6016',
  ]);
  assert.equal(column('sort 0 _time | accum views', 'views', ...views), ['1796', '3234', '4716', '6016']);
  failsAs('undocumented', () => rows('accum views', { other: 1 }));
});

test('filldown command: a missing value is the last one that there was', () => {
  const scores = [{ a: 1 }, { count: 5 }, { a: 2 }, { count: 0, score: 9 }, { a: 3 }];
  assert.equal(column('sort 0 _time | filldown count score', 'count', ...scores), [
    undefined,
    '5',
    '5',
    '0',
    '0',
  ]);
  assert.equal(rows('sort 0 _time | filldown count score', ...scores).at(-1)?.score, '9');
  failsAs('refused', () => rows('filldown', { a: 1 }));
  failsAs('syntax', () => rows('filldown a, b', { a: 1 }));
});

test('makemv and mvexpand: a row for each value, the rest as it was', () => {
  assert.equal(rows('makemv delim="," a | mvexpand a | table a b', { a: 'x,y', b: 1 }), [
    { a: 'x', b: '1' },
    { a: 'y', b: '1' },
  ]);
  failsAs('undocumented', () => rows('mvexpand a', { b: 1 }));
});

test('rex command: named groups become fields', () => {
  const [row] = rows(`rex field=a "From: <(?<from>.*)> To: <(?<to>.*)>" | table from to`, {
    a: 'From: <x@a> To: <y@b>',
  });
  assert.equal(row, { from: 'x@a', to: 'y@b' });
});

test('spath command: a path, an output, and everything', () => {
  const record = { v: JSON.stringify({ server: { name: 'x' }, list: [{ a: 1 }, { a: 2 }] }) };
  assert.is(rows('spath input=v path=server.name output=s', record)[0]?.s, 'x');
  assert.equal(rows('spath input=v path="list{}.a" output=s', record)[0]?.s, ['1', '2']);
  assert.is(rows('spath input=v', record)[0]?.['server.name'], 'x');
});

test('lookup command: fields of the entry that matches', () => {
  const lookups = new Map([
    [
      'accounts',
      [
        new Map([
          ['user', 'a'],
          ['group', 'staff'],
        ]),
      ],
    ],
  ]);
  const found = run(
    'index=lab | sort 0 _time | lookup accounts user AS principal OUTPUTNEW group AS team | table team',
    {
      events: eventsOf({ principal: 'a' }, { principal: 'b' }),
      lookups,
    },
  );
  assert.equal(found, [{ team: 'staff' }, {}]);
});

test('collect command: rows become events of the index with their own text, time and source', () => {
  const text =
    'index=lab | eval _raw = json_object("a", a, "b", b), source = "panes", _time = _time - 0.5 | collect index="summary" output_format=hec';
  const { collected, rows: shown } = interpret(text, {
    now: noon + 60,
    events: eventsOf({ a: '="x', b: '=1' }),
  });
  assert.equal(collected, [
    {
      raw: String.raw`{"a":"=\"x","b":"=1"}`,
      time: String(noon - 0.5),
      index: 'summary',
      sourcetype: 'stash_hec',
      fields: { source: 'panes' },
    },
  ]);
  assert.is(shown.length, 1);
  failsAs('refused', () => rows('collect index=summary', { a: 1 }));
  failsAs('refused', () => rows('collect output_format=hec', { a: 1 }));
  failsAs('refused', () => rows('collect index=summary output_format=hec marker="x=1"', { a: 1 }));
  failsAs('undocumented', () => rows('fields - _time | collect index=summary output_format=hec', { a: 1 }));
});

test('tstats command: events of a data set by values and spans of time', () => {
  const texts = ['{"user":"a","n":1}', '{"user":"a","n":2}', '{"user":"a","user":"b","n":1}', '{"n":1}'];
  const events = texts.map((raw, i) => ({ raw, time: String(noon + i), index: 'lab', sourcetype: 'record' }));
  const dataModels = new Map([['Inference.Requests', ({ raw }: { raw: string }) => raw.includes('"n":1')]]);
  const counts = (rest: string) =>
    run(`| tstats ${rest}`, { events, dataModels })
      .map((row) => [row['Requests.user'], row._time, row.n])
      .sort();
  const from = 'FROM datamodel=Inference.Requests BY';
  assert.equal(counts(`count AS n ${from} Requests.user, _time span=60s`), [
    ['a', String(noon), '2'],
    ['b', String(noon), '1'],
  ]);
  assert.equal(
    counts(`summariesonly=false fillnull_value="none" count AS n ${from} Requests.user _time span=2s`),
    [
      ['a', String(noon), '1'],
      ['a', String(noon + 2), '1'],
      ['b', String(noon + 2), '1'],
      ['none', String(noon + 2), '1'],
    ],
  );
  failsAs('error', () => counts('count AS n FROM datamodel=Inference.Answers BY Answers.user'));
  failsAs('refused', () => counts(`summariesonly=true count AS n ${from} Requests.user`));
  failsAs('refused', () => counts(`count AS n ${from} user`));
  failsAs('refused', () => counts(`sum(n) AS n ${from} Requests.user`));
  failsAs('undocumented', () => counts(`count AS n ${from} _time span=7s`));
});

test('limits.conf, [spath] extraction_cutoff: fields beyond 5,000 bytes are not there, and it is said', () => {
  const events = eventsOf({ a: 'x', long: 'y'.repeat(5000), b: 'z' });
  const outcome = interpret('index=lab | table a b', { now: noon, events });
  assert.equal(outcome.rows, [{ a: 'x' }]);
  assert.match(outcome.notes.join(), /5000 bytes/);
});

test('JSON as events: dots, {} for arrays, numbers as written, nothing for empty objects and arrays', () => {
  const event = {
    raw: '{"a":{"b":1.50},"c":[1,{"d":2},{"d":3}],"e":[],"f":{},"g":1e3,"h":"\\u0041"}',
    time: `${noon}.25`,
    index: 'lab',
    sourcetype: 's',
  };
  const [row] = run('index=lab | fields - _raw', { events: [event] });
  assert.equal(row, {
    'a.b': '1.50',
    'c{}': '1',
    'c{}.d': ['2', '3'],
    g: '1e3',
    h: 'A',
    _time: `${noon}.25`,
    index: 'lab',
    sourcetype: 's',
  });
});

test('what is not known is refused', () => {
  for (const command of [
    'transaction a',
    'append x',
    'join a',
    'map x',
    'tstats count',
    'collect index=x',
    'union x',
    'regex a="b"',
    'outlookup x',
  ])
    failsAs('refused', () => rows(command, { a: 1 }), command);
  failsAs('syntax', () => rows('addinfo x', {}));
  failsAs('syntax', () => run(''));
  failsAs('refused', () => rows('sort a desc', { a: 1 }));
});

test.run();
