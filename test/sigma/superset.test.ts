import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeRandomRules } from './random-packs.js';
import { readAll } from './reader/read.js';
import { compareMatches } from './superset.js';

/*
 * What the Sigma back end claims of a reader that slides the timespan: it loses no finding of any rule on any stream. Random rules over random
 * streams, by the tests' own reader; `npm run conformance` takes more of them, and pySigma's reader too.
 */

const test = suite('Sigma under a sliding reader');

test('no finding of random rules over random streams is lost', () => {
  const types = new Set<string>();
  let found = 0;
  for (const { rule, text, events, findings, times, told, isMonotone, isExact } of makeRandomRules(1, 40)) {
    for (const [, type = ''] of text.matchAll(/^ {2}type: (\w+)/gm)) types.add(type);
    if (rule.kind === 'match') {
      const matches = readAll(text, events, 'every').map(({ time }) => time);
      if (isExact) assert.equal(matches, times, told);
      continue;
    }
    found += findings.length;
    const by = rule.by.map(({ name }) => name);
    for (const reading of isMonotone ? (['every', 'back'] as const) : (['every'] as const)) {
      const { lost } = compareMatches(rule.window, by, findings, readAll(text, events, reading));
      assert.equal(lost, [], `${reading}, ${told}`);
    }
  }
  assert.ok(found > 100, `${found} findings`);
  assert.ok(types.size >= 5, [...types].join());
});

test.run();
