import { type AlertLine, compareAlerts, type Evidence, findEvidence, raiseAlerts } from './alerts.js';
import { describeFindings, readFindings } from './chain.js';
import { conditionHolds } from './condition.js';
import type { ListDoc, MappingDoc, RuleDoc, SignalDoc, SourceDoc, World } from './documents.js';
import { compareFound, type FindingLine, type Found, writeFinding } from './found.js';
import { isOnEdge, type Measured, measure, meets } from './measure.js';
import { satisfies } from './predicate.js';
import { type Counts, type Event, noCounts, readEvents } from './reading.js';
import { followSteps } from './sequence.js';
import { followClock } from './stream.js';
import { endsAround, type Span, spanOf } from './time.js';
import type { Value } from './value.js';

/** What is to be judged: a pack, and a log as bytes. */
export interface Trial {
  readonly source: SourceDoc;
  readonly mapping?: MappingDoc;
  readonly rules: readonly RuleDoc[];
  readonly lists?: readonly ListDoc[];
  readonly inputs: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Milliseconds: the inputs, one after another, are a stream with this bound. Left out: files, read exactly. */
  readonly lateness?: number;
}

export interface Judgement {
  readonly findings: readonly FindingLine[];
  readonly alerts: readonly AlertLine[];
  /** For each alert, where its opening finding's events lie. */
  readonly evidence: readonly Evidence[];
  readonly counts: Counts;
  /** Windows whose verdict hangs on the last bits of a double, as findings are written, whether or not they are among them. */
  readonly onEdge: readonly FindingLine[];
}

/** Judges a log by the contract: every window is computed from all events anew. */
export function judge(trial: Trial): Judgement {
  const { mapping, lists = [], rules } = trial;
  const counts = noCounts();
  const log = { source: trial.source, lists };
  let events = trial.inputs.flatMap(({ bytes }, input) =>
    readEvents(bytes, input, log.source, mapping, counts),
  );
  if (trial.lateness !== undefined) events = followClock(events, trial.lateness, counts);
  if (trial.source.dedupe === true) events = dropRepeats(events, trial, counts);
  const found: Found[] = [];
  const onEdge: Found[] = [];
  const worlds = new Map<string, World>();
  for (const rule of inOrder(rules)) {
    const read = typeof rule.source === 'string' ? undefined : rule.source.findings;
    const world = read === undefined ? log : { source: describeFindings(rules, read, worlds), lists };
    worlds.set(rule.name, world);
    const seen =
      read === undefined ? events : readFindings(found.filter((one) => read.includes(one.rule.name)));
    const counted = countEvents(rule, world, seen, counts);
    if (rule.signals === undefined && rule.steps === undefined) {
      found.push(...counted.map(({ event, group }) => matched(rule, world, event, group)));
      continue;
    }
    for (const candidate of windowsOf(rule, world, counted)) {
      if (candidate.holds) found.push(candidate.found);
      if (candidate.unsure) onEdge.push(candidate.found);
    }
  }
  found.sort(compareFound);
  const names = trial.inputs.map((input) => input.name);
  const sourceOf = (rule: RuleDoc) => worlds.get(rule.name)?.source ?? trial.source;
  const write = (one: Found) => writeFinding(one, names, sourceOf(one.rule));
  const alerts = rules
    .filter((rule) => rule.building_block !== true)
    .flatMap((rule) => raiseAlerts(rule, found, sourceOf(rule)))
    .sort(compareAlerts);
  return {
    findings: found.map(write),
    alerts: alerts.map(({ line }) => line),
    evidence: alerts.map(({ opening }) => findEvidence(opening, sourceOf(opening.rule))),
    counts,
    onEdge: onEdge.map(write),
  };
}

/** Of events with one id the earliest counts, of equals the first read, within the longest window plus the bound. */
function dropRepeats(events: readonly Event[], trial: Trial, counts: Counts): Event[] {
  const { source, rules, lateness = 0 } = trial;
  const windows = rules
    .filter(({ status, window, within }) => status !== 'deprecated' && (window ?? within) !== undefined)
    .map((rule) => spanOf(rule).size);
  const reach = Math.max(0, ...windows) + lateness;
  const counted = new Map<Value, number>();
  const inOrder = events.toSorted(
    (a, b) => a.time - b.time || a.place.input - b.place.input || a.place.line - b.place.line,
  );
  return inOrder.filter(({ time, fields }) => {
    const id = source.id === undefined ? undefined : fields.get(source.id);
    if (id === undefined) return true;
    const before = counted.get(id);
    if (before !== undefined && time - before <= reach) {
      counts.duplicates++;
      return false;
    }
    counted.set(id, time);
    return true;
  });
}

