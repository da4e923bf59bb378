import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lowerRule } from '../../../src/backends/registry.js';
import type { AggregateRule } from '../../../src/ir/rule.js';
import type { SplunkTarget } from '../../../src/ir/target.js';
import {
  aggregateRule,
  all,
  equals,
  exists,
  field,
  matchRule,
  native,
  not,
  signal,
  splunkTarget,
} from '../../backends/samples.js';
import { evaluate } from '../../differential/outcome.js';
import type { FindingLine } from '../../oracle/found.js';
import { createRandom } from '../../random/random.js';
import { readSavedSearches, type SavedSearch } from '../conf.js';
import type { RawEvent } from '../event.js';
import { interpret, type ResultRow } from '../interpret.js';
import { compareRows, roughSignals, within } from './comparison.js';
import { type LogLine, toEvents } from './log.js';

/*
 * The summary form as it is scheduled: the collecting search at each step, the reading search at each step and the lag after it, over the
 * events that have arrived by then. What they find must be what the evaluator finds.
 */

const test = suite('SPL over panes against the evaluator');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const begin = Date.UTC(2026, 0, 12);
const delay = 2 * minute;
const lag = 5 * minute;
const target: SplunkTarget = {
  ...splunkTarget,
  sourcetype: 'record',
  delay,
  summary: { index: 'panes', lag },
};

/** An event of the log, and when it can be searched. */
type Arrival = { readonly line: LogLine; readonly event: RawEvent; readonly arrives: number };

const record = (at: number, members: object): LogLine => ({
  text: JSON.stringify({ ts: at / 1000, ...members }),
  at,
});

function arrive(lines: readonly LogLine[], late: (line: LogLine, i: number) => number): readonly Arrival[] {
  const events = toEvents(lines, target.index, 'record');
  return lines.map((line, i) => {
    const event = events[i];
    if (event === undefined || line.at === undefined) throw new Error('an event without a time');
    return { line, event, arrives: line.at + late(line, i) };
  });
}

/** Traffic of a few principals, nasty names among them, over so many days. */
function makeTraffic(days: number, perDay: number): LogLine[] {
  const random = createRandom(7);
  const names = ['steady', 'a"b\\,=[`$', 'null', 'é\u2028\n', '="rw_events":9'];
  return Array.from({ length: days * perDay }, (_, i) => {
    const at = begin + Math.floor((i * day) / perDay) + random.whole(0, 60_000);
    return record(at, {
      principal: random.pick(names),
      input_hash: `h${random.whole(0, 40)}`,
      wants_probs: random.chance(0.8),
      ...(random.chance(0.9) ? { label: random.pick(['cat', 'Cat', '"', 'null', '5', '5.0']) } : {}),
      ...(random.chance(0.9) ? { margin: random.pick([-0.1, 0.1, 0.2, 1e-7, 3]) } : {}),
    });
  });
}

const signals = [
  signal('volume', { kind: 'count' }, { kind: 'above', value: 10 }),
  signal('cats', { kind: 'count', of: not(equals('label', 'cat')) }, { kind: 'above', value: 3 }),
  signal(
    'full',
    { kind: 'share', of: equals('wants_probs', true), among: exists('label') },
    { kind: 'above', value: 0.7 },
  ),
  signal('novelty', { kind: 'distinct_ratio', field: field('input_hash') }, { kind: 'above', value: 0.05 }),
  signal('labels', { kind: 'distinct', field: field('label') }, { kind: 'at_least', value: 4 }),
  signal('mean', { kind: 'avg', field: field('margin') }, { kind: 'above', value: 0.3 }),
  signal('least', { kind: 'min', field: field('margin') }, { kind: 'below', value: 0 }),
];
const daily = aggregateRule('daily', signals, { window: { size: day, every: hour } });
const weekly = aggregateRule('weekly', signals, {
  where: all(not(equals('model', 'a'))),
  window: { size: 7 * day, every: 6 * hour },
});

interface Searches {
  readonly collecting: SavedSearch;
  readonly reading: SavedSearch;
  readonly backfilling: string;
}

