import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compileTarget } from '../../../src/backends/compile-target.js';
import type { EvidenceRecord } from '../../../src/backends/evidence.js';
import { listTargets, loadTarget } from '../../../src/bind/load-target.js';
import { loadPack } from '../../../src/check/load-pack.js';
import { loadMapping } from '../../../src/check/mapping.js';
import type { Rule } from '../../../src/ir/rule.js';
import type { SplunkTarget } from '../../../src/ir/target.js';
import { evidenceOf, ruleOf, settleEvidence } from '../../conformance/evidence.js';
import { labMapping, readFixtures } from '../../conformance/log.js';
import { liveReach } from '../../conformance/reference.js';
import { evaluate } from '../../differential/outcome.js';
import type { FindingLine } from '../../oracle/found.js';
import type { RawEvent } from '../event.js';
import { compareRows, within } from './comparison.js';
import { toEvents } from './log.js';
import { toRecords } from './records.js';
import { runScheduled, runSurely } from './searches.js';

/*
 * What the Splunk targets commit, by the interpreter of tests over all the traffic of the fixtures, in the shape of each target's log.
 * A text that gives the evaluator's findings and values is `interpreted, not run on Splunk`.
 */

const { pack } = loadPack('rules');
const { mapping: lab } = loadMapping(labMapping, pack.sources);
if (lab === undefined) throw new Error('the mapping of the fixtures does not load');
const log = readFixtures();
const { findings } = await evaluate(
  pack.rules,
  lab,
  [{ kind: 'text', name: 'log', text: log.text }],
  ['log'],
  undefined,
);
const [first = 0, last = 0] = [
  log.events.reduce((least, { time }) => Math.min(least, time), Infinity),
  log.events.reduce((most, { time }) => Math.max(most, time), 0),
];
const day = 86_400_000;
const size = `${log.events.length} events of the fixtures`;

const timeOf = ({ window_end, time }: FindingLine): number => Date.parse(window_end ?? time ?? '');

function runHunt(rule: Rule, text: string, events: readonly RawEvent[], wanted: readonly FindingLine[]) {
  const rows = runSurely(text, {
    now: last / 1000 + 60 * 86_400,
    events,
    earliest: String(Math.floor((first - 31 * day) / 1000)),
    latest: String(Math.ceil((last + 31 * day) / 1000)),
  });
  assert.equal(compareRows(rule, wanted, rows), [], `${rule.name}, hunt`);
  return `the hunt over ${size}: ${wanted.length} findings and their values`;
}

/** Runs that see findings, spread over all that there are, and one before the first. */
function runLive(
  rule: Rule,
  { delay }: SplunkTarget,
  conf: string,
  events: readonly RawEvent[],
  wanted: readonly FindingLine[],
) {
  const runs = 12;
  const times = wanted.map(timeOf).sort((a, b) => a - b);
  const instants = Array.from(
    { length: runs },
    (_, i) => times[Math.floor((i * times.length) / runs)] ?? last,
  );
  let found = 0;
  for (const at of [first, ...instants]) {
    const now = Math.floor((at + delay) / 1000) + 60;
    const { after, upTo } = liveReach(rule, now * 1000, delay);
    const due = within(wanted, { from: after, to: upTo });
    found += due.length;
    assert.equal(compareRows(rule, due, runScheduled(conf, now, events)), [], `${rule.name}, live at ${now}`);
  }
  assert.ok(found > 0, `${rule.name}: no run saw a finding`);
  return `the scheduled search, its clock set, at ${runs + 1} instants over ${size}: ${found} findings and their values`;
}

const test = suite('what the Splunk targets commit, interpreted');

for (const name of listTargets()) {
  const { target } = loadTarget(join('targets', name, 'target.yaml'), pack);
  if (target?.backend !== 'splunk' || target.mapping === undefined) continue;
  const { mapping } = target;
  const files = compileTarget(pack.rules, target, { now: Date.now() }).artifacts;
  if (files.length === 0) continue;
  test(`${name}: ${files.length} searches`, () => {
    const events = toEvents(toRecords(log.events, mapping), target.index, target.sourcetype ?? '');
    const found = files.map(({ path, text }): EvidenceRecord => {
      const rule = pack.rules.find((one) => one.name === ruleOf(path));
      if (rule === undefined) throw new Error(`${path} is of no rule`);
      const wanted = findings.filter((finding) => finding.rule === rule.name);
      assert.ok(wanted.length > 0, `${rule.name} finds nothing in the fixtures`);
      const compared = path.startsWith('live/')
        ? runLive(rule, target, text, events, wanted)
        : runHunt(rule, text, events, wanted);
      console.log(`       ${path}: ${compared}`);
      return evidenceOf(text, 'interpreted, not run on Splunk', compared);
    });
    settleEvidence(name, found);
  });
}

test.run();