/** The rules that run, those whose findings another reads before it. */
function inOrder(rules: readonly RuleDoc[]): RuleDoc[] {
  const running = rules.filter((rule) => rule.status !== 'deprecated');
  const done: RuleDoc[] = [];
  while (done.length < running.length) {
    const next = running.find((rule) => {
      const needed = typeof rule.source === 'string' ? [] : rule.source.findings;
      const isReady = needed.every((name) =>
        running.every((other) => other.name !== name || done.includes(other)),
      );
      return isReady && !done.includes(rule);
    });
    if (next === undefined) throw new Error("rules read each other's findings in a circle");
    done.push(next);
  }
  return done;
}

interface Counted {
  readonly event: Event;
  readonly group: readonly Value[];
}

/** The events that a rule counts, each with its group. */
function countEvents(rule: RuleDoc, world: World, events: readonly Event[], counts: Counts): Counted[] {
  const counted: Counted[] = [];
  for (const event of events) {
    if (rule.where !== undefined && !satisfies(event, rule.where, world)) continue;
    const by = rule.by ?? [];
    const group = by.flatMap((field) => event.fields.get(field) ?? []);
    if (group.length < by.length) counts.withoutGroup[rule.name] = (counts.withoutGroup[rule.name] ?? 0) + 1;
    else counted.push({ event, group });
  }
  return counted;
}

function matched(rule: RuleDoc, { source }: World, event: Event, group: readonly Value[]): Found {
  const id = source.id === undefined ? undefined : event.fields.get(source.id);
  const place = { at: event.time, place: event.place, events: [event] };
  return { rule, group, values: new Map(), ...place, ...(id === undefined ? {} : { id: String(id) }) };
}

interface Candidate {
  readonly found: Found;
  readonly holds: boolean;
  readonly unsure: boolean;
}

/** Every window of every group that holds a counted event. */
function windowsOf(rule: RuleDoc, world: World, counted: readonly Counted[]): Candidate[] {
  const span = spanOf(rule);
  const groups = new Map<string, Counted[]>();
  for (const one of counted) {
    const key = JSON.stringify(one.group);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const candidates: Candidate[] = [];
  for (const members of groups.values()) {
    const ends = new Set(members.flatMap(({ event }) => endsAround(event.time, span)));
    for (const end of ends) candidates.push(judgeWindow(rule, world, members, end, span));
  }
  return candidates;
}

function judgeWindow(
  rule: RuleDoc,
  world: World,
  members: readonly Counted[],
  end: number,
  { size }: Span,
): Candidate {
  const start = end - size;
  const events = members.map(({ event }) => event).filter(({ time }) => time >= start && time < end);
  const head = { rule, group: members[0]?.group ?? [], at: end, events };
  if (rule.steps !== undefined) {
    const times = followSteps(rule.steps, events, world);
    const found = { ...head, values: times ?? new Map<string, number>() };
    return { found, holds: times !== undefined, unsure: false };
  }
  const signals = rule.signals ?? {};
  const scene = { events, start, end, world, signals };
  const measured = new Map(Object.entries(signals).map(([name, signal]) => [name, measure(signal, scene)]));
  const verdicts = verdictsOf(rule, Object.entries(signals), measured);
  const values = new Map([...measured].map(([name, { value }]) => [name, value]));
  return { found: { ...head, values }, holds: verdicts[0] === true, unsure: verdicts.includes(!verdicts[0]) };
}

/** The condition as the values stand, and then with each signal that is on the edge turned this way and that. */
function verdictsOf(
  rule: RuleDoc,
  signals: readonly (readonly [string, SignalDoc])[],
  measured: ReadonlyMap<string, Measured>,
): boolean[] {
  const plain = new Map<string, boolean>();
  const edges: string[] = [];
  for (const [name, signal] of signals) {
    const value = measured.get(name) ?? { value: null, rough: false };
    plain.set(name, meets(value.value, signal));
    if (isOnEdge(value, signal)) edges.push(name);
  }
  const verdicts: boolean[] = [];
  for (let turn = 0; turn < 2 ** edges.length; turn++) {
    const truth = new Map(plain);
    for (const [bit, name] of edges.entries()) {
      if (Math.floor(turn / 2 ** bit) % 2 === 1) truth.set(name, !plain.get(name));
    }
    verdicts.push(conditionHolds(rule.condition ?? 'all of them', truth));
  }
  return verdicts;
}
