import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compileTarget } from '../../../src/backends/compile-target.js';
import type { EvidenceRecord } from '../../../src/backends/evidence.js';
import { listTargets, loadTarget } from '../../../src/bind/load-target.js';
import { loadPack } from '../../../src/check/load-pack.js';
import type { Rule } from '../../../src/ir/rule.js';
import type { SplunkTarget } from '../../../src/ir/target.js';
import { evidenceOf, ruleOf, settleEvidence } from '../../conformance/evidence.js';
import { readFixtures } from '../../conformance/log.js';
import { liveReach } from '../../conformance/reference.js';
import { evaluate } from '../../differential/outcome.js';
import type { FindingLine } from '../../oracle/found.js';
import type { RawEvent } from '../event.js';
import { compareRows, within } from './comparison.js';
import { toIndexed, toRecords } from './records.js';
import { runScheduled, runSurely } from './searches.js';

/*
 * What the Splunk targets commit, by the interpreter of tests over all the traffic of the fixtures, in the shape of each target's log.
 * A text that gives the evaluator's findings and values is `interpreted, not run on Splunk`. What Splunk's documentation leaves open is read in the
 * strictest way; the other readings are tried on the random rules.
 */

const { pack } = loadPack('rules');
const log = readFixtures();
const [first = 0, last = 0] = [
  log.events.reduce((least, { time }) => Math.min(least, time), Infinity),
  log.events.reduce((most, { time }) => Math.max(most, time), 0),
];
const day = 86_400_000;

/** Rounding after each operation, and orders turned round. */
const strictest = [{ rounding: 'operation', reversed: true } as const];
const size = `${log.events.length} events of the fixtures`;

const timeOf = ({ window_end, time }: FindingLine): number => Date.parse(window_end ?? time ?? '');

/** A search that reads whole events is given no fields. */
const kvModeOf = ({ reading }: SplunkTarget) => (reading === 'event' ? ('none' as const) : ('json' as const));

function runHunt(
  rule: Rule,
  target: SplunkTarget,
  text: string,
  events: readonly RawEvent[],
  wanted: readonly FindingLine[],
) {
  const range = {
    now: last / 1000 + 60 * 86_400,
    events,
    kvMode: kvModeOf(target),
    earliest: String(Math.floor((first - 31 * day) / 1000)),
    latest: String(Math.ceil((last + 31 * day) / 1000)),
  };
  const rows = runSurely(text, range, strictest);
  assert.equal(compareRows(rule, wanted, rows), [], `${rule.name}, hunt`);
  return `the hunt over ${size}: ${wanted.length} findings and their values`;
}

/** Runs that see findings, spread over all that there are, and one before the first. */
function runLive(
  rule: Rule,
  target: SplunkTarget,
  conf: string,
  events: readonly RawEvent[],
  wanted: readonly FindingLine[],
) {
  const { delay } = target;
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
    // More than the search asks for, and less than all.
    const oldest = now - (2 * day + (rule.kind === 'match' ? 0 : rule.window.size)) / 1000;
    const recent = events.filter(({ time }) => Number(time) >= oldest);
    assert.equal(
      compareRows(rule, due, runScheduled(conf, now, recent, strictest, kvModeOf(target))),
      [],
      `${rule.name}, live at ${now}`,
    );
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
  test(`${name}: ${files.length} searches`, async () => {
    const records = toRecords(log.events, mapping);
    const input = { kind: 'text', name: 'log', text: records.map(({ text }) => text).join('\n') } as const;
    const { findings } = await evaluate(pack.rules, mapping, [input], ['log'], undefined);
    const events = toIndexed(records, target);
    const found = files.map(({ path, text }): EvidenceRecord => {
      const rule = pack.rules.find((one) => one.name === ruleOf(path));
      if (rule === undefined) throw new Error(`${path} is of no rule`);
      const wanted = findings.filter((finding) => finding.rule === rule.name);
      assert.ok(wanted.length > 0, `${rule.name} finds nothing in the fixtures`);
      const compared = path.startsWith('live/')
        ? runLive(rule, target, text, events, wanted)
        : runHunt(rule, target, text, events, wanted);
      console.log(`       ${path}: ${compared}`);
      return evidenceOf(text, 'interpreted, not run on Splunk', compared);
    });
    settleEvidence(name, found);
  });
}

test.run();
