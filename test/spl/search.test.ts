import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eventsOf, failsAs, noon, run } from './running.js';

/* Each test names the page of Splunk's Search Reference (9.4) or Search Manual that says so. */
const test = suite('search as Splunk documents it');

const ponies = eventsOf(
  { id: '101M3', name: 'McIntosh', color: 'Chestnut', location: 'Marin Meadows' },
  { id: '104F5', name: 'Lyra', color: 'Bay' },
  { id: '104M6', name: 'Rutherford', color: 'Dun', location: 'Placer Pastures' },
  { id: '101F2', name: 'Rarity', location: 'Marin Meadows' },
  { id: '102M7', name: 'Dash', color: 'Black', location: 'Calaveras Farms' },
  { id: '102M1', name: 'Roan' },
  { id: '101F6', color: 'Chestnut', location: 'Marin Meadows' },
  { id: '104F4', name: 'Pinkie', color: 'Sorrel', location: 'Placer Pastures' },
  { id: '102M8', name: 'Spike', color: 'Grey', location: 'Calaveras Farms' },
);
const found = (text: string, events = ponies): string[] =>
  run(text, { events })
    .map((row) => String(row.id))
    .sort();

test('NOT expressions: != wants the field to be there, NOT does not', () => {
  assert.equal(found('location!="Calaveras Farms"'), ['101F2', '101F6', '101M3', '104F4', '104M6']);
  assert.equal(found('NOT location="Calaveras Farms"'), [
    '101F2',
    '101F6',
    '101M3',
    '102M1',
    '104F4',
    '104F5',
    '104M6',
  ]);
});

test('search command: NOT field=* finds what lacks the field, field!=* finds nothing', () => {
  assert.equal(found('NOT location=*'), ['102M1', '104F5']);
  assert.equal(found('location!=*'), []);
});

test('Boolean expressions: OR comes before AND, and AND is implied', () => {
  assert.equal(found('color="Chestnut" OR color="Black" location="Calaveras Farms"'), ['102M7']);
  assert.equal(found('color=Chestnut OR (color=Black location="Calaveras Farms")'), [
    '101F6',
    '101M3',
    '102M7',
  ]);
  assert.equal(found('NOT color=Chestnut OR color=Chestnut AND name=Dash'), ['102M7']);
});

test('search command: values are found without regard to case, and * is a wildcard even within quotes', () => {
  assert.equal(found('name="DASH"'), ['102M7']);
  assert.equal(found('name="R*"'), ['101F2', '102M1', '104M6']);
  assert.equal(found('name=*ie'), ['104F4']);
});

test('backslashes: the asterisk cannot be escaped', () => {
  const events = eventsOf({ id: '1', a: 'x*y' }, { id: '2', a: 'x\\zy' }, { id: '3', a: 'xzy' });
  assert.equal(found(String.raw`a="x\*y"`, events), ['2']);
  assert.equal(found('a="x*y"', events), ['1', '2', '3']);
});

test('search command, quotes: \\" and \\\\ and \\| are escapes, others stay', () => {
  const events = eventsOf(
    { id: '1', a: 'say "hi"' },
    { id: '2', a: 'C:\\temp' },
    { id: '3', a: '\\s' },
    { id: '4', a: 'a|b' },
  );
  assert.equal(found(String.raw`a="say \"hi\""`, events), ['1']);
  assert.equal(found(String.raw`a="C:\\temp"`, events), ['2']);
  assert.equal(found(String.raw`a="\s"`, events), ['3']);
  assert.equal(found(String.raw`a="\\s"`, events), ['3']);
  assert.equal(found('a="a|b"', events), ['4']);
});

test('search command: IN is any of the values, with wildcards', () => {
  const events = eventsOf({ id: '1', status: 404 }, { id: '2', status: 503 }, { id: '3', status: 200 });
  assert.equal(found('status IN (4*, 5*)', events), ['1', '2']);
  assert.equal(found('NOT status IN (404, 503)', events), ['3']);
  assert.equal(found('status>200 status<=404', events), ['1']);
});

test('search command, CIDR: a value in that notation is a network', () => {
  const events = eventsOf(
    { id: '1', ip: '10.10.10.12' },
    { id: '2', ip: '50.10.10.17' },
    { id: '3', ip: '10.10.10.23' },
  );
  assert.equal(found('ip="10.10.10.0/24"', events), ['1', '3']);
});

test('search command: the right side is a value, never a field', () => {
  const events = eventsOf({ id: '1', a: 'b', b: 'c' }, { id: '2', a: 'c', b: 'c' });
  assert.equal(found('a=b', events), ['1']);
});

test('a multivalue field is found by any of its values', () => {
  const events = eventsOf({ id: '1', a: ['x', 'y'] }, { id: '2', a: ['z'] });
  assert.equal(found('"a{}"=y', events), ['1']);
  assert.equal(found('NOT "a{}"=y', events), ['2']);
});

test('numbers that are written otherwise may or may not be equal', () => {
  const events = eventsOf({ id: '1', a: '5.0' });
  failsAs('undocumented', () => found('a=5', events));
});

test('time modifiers: from earliest on, before latest; they go before the range that the search is given', () => {
  const events = eventsOf({ id: '0' }, { id: '1' }, { id: '2' });
  assert.equal(found(`earliest=${noon + 1} latest=${noon + 2} index=lab`, events), ['1']);
  assert.equal(run('index=lab', { events, earliest: '-1h', latest: `${noon + 2}` }).length, 2);
  assert.equal(run('index=lab', { events, earliest: '@d', latest: 'now' }).length, 3);
  assert.equal(run(`index=lab earliest=${noon}`, { events, earliest: '-1m', latest: 'now' }).length, 3);
  failsAs('refused', () => found('earliest=-1mon index=lab', events));
});

test('addinfo: the bounds of the search as fields', () => {
  const [row] = run(
    'index=lab | addinfo | eval span = info_max_time - info_min_time | fields span, info_max_time',
    {
      events: eventsOf({}),
      earliest: '-2h@h',
      latest: '@h',
    },
  );
  assert.is(row?.span, '7200');
  assert.is(row?.info_max_time, String(noon + 3600));
});

test('the search command later in the pipeline filters the rows', () => {
  assert.equal(found('index=lab | search color=bay'), ['104F5']);
});

test('what is not known is refused', () => {
  failsAs('refused', () => found('error'));
  failsAs('refused', () => found('"database error"'));
  failsAs('refused', () => found('index=lab [search index=other]'));
  failsAs('refused', () => found('TERM(a)'));
  failsAs('syntax', () => found('name="x'));
  failsAs('syntax', () => found('(name=x'));
  failsAs('syntax', () => found('name=x)'));
  failsAs('refused', () => found('index=lab earliest=-1h OR name=x'));
});

test.run();
