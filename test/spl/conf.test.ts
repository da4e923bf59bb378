import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readConf, readMacros, readSavedSearches } from './conf.js';
import { expandMacros } from './macro.js';
import { splitPipeline } from './pipeline.js';
import { eventsOf, failsAs, run } from './running.js';

const test = suite('the text of searches and of .conf files');

test('a pipe within double quotes parts nothing; comments and macros are taken out first', () => {
  assert.equal(splitPipeline('a="x|y" | where match(b, "c|d")'), [
    { name: 'search', rest: 'a="x|y"' },
    { name: 'where', rest: 'match(b, "c|d")' },
  ]);
  assert.is(splitPipeline(String.raw`a="\"|" | stats count`).length, 2);
  assert.equal(run('index=lab ```a | comment``` | stats count', { events: eventsOf({}) }), [{ count: '1' }]);
});

test('use search macros: by name and number of arguments, nested; not within quoted values', () => {
  const macros = readMacros(
    [
      '[events]',
      'definition = index=lab `kind("record")`',
      '',
      '[kind(1)]',
      'args = type',
      'definition = sourcetype="$type$"',
    ].join('\n'),
  );
  assert.is(expandMacros('`events` | stats count', macros), 'index=lab sourcetype="record" | stats count');
  assert.is(expandMacros('a="audit`events`local"', macros), 'a="audit`events`local"');
  assert.equal(run('`events` | stats count', { events: eventsOf({}), macros }), [{ count: '1' }]);
  failsAs('error', () => expandMacros('`none`', macros));
  failsAs('error', () => expandMacros('`events(1)`', macros));
});

test('savedsearches.conf: a search over several lines, its schedule and its time range', () => {
  const text = [
    '# a comment',
    '[rule one]',
    'search = index=lab \\',
    '| stats count',
    'cron_schedule = */5 * * * *',
    'dispatch.earliest_time = -65m@m',
    'dispatch.latest_time = @m',
    '',
    '[default]',
    'enableSched = 0',
  ].join('\n');
  const [saved, ...others] = readSavedSearches(text);
  assert.equal(others, []);
  assert.is(saved?.search, 'index=lab \n| stats count');
  assert.is(saved?.cron, '*/5 * * * *');
  assert.equal([saved?.earliest, saved?.latest], ['-65m@m', '@m']);
  failsAs('syntax', () => readConf('a = b'));
  failsAs('syntax', () => readConf('[a]\nno setting'));
  failsAs('error', () => readConf('[a]\nx = 1\nx = 2'));
});

test.run();
