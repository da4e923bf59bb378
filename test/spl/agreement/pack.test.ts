import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadTarget } from '../../../src/bind/load-target.js';
import { loadPack } from '../../../src/check/load-pack.js';
import { loadMapping } from '../../../src/check/mapping.js';
import type { Mapping } from '../../../src/ir/mapping.js';
import { hasReached, type Rule } from '../../../src/ir/rule.js';
import type { SplunkTarget } from '../../../src/ir/target.js';
import { comparedLogs } from '../../conformance/log.js';
import { evaluate } from '../../differential/outcome.js';
import { compareRows } from './comparison.js';
import { type LogLine, toEvents } from './log.js';
import { compileExact, runScheduled, runSurely, strictest } from './searches.js';

/*
 * The shipped rules over the labelled traffic: the text that is committed for splunk-native over the records in the native shape,
 * and what the rules compile to for an index of the lab's own shape. RULEWRIGHT_SPL_LINES (600) lines of each log;
 * the readings of what Splunk's documentation leaves open are tried on the random rules.
 */

const test = suite('SPL of the shipped rules against the evaluator');
const most = Number(process.env.RULEWRIGHT_SPL_LINES ?? 600);
const { pack } = loadPack('rules');
const { target: native } = loadTarget('splunk-native', pack);
const { mapping: lab } = loadMapping('targets/mappings/lab.yaml', pack.sources);
if (native?.backend !== 'splunk' || native.mapping === undefined || lab === undefined)
  throw new Error('the target splunk-native or the mapping lab does not load');
const nativeMapping = native.mapping;
const rules = pack.rules.filter(({ status }) => hasReached(status, native.leastStatus));

function readLog(name: string): LogLine[] {
  const lines = gunzipSync(readFileSync(`fixtures/${name}.jsonl.gz`))
    .toString()
    .trimEnd()
    .split('\n')
    .slice(0, most);
  return lines.map((text) => ({ text, at: Date.parse(String(recordOf(text).ts)) }));
}

function recordOf(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`no record: ${text}`);
  return { ...value };
}

/** A record of the lab in the native shape: the fields that the lab's mapping takes by name, and the time in seconds. */
function toNative({ text, at = 0 }: LogLine): LogLine {
  const record = recordOf(text);
  const renamed = [...(lab?.fields ?? [])].flatMap(([name, derivation]) =>
    derivation.kind === 'path' ? [[name, record[derivation.path.join('.')]] as const] : [],
  );
  return { text: JSON.stringify({ ts: at / 1000, ...Object.fromEntries(renamed) }), at };
}

const found = new Map<string, number>();

/** Holds one text over one log against the evaluator. */
async function hold(
  rule: Rule,
  target: SplunkTarget,
  mapping: Mapping,
  log: readonly LogLine[],
  texts: Texts,
): Promise<void> {
  const events = toEvents(log, target.index, target.sourcetype ?? '');
  const text = log.map((line) => line.text).join('\n');
  const inputs = [{ kind: 'text', name: 'log', text } as const];
  const { findings } = await evaluate([rule], mapping, inputs, ['log'], undefined);
  found.set(rule.name, (found.get(rule.name) ?? 0) + findings.length);
  const times = log.flatMap(({ at }) => at ?? []);
  const [from, to] = [Math.min(...times) / 1000, Math.max(...times) / 1000];
  const day = 86_400;
  const rows = runSurely(
    texts.hunt,
    {
      now: Math.ceil(to) + 2 * day,
      events,
      earliest: String(Math.floor(from) - 2 * day),
      latest: String(Math.ceil(to) + day),
    },
    strictest,
  );
  assert.equal(compareRows(rule, findings, rows), [], `${rule.name}, hunt`);
  if (texts.live === undefined || rule.kind === 'match') return;
  const { every } = rule.window;
  const now = Math.floor(to) + 200;
  const last = Math.floor((now * 1000 - target.delay) / every) * every;
  const due = findings.filter(({ window_end = '' }) => {
    const end = Date.parse(window_end);
    return last - 3 * every < end && end <= last;
  });
  const live = runScheduled(texts.live, now, events, strictest);
  assert.equal(compareRows(rule, due, live), [], `${rule.name}, live at ${now}`);
}

type Texts = { readonly hunt: string; readonly live?: string };

const compiled = (path: string): string => readFileSync(`targets/splunk-native/compiled/${path}`, 'utf8');

for (const name of comparedLogs)
  test(`the committed searches of splunk-native over ${name}`, async () => {
    const log = readLog(name).map(toNative);
    for (const rule of rules) {
      const texts = { hunt: compiled(`hunt/${rule.name}.spl`), live: compiled(`live/${rule.name}.conf`) };
      await hold(rule, native, nativeMapping, log, texts);
    }
  });

test('every shipped rule has findings in them', () => {
  assert.equal(
    rules.map(({ name }) => name).filter((name) => (found.get(name) ?? 0) === 0),
    [],
  );
});

test('searches of an index in the lab’s own shape, with times as RFC 3339', async () => {
  const target = { ...native, mapping: lab };
  const log = readLog('attack-knockoff-random');
  const held = rules.flatMap((rule) => {
    const hunt = compileExact(rule, target, 'hunt');
    return hunt === undefined ? [] : [{ rule, hunt }];
  });
  assert.ok(held.length > 0);
  for (const { rule, hunt } of held) await hold(rule, target, lab, log, { hunt });
});

test.run();
