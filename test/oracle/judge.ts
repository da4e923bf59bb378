import { type AlertLine, compareAlerts, raiseAlerts } from './alerts.js';
import { conditionHolds } from './condition.js';
import type { MappingDoc, RuleDoc, SignalDoc, SourceDoc } from './documents.js';
import { compareFound, type FindingLine, type Found, writeFinding } from './found.js';
import { isOnEdge, type Measured, measure, meets } from './measure.js';
import { satisfies } from './predicate.js';
import { type Counts, type Event, noCounts, readEvents } from './reading.js';
import { followClock } from './stream.js';
import { endsAround, readWindow, type Span } from './time.js';
import type { Value } from './value.js';

/** What is to be judged: a pack, and a log as bytes. */
export interface Trial {
  readonly source: SourceDoc;
  readonly mapping?: MappingDoc;
  readonly rules: readonly RuleDoc[];
  readonly inputs: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Milliseconds: the inputs, one after another, are a stream with this bound. Left out: files, read exactly. */
  readonly lateness?: number;
}

export interface Judgement {
  readonly findings: readonly FindingLine[];
  readonly alerts: readonly AlertLine[];
  readonly counts: Counts;
  /** Windows whose verdict hangs on the last bits of a double, as findings are written, whether or not they are among them. */
  readonly onEdge: readonly FindingLine[];
}

/** Judges a log by the contract: every window is computed from all events anew. */
export function judge(trial: Trial): Judgement {
  const { source, mapping } = trial;
  const counts = noCounts();
  let events = trial.inputs.flatMap(({ bytes }, input) => readEvents(bytes, input, source, mapping, counts));
  if (trial.lateness !== undefined) events = followClock(events, trial.lateness, counts);
  const found: Found[] = [];
  const onEdge: Found[] = [];
  for (const rule of trial.rules) {
    if (rule.status === 'deprecated') continue;
    const counted = countEvents(rule, source, events, counts);
    if (rule.signals === undefined) {
      found.push(...counted.map(({ event, group }) => matched(rule, source, event, group)));
      continue;
    }
    for (const candidate of windowsOf(rule, source, counted)) {
      if (candidate.verdict === 'yes') found.push(candidate.found);
      if (candidate.unsure) onEdge.push(candidate.found);
    }
  }
  found.sort(compareFound);
  const names = trial.inputs.map((input) => input.name);
  const write = (one: Found) => writeFinding(one, names, source);
  return {
    findings: found.map(write),
    alerts: trial.rules
      .flatMap((rule) => raiseAlerts(rule, found, source))
      .sort(compareAlerts)
      .map(({ line }) => line),
    counts,
    onEdge: onEdge.map(write),
  };
}

interface Counted {
  readonly event: Event;
  readonly group: readonly Value[];
}

/** The events that a rule counts, each with its group. */
function countEvents(rule: RuleDoc, source: SourceDoc, events: readonly Event[], counts: Counts): Counted[] {
  const counted: Counted[] = [];
  for (const event of events) {
    if (rule.where !== undefined && !satisfies(event.fields, rule.where, source)) continue;
    const by = rule.by ?? [];
    const group = by.flatMap((field) => event.fields.get(field) ?? []);
    if (group.length < by.length) counts.withoutGroup[rule.name] = (counts.withoutGroup[rule.name] ?? 0) + 1;
    else counted.push({ event, group });
  }
  return counted;
}

function matched(rule: RuleDoc, source: SourceDoc, event: Event, group: readonly Value[]): Found {
  const id = source.id === undefined ? undefined : event.fields.get(source.id);
  const place = { at: event.time, place: event.place };
  return { rule, group, values: new Map(), ...place, ...(id === undefined ? {} : { id: String(id) }) };
}

interface Candidate {
  readonly found: Found;
  readonly verdict: 'yes' | 'no';
  readonly unsure: boolean;
}

/** Every window of every group that holds a counted event. */
function windowsOf(rule: RuleDoc, source: SourceDoc, counted: readonly Counted[]): Candidate[] {
  if (rule.window === undefined) throw new Error(`${rule.name} has no window`);
  const span = readWindow(rule.window);
  const groups = new Map<string, Counted[]>();
  for (const one of counted) {
    const key = JSON.stringify(one.group);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const candidates: Candidate[] = [];
  for (const members of groups.values()) {
    const ends = new Set(members.flatMap(({ event }) => endsAround(event.time, span)));
    for (const end of ends) candidates.push(judgeWindow(rule, source, members, end, span));
  }
  return candidates;
}

function judgeWindow(
  rule: RuleDoc,
  source: SourceDoc,
  members: readonly Counted[],
  end: number,
  { size }: Span,
): Candidate {
  const signals = Object.entries(rule.signals ?? {});
  const start = end - size;
  const events = members.map(({ event }) => event).filter(({ time }) => time >= start && time < end);
  const scene = { events, start, end, source, signals: rule.signals ?? {} };
  const measured = new Map(signals.map(([name, signal]) => [name, measure(signal, scene)]));
  const verdicts = verdictsOf(rule, signals, measured);
  const values = new Map([...measured].map(([name, { value }]) => [name, value]));
  const found = { rule, group: members[0]?.group ?? [], at: end, values };
  return { found, verdict: verdicts[0] === true ? 'yes' : 'no', unsure: verdicts.includes(!verdicts[0]) };
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