function searchesOf(rule: AggregateRule): Searches {
  const lowering = lowerRule(rule, target, 'summary');
  if (lowering.fidelity !== 'exact') throw new Error(JSON.stringify(lowering));
  const [conf, backfill] = lowering.output;
  const [collecting, reading] = readSavedSearches(conf?.text ?? '');
  if (collecting === undefined || reading === undefined || backfill === undefined)
    throw new Error('a file is missing');
  return { collecting, reading, backfilling: backfill.text };
}

/** Runs a search at an instant, under the reading that turns orders round. */
function runAt(search: SavedSearch, now: number, events: readonly RawEvent[]) {
  const { earliest = '', latest = '' } = search;
  const outcome = interpret(search.search, {
    now: now / 1000,
    events,
    earliest,
    latest,
    rounding: 'operation',
    reversed: true,
  });
  assert.equal(outcome.notes, []);
  return outcome;
}

interface Scheduling {
  readonly rule: AggregateRule;
  readonly arrivals: readonly Arrival[];
  readonly until: number;
  /** What else happens at a run of the collecting search; gives the panes that it wrote. */
  readonly besides?: (searches: Searches, now: number, known: readonly RawEvent[]) => readonly RawEvent[];
  /** Runs of the collecting search that fail. */
  readonly fails?: (now: number) => boolean;
}

/** All findings of the scheduled searches; of a window that several runs look at, as the last one sees it. */
function runSchedule({
  rule,
  arrivals,
  until,
  besides = () => [],
  fails = () => false,
}: Scheduling): readonly ResultRow[] {
  const searches = searchesOf(rule);
  const panes: RawEvent[] = [];
  const found = new Map<string, ResultRow>();
  const { every } = rule.window;
  // Three runs more, so that the last windows are seen as often as the others.
  for (let step = begin; step <= until + 3 * every; step += every) {
    const now = step + delay;
    const known = arrivals.flatMap(({ event, arrives }) => (arrives < now ? [event] : []));
    if (!fails(now)) panes.push(...runAt(searches.collecting, now, known).collected);
    panes.push(...besides(searches, now, known));
    const { rows } = runAt(searches.reading, now + lag, panes);
    const looked = [...found].filter(([, row]) => Number(row.window_end) * 1000 > step - 3 * every);
    for (const [key] of looked) found.delete(key);
    for (const row of rows) found.set(JSON.stringify([row.principal, row.window_end]), row);
  }
  return [...found.values()].filter(({ window_end }) => Number(window_end) * 1000 <= until);
}

async function findingsOf(
  rule: AggregateRule,
  arrivals: readonly Arrival[],
  until: number,
): Promise<readonly FindingLine[]> {
  const text = arrivals.map(({ line }) => line.text).join('\n');
  const input = { kind: 'text', name: 'log', text } as const;
  const { findings } = await evaluate([rule], native, [input], ['log'], undefined);
  return within(findings, { from: begin - 1, to: until });
}

async function hold(scheduling: Scheduling, counted = scheduling.arrivals): Promise<void> {
  const { rule, until } = scheduling;
  const findings = await findingsOf(rule, counted, until);
  assert.ok(findings.length > 10, `${findings.length} findings`);
  const rows = runSchedule(scheduling);
  assert.equal(compareRows(rule, findings, [rows], { rough: roughSignals(rule) }), []);
}

const soon = () => minute;

test('rules of a day and of a week, at every step', async () => {
  await hold({ rule: daily, arrivals: arrive(makeTraffic(3, 150), soon), until: begin + 3 * day });
  await hold({ rule: weekly, arrivals: arrive(makeTraffic(9, 60), soon), until: begin + 9 * day });
  const one = aggregateRule('one', signals.slice(0, 1), { by: [], window: { size: day, every: 4 * hour } });
  await hold({ rule: one, arrivals: arrive(makeTraffic(2, 40), soon), until: begin + 2 * day });
});

test('a run that is repeated, fails or sees only a part changes nothing', async () => {
  const scheduling: Scheduling = {
    rule: daily,
    arrivals: arrive(makeTraffic(2, 150), soon),
    until: begin + 2 * day,
    fails: (now) => Math.floor((now - begin) / hour) % 3 === 1,
    besides: ({ collecting }, now, known) =>
      [known, known.slice(0, known.length - 3), known.filter((_, i) => i % 2 === 0)].flatMap(
        (part) => runAt(collecting, now, part).collected,
      ),
  };
  await hold(scheduling);
});

