import type { Plain, SignalDoc, World } from './documents.js';
import { round, sumOf, varianceOf } from './exact.js';
import { satisfies } from './predicate.js';
import type { Event } from './reading.js';
import { readDuration } from './time.js';
import { compareValues, type Value } from './value.js';

/** The events of one group in one window `[start, end)`, and the rule's signals, which a ratio may name. */
export interface Scene {
  readonly events: readonly Event[];
  readonly start: number;
  readonly end: number;
  readonly world: World;
  readonly signals: { readonly [name: string]: SignalDoc };
}

/** A value, null where there is none; `rough` where engines may differ in its last bits. */
export interface Measured {
  readonly value: number | null;
  readonly rough: boolean;
}

const kinds = [
  'count',
  'share',
  'distinct',
  'distinct_ratio',
  'sum',
  'avg',
  'min',
  'max',
  'stddev',
  'cv',
  'percentile',
  'entropy',
  'top_share',
  'active',
  'interval_avg',
  'interval_cv',
  'rate_cv',
  'ratio',
] as const;
type Kind = (typeof kinds)[number];

/** The measure of a signal, the value of its key, and how many things were counted for it. */
export function measure(signal: SignalDoc, scene: Scene): Measured {
  const kind = kinds.find((key) => key in signal);
  if (kind === undefined) throw new Error(`no measure in ${JSON.stringify(signal)}`);
  const atLeast = Number(signal.n ?? 0);
  const rough = isRough(signal, scene.signals);
  if (countedFor(kind, signal, scene) < atLeast) return { value: null, rough };
  const value = kind === 'ratio' ? ratio(signal, scene) : compute(kind, signal, scene);
  // A sum beyond all doubles cannot be written, and is no value.
  return { value: value !== null && Number.isFinite(value) ? value : null, rough };
}

function countedFor(kind: Kind, signal: SignalDoc, scene: Scene): number {
  if (['sum', 'avg', 'min', 'max', 'stddev', 'cv', 'percentile', 'entropy', 'top_share'].includes(kind)) {
    return present(signal[kind], scene).length;
  }
  return kind === 'share' ? amongOf(signal, scene).length : scene.events.length;
}

function amongOf({ among }: SignalDoc, { events, world }: Scene): readonly Event[] {
  return among === undefined ? events : events.filter((event) => satisfies(event, among, world));
}

function present(field: Plain | undefined, { events }: Scene): Value[] {
  return events.flatMap((event) => event.fields.get(String(field)) ?? []);
}

function compute(kind: Exclude<Kind, 'ratio'>, signal: SignalDoc, scene: Scene): number | null {
  const of = signal[kind] ?? null;
  const { events, world } = scene;
  const values = present(of, scene);
  const numbers = values.filter((value) => typeof value === 'number');
  const n = events.length;
  switch (kind) {
    case 'count':
      return of === 'events' ? n : events.filter((event) => satisfies(event, of, world)).length;
    case 'share': {
      const among = amongOf(signal, scene);
      const hits = among.filter((event) => satisfies(event, of, world)).length;
      return among.length === 0 ? null : hits / among.length;
    }
    case 'distinct':
      return new Set(values).size;
    case 'distinct_ratio':
      return new Set(values).size / n;
    case 'sum':
      return numbers.length === 0 ? null : round(sumOf(numbers));
    case 'avg':
      return meanOf(numbers);
    case 'min':
      return numbers.length === 0 ? null : Math.min(...numbers);
    case 'max':
      return numbers.length === 0 ? null : Math.max(...numbers);
    case 'stddev':
      return numbers.length === 0 ? null : Math.sqrt(round(varianceOf(numbers)));
    case 'cv':
      return variation(numbers);
    case 'percentile': {
      const sorted = numbers.toSorted((a, b) => a - b);
      const thousandths = Math.round(Number(signal.p) * 1000);
      return sorted[Math.ceil((thousandths * sorted.length) / 100_000) - 1] ?? null;
    }
    case 'entropy': {
      if (values.length === 0) return null;
      const terms = frequencies(values).map(
        (count) => (-count * Math.log2(count / values.length)) / values.length,
      );
      return round(sumOf(terms));
    }
    case 'top_share':
      return values.length === 0 ? null : Math.max(...frequencies(values)) / values.length;
    case 'active':
      return new Set(events.map((event) => Math.floor(event.time / readDuration(String(of))))).size;
    case 'interval_avg': {
      const gaps = gapsOf(events);
      return gaps.length < 2 ? null : gaps.reduce((sum, gap) => sum + gap, 0) / (1000 * gaps.length);
    }
    case 'interval_cv': {
      const gaps = gapsOf(events);
      return gaps.length < 2 ? null : variation(gaps);
    }
    case 'rate_cv': {
      const step = readDuration(String(of));
      const counts = new Array<number>((scene.end - scene.start) / step).fill(0);
      for (const event of events) {
        const place = Math.floor((event.time - scene.start) / step);
        counts[place] = (counts[place] ?? 0) + 1;
      }
      return variation(counts);
    }
  }
}

