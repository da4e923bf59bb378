import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseJson } from '../oracle/json.js';
import { judge } from '../oracle/judge.js';
import { readTime } from '../oracle/time.js';
import { makeCase, toTrial } from './cases.js';
import { createRandom } from './random.js';
import { formats } from './sources.js';
import { writeInstant } from './values.js';

const test = suite('random cases');

test('an instant is read as it was meant, in every format', () => {
  const random = createRandom(1);
  for (let i = 0; i < 600; i++) {
    const format = random.pick(formats);
    const ms = random.pick([0, -1, 1, 1_768_176_000_000, -62_135_596_800_000]) + random.whole(0, 100_000);
    const text = writeInstant(random, ms, format);
    const json = parseJson(text);
    const item = json?.kind === 'array' ? json.items[0] : json;
    assert.is(item === undefined ? undefined : readTime(item, format), ms, `${format} ${text}`);
  }
});

test('one seed makes one case, and another another', () => {
  assert.equal(makeCase(7), makeCase(7));
  assert.not.equal(makeCase(7), makeCase(8));
});

test('cases hold what they are made to hold', () => {
  const seen = {
    findings: 0,
    alerts: 0,
    quiet: 0,
    lines: 0,
    skipped: 0,
    withoutTime: 0,
    late: 0,
    waited: 0,
    unfit: 0,
  };
  for (let seed = 1; seed <= 60; seed++) {
    const { findings, alerts, counts } = judge(toTrial(makeCase(seed)));
    seen.findings += findings.length;
    seen.alerts += alerts.length;
    if (findings.length === 0) seen.quiet++;
    for (const cause of ['lines', 'skipped', 'withoutTime', 'late', 'waited'] as const)
      seen[cause] += counts[cause];
    seen.unfit += Object.values(counts.unfit).reduce((sum, count) => sum + count, 0);
  }
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 0, `no ${what}`);
  assert.ok(seen.quiet < 30, `${seen.quiet} of 60 cases have no finding`);
  assert.ok(seen.findings > seen.alerts, 'no finding was suppressed');
});

test.run();