test('an event that is late counts, as long as one of the three runs over its pane sees it', async () => {
  const lines = makeTraffic(2, 150);
  await hold({
    rule: daily,
    // An event at the start of its pane is seen by the run that is `delay` and two steps behind the pane's end.
    arrivals: arrive(lines, ({ at = 0 }, i) => (i % 9 === 0 ? hour - (at % hour) + 2 * hour : minute)),
    until: begin + 2 * day,
  });
});

test('an event that is later is missed, until its time is filled in again', async () => {
  const lines = makeTraffic(2, 150);
  const isLate = (_: LogLine, i: number) => (i % 9 === 0 ? 5 * hour : minute);
  const arrivals = arrive(lines, isLate);
  const until = begin + 2 * day;
  const onTime = arrivals.filter(({ line }, i) => isLate(line, i) === minute);
  await hold({ rule: daily, arrivals, until }, onTime);
  const filledAt = begin + 30 * hour + delay;
  const besides: Scheduling['besides'] = ({ backfilling }, now, known) => {
    if (now !== filledAt) return [];
    const range = { earliest: String(begin / 1000), latest: String((begin + 30 * hour) / 1000) };
    return interpret(backfilling, { now: now / 1000, events: known, ...range }).collected;
  };
  const counted = arrivals.filter(
    ({ line: { at = 0 }, arrives }, i) => isLate({ text: '', at }, i) === minute || arrives < filledAt,
  );
  const later = (findings: readonly FindingLine[]) =>
    within(findings, { from: begin + 30 * hour, to: until });
  const rows = runSchedule({ rule: daily, arrivals, until, besides }).filter(
    ({ window_end }) => Number(window_end) * 1000 > begin + 30 * hour,
  );
  const findings = later(await findingsOf(daily, counted, until));
  assert.ok(findings.length > 10);
  assert.equal(compareRows(daily, findings, [rows], { rough: roughSignals(daily) }), []);
  assert.is.not(JSON.stringify(findings), JSON.stringify(later(await findingsOf(daily, onTime, until))));
});

test('a changed rule reads no pane of the former, and the same rule under another bound does', () => {
  const sourceOf = (rule: AggregateRule) => /source="([^"]*)"/.exec(searchesOf(rule).reading.search)?.[1];
  const [volume, ...others] = signals;
  const condition = (names: readonly string[]): AggregateRule['condition'] => ({
    kind: 'and',
    of: names.map((name) => ({ kind: 'signal', name })),
  });
  assert.match(sourceOf(daily) ?? '', /^rulewright:daily:[0-9a-f]{12}$/);
  assert.is(sourceOf({ ...daily, window: { ...daily.window, size: 2 * day } }), sourceOf(daily));
  const bounded =
    volume === undefined ? [] : [{ ...volume, bound: { kind: 'above', value: 11 } } as const, ...others];
  assert.is(sourceOf({ ...daily, signals: bounded }), sourceOf(daily));
  for (const change of [
    { where: equals('label', 'cat') },
    { by: [] },
    { signals: others.slice(1), condition: condition(others.slice(1).map(({ name }) => name)) },
  ])
    assert.is.not(sourceOf({ ...daily, ...change }), sourceOf(daily));
});

test('what has no panes, or needs more than panes, is refused', () => {
  const codes = (rule: Parameters<typeof lowerRule>[0], at = target) => {
    const lowering = lowerRule(rule, at, 'summary');
    return lowering.fidelity === 'refused' ? lowering.refusals.map(({ code }) => code) : [lowering.fidelity];
  };
  const gaps = signal('pace', { kind: 'interval_cv' }, { kind: 'below', value: 60 });
  assert.equal(codes(aggregateRule('gaps', [gaps], { window: { size: day, every: hour } })), [
    'summary-of-gaps',
  ]);
  assert.equal(codes(matchRule('single', equals('label', 'cat'))), ['kept-without-window']);
  assert.equal(codes(daily, { ...target, summary: { index: 'pan*', lag } }), ['index-name']);
});

test.run();