function meanOf(numbers: readonly number[]): number | null {
  if (numbers.length === 0) return null;
  const { over, under } = sumOf(numbers);
  return round({ over, under: under * BigInt(numbers.length) });
}

/** Population standard deviation over the mean. */
function variation(numbers: readonly number[]): number | null {
  const mean = meanOf(numbers);
  return mean === null || mean === 0 ? null : Math.sqrt(round(varianceOf(numbers))) / mean;
}

function frequencies(values: readonly Value[]): number[] {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => compareValues(a, b)).map(([, count]) => count);
}

/** Milliseconds between successive events. */
function gapsOf(events: readonly Event[]): number[] {
  const times = events.map((event) => event.time).sort((a, b) => a - b);
  return times.slice(1).map((time, i) => time - (times[i] ?? time));
}

function ratio(signal: SignalDoc, scene: Scene): number | null {
  const [of, to] = partsOf(signal, scene.signals).map((part) => measure(part, scene).value);
  if (of === undefined || to === undefined || of === null || to === null || to === 0) return null;
  return of === 0 ? 0 : of / to;
}

/** The two measures of a ratio, a signal's name replaced by the signal. */
function partsOf(signal: SignalDoc, signals: Scene['signals']): [SignalDoc, SignalDoc] {
  const { of, to } = Object.fromEntries(Object.entries(signal.ratio ?? {}));
  const resolve = (part: Plain | undefined): SignalDoc =>
    typeof part === 'string' ? (signals[part] ?? {}) : Object.fromEntries(Object.entries(part ?? {}));
  return [resolve(of), resolve(to)];
}

/** Whether a measure is a sum of doubles, or a ratio of such. */
export function isRough(signal: SignalDoc, signals: Scene['signals']): boolean {
  if (signal.ratio !== undefined) return partsOf(signal, signals).some((part) => isRough(part, signals));
  return ['sum', 'avg', 'stddev', 'cv', 'entropy', 'interval_cv', 'rate_cv'].some((kind) => kind in signal);
}

/** Whether a value meets a signal's bound; one without a value does not. */
export function meets(value: number | null, signal: SignalDoc): boolean {
  if (value === null) return false;
  if (signal.above !== undefined) return value > Number(signal.above);
  if (signal.at_least !== undefined) return value >= Number(signal.at_least);
  if (signal.below !== undefined) return value < Number(signal.below);
  if (signal.at_most !== undefined) return value <= Number(signal.at_most);
  const [low, high] = boundsOf(signal);
  if (low === undefined || high === undefined) throw new Error(`no bound in ${JSON.stringify(signal)}`);
  return value >= low && value <= high;
}

/** The numbers that a signal's value is held against. */
export function boundsOf(signal: SignalDoc): number[] {
  if (Array.isArray(signal.between)) return signal.between.map(Number);
  const bound = signal.above ?? signal.at_least ?? signal.below ?? signal.at_most;
  return bound === undefined ? [] : [Number(bound)];
}

/** Whether engines may disagree about a value and its bound. */
export function isOnEdge({ value, rough }: Measured, signal: SignalDoc): boolean {
  if (!rough || value === null) return false;
  return boundsOf(signal).some((bound) => isClose(value, bound));
}

/** Whether two values are the same but for the last bits of a double (contract, section 5); without a value, whether neither has one. */
export function isClose(a: number | null | undefined, b: number | null | undefined): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Math.abs(a - b) <= Math.max(1e-12, 1e-9 * Math.max(Math.abs(a), Math.abs(b)));
}
