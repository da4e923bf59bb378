import { readDetection } from './detection.js';
import { type Correlation, readSigma, readTimespan, type SigmaRule } from './documents.js';
import type { SigmaEvent, Value } from './event.js';
import { makeFigure } from './figures.js';
import { type Reading, stretchesOf } from './windows.js';

/*
 * A reader of Sigma, written from the text of its specification (rules and correlations, 2.1.0) and sharing nothing with the back end.
 */

/** What a rule found: an event, or the last event of a stretch of time, with the values of its group. */
export interface Match {
  readonly time: number;
  readonly fields: ReadonlyMap<string, Value>;
}

/** What the last rule of a file finds in events. */
export function readAll(text: string, events: readonly SigmaEvent[], reading: Reading): readonly Match[] {
  const rules = readSigma(text);
  const last = rules.at(-1);
  if (last === undefined) throw new Error('there is no rule');
  const sorted = events.toSorted((a, b) => a.time - b.time);
  const known = new Map<string, readonly Match[]>();
  const find = (rule: SigmaRule): readonly Match[] => {
    const found = known.get(rule.name) ?? (rule.correlation ? correlate(rule.correlation) : detect(rule));
    known.set(rule.name, found);
    return found;
  };
  const detect = ({ detection }: SigmaRule): readonly Match[] => {
    if (detection === undefined) throw new Error('a rule has a detection or a correlation');
    return sorted.filter(readDetection(detection));
  };
  const correlate = (correlation: Correlation): readonly Match[] => {
    const parts = correlation.rules.map((name) => {
      const rule = rules.find((one) => one.name === name || one.id === name);
      if (rule === undefined) throw new Error(`there is no rule ${name}`);
      return find(rule);
    });
    return correlateParts(correlation, parts, reading);
  };
  return find(last);
}

/** A match of one of the rules that a correlation refers to. */
interface Hit {
  readonly slot: number;
  readonly match: Match;
}

function correlateParts(
  correlation: Correlation,
  parts: readonly (readonly Match[])[],
  reading: Reading,
): readonly Match[] {
  const by = correlation['group-by'] ?? [];
  const groups = new Map<string, Hit[]>();
  for (const [slot, matches] of parts.entries())
    for (const match of matches) {
      const values = by.map((field) => match.fields.get(field));
      // What has no value of its group is in none.
      if (values.some((value) => value === undefined || value === null)) continue;
      const key = JSON.stringify(values);
      const group = groups.get(key) ?? [];
      group.push({ slot, match });
      groups.set(key, group);
    }
  return [...groups.values()].flatMap((hits) => {
    const sorted = hits.sort((a, b) => a.match.time - b.match.time || a.slot - b.slot);
    const fields = new Map(by.map((field) => [field, sorted[0]?.match.fields.get(field) ?? null]));
    const judge = judgeOf(correlation, parts.length);
    const span = readTimespan(correlation.timespan);
    const times = new Set<number>();
    for (const { from, to } of stretchesOf(
      reading,
      sorted.map(({ match }) => match.time),
      span,
    )) {
      const last = judge(sorted, from, to);
      if (last !== undefined) times.add(last);
    }
    return [...times].sort((a, b) => a - b).map((time) => ({ time, fields }));
  });
}

/** Judges stretches that only move on: the time of the last hit in one that meets the condition. */
type Judge = (hits: readonly Hit[], from: number, to: number) => number | undefined;

function judgeOf({ type, condition = {} }: Correlation, rules: number): Judge {
  const { field, percentile, ...given } = condition;
  const bounds = Object.entries(given);
  const meets = (value: number) =>
    bounds.length === 0 ? value >= rules : bounds.every(([op, than]) => compare(op, value, Number(than)));
  const slots = new Map<number, number>();
  const figure = type.startsWith('temporal') ? undefined : makeFigure(type, Number(percentile));
  let [start, end] = [0, 0];
  const change = ({ slot, match }: Hit, by: 1 | -1) => {
    const count = (slots.get(slot) ?? 0) + by;
    if (count === 0) slots.delete(slot);
    else slots.set(slot, count);
    const value = field === undefined ? undefined : match.fields.get(String(field));
    if (by === 1) figure?.add(value);
    else figure?.remove(value);
  };
  return (hits, from, to) => {
    for (let hit = hits[end]; hit !== undefined && hit.match.time <= to; hit = hits[++end]) change(hit, 1);
    for (
      let hit = hits[start];
      start < end && hit !== undefined && hit.match.time < from;
      hit = hits[++start]
    )
      change(hit, -1);
    if (start === end) return undefined;
    const last = hits[end - 1]?.match.time;
    if (type === 'temporal_ordered') return isInOrder(hits.slice(start, end), rules) ? last : undefined;
    const value = figure === undefined ? slots.size : figure.read();
    return value !== undefined && meets(value) ? last : undefined;
  };
}

/** Whether a stretch holds all rules in their order, each being taken as early as it comes after the one before. */
function isInOrder(hits: readonly Hit[], rules: number): boolean {
  let reached = -Infinity;
  for (let slot = 0; slot < rules; slot++) {
    const next = hits.find((hit) => hit.slot === slot && hit.match.time > reached);
    if (next === undefined) return false;
    reached = next.match.time;
  }
  return true;
}

function compare(op: string, value: number, than: number): boolean {
  switch (op) {
    case 'gt':
      return value > than;
    case 'gte':
      return value >= than;
    case 'lt':
      return value < than;
    case 'lte':
      return value <= than;
    default:
      throw new Error(`this reader does not know ${op}`);
  }
}
