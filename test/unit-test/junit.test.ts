import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { escapeXml, renderJUnit } from '../../src/unit-test/junit.js';
import { closeCase, type Problem } from '../../src/unit-test/verdict.js';
import { field, harvest, somewhere, trafficOf } from './sample.js';

const expected = { group: [{ field: field('principal'), value: 'x' }], withinQueries: 300, span: somewhere };
const missing: Problem = { kind: 'missing', expected, events: 0 };

function resultOf(name: string, ...problems: Problem[]) {
  const log = { kind: 'traffic', traffic: trafficOf({}) } as const;
  return closeCase({ rule: harvest, name, log, alerts: [], span: somewhere }, problems, 12);
}

test('a suite a rule, with its failures in words', () => {
  const results = [
    resultOf('fine'),
    resultOf('bad', missing),
    resultOf('unread', { kind: 'error', message: 'no such file' }),
  ];
  assert.equal(renderJUnit(results).split('\n'), [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="rulewright" tests="3" failures="1" errors="1" time="0.036">',
    '  <testsuite name="harvest" tests="3" failures="1" errors="1" time="0.036" skipped="0">',
    '    <testcase classname="harvest" name="fine" file="sample.yaml" line="1" time="0.012"/>',
    '    <testcase classname="harvest" name="bad" file="sample.yaml" line="1" time="0.012">',
    '      <failure type="missing" message="expected an alert for x, by query 300; seen none; no event of this group is in the log">missing',
    'expected  an alert for x, by query 300',
    'seen      none; no event of this group is in the log</failure>',
    '    </testcase>',
    '    <testcase classname="harvest" name="unread" file="sample.yaml" line="1" time="0.012">',
    '      <error type="error" message="expected a log to read; seen no such file">error',
    'expected  a log to read',
    'seen      no such file</error>',
    '    </testcase>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ]);
});

test('whatever a name holds, the document stays well-formed', () => {
  assert.is(escapeXml('<a b="c">&\'</a>]]>'), '&lt;a b=&quot;c&quot;&gt;&amp;&apos;&lt;/a&gt;]]&gt;');
  assert.is(escapeXml('\u0000\u001b\ud800\ufffe😀é'), '\\u{0}\\u{1b}\\u{d800}\\u{fffe}😀é');
  assert.ok(renderJUnit([resultOf('a\nb\t"c"')]).includes('name="a&#10;b&#9;&quot;c&quot;"'));
});

test.run();
