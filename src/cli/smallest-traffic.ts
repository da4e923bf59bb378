import type { Condition } from '../ir/condition.js';
import type { Bound, Measure } from '../ir/measure.js';
import type { Predicate } from '../ir/predicate.js';
import type { AggregateRule, Signal } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import { describePredicate } from '../ir/words.js';

/** The fewest events of one group in one window that fire a rule, and the fewest of them that each signal needs. */
export interface SmallestTraffic {
  readonly events: number;
  /** `91 distinct input_hash`, `81 where wants_probs is true`. */
  readonly parts: readonly string[];
}

/** Beyond this nobody is told anything by an exact figure. */
const mostEvents = 100_000;

/**
 * Computes it for rules whose condition asks for all of some signals, each a count, share, distinct or distinct ratio.
 * @returns undefined where the rule is of another form, where two signals hang together through a field that both look at (so that
 * their figures cannot be chosen apart), or where nothing small fires
 */
export function findSmallestTraffic(rule: AggregateRule): SmallestTraffic | undefined {
  const names = conjunctsOf(rule.condition);
  if (names === undefined) return undefined;
  const signals = rule.signals.filter(({ name }) => names.has(name));
  const whole: Test[] = [];
  let least = 1;
  const parts = new Map<string, Part>();
  for (const signal of signals) {
    const aspect = aspectOf(signal.measure);
    if (aspect === undefined) return undefined;
    if (signal.atLeast !== undefined) least = Math.max(least, signal.atLeast);
    if (aspect === 'events') whole.push(testOf(signal));
    else {
      const part = parts.get(aspect.text) ?? { ...aspect, tests: [] };
      part.tests.push(testOf(signal));
      parts.set(aspect.text, part);
    }
  }
  if (!areIndependent(rule, [...parts.values()])) return undefined;
  for (let events = least; events <= mostEvents; events++) {
    if (!whole.every(({ reaches, exceeds }) => reaches(events, events) && !exceeds(events, events))) continue;
    const fewest = [...parts.values()].map((part) => findFewest(part, events));
    if (fewest.every((count) => count !== undefined))
      return {
        events,
        parts: [...parts.values()].flatMap(({ text }, index) => {
          const count = fewest[index] ?? 0;
          return count === 0 ? [] : [`${count} ${text}`];
        }),
      };
  }
  return undefined;
}

/** The signals that must all hold, or undefined where the condition says anything else. */
export function conjunctsOf(condition: Condition): ReadonlySet<string> | undefined {
  if (condition.kind === 'signal') return new Set([condition.name]);
  if (condition.kind !== 'and') return undefined;
  const names = new Set<string>();
  for (const part of condition.of) {
    const inner = conjunctsOf(part);
    if (inner === undefined) return undefined;
    for (const name of inner) names.add(name);
  }
  return names;
}

/** What a signal's bound says of so many things among so many events. */
interface Test {
  readonly reaches: (things: number, events: number) => boolean;
  readonly exceeds: (things: number, events: number) => boolean;
}

/** Things that are counted among the events: those that are alike in some way, or distinct values. */
interface Aspect {
  readonly text: string;
  readonly fields: readonly Field[];
  /** The most that there can be. */
  readonly most: number;
}

interface Part extends Aspect {
  readonly tests: Test[];
}

function aspectOf(measure: Measure): Aspect | 'events' | undefined {
  switch (measure.kind) {
    case 'count':
      return measure.of === undefined ? 'events' : predicateAspect(measure.of);
    case 'share':
      return measure.among === undefined ? predicateAspect(measure.of) : undefined;
    case 'distinct':
    case 'distinct_ratio':
      return {
        text: `distinct ${measure.field.name}`,
        fields: [measure.field],
        most: measure.field.type === 'boolean' ? 2 : Number.POSITIVE_INFINITY,
      };
    default:
      return undefined;
  }
}

function predicateAspect(predicate: Predicate): Aspect {
  return {
    text: `where ${describePredicate(predicate)}`,
    fields: fieldsOf(predicate),
    most: Number.POSITIVE_INFINITY,
  };
}

function fieldsOf(predicate: Predicate): readonly Field[] {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(predicate.of);
    default:
      return [predicate.field];
  }
}

/** A field that two parts look at, that the group holds fast, that every event must have, or that tells the time ties them together. */
function areIndependent(rule: AggregateRule, parts: readonly Part[]): boolean {
  const bound = [...rule.by, ...(rule.where === undefined ? [] : fieldsOf(rule.where))];
  const taken = new Set([rule.source.time.field, ...bound.map(({ name }) => name)]);
  for (const { fields } of parts) {
    const own = new Set(fields.map(({ name }) => name));
    for (const name of own) if (taken.has(name)) return false;
    for (const name of own) taken.add(name);
  }
  return true;
}

function testOf({ measure, bound }: Signal): Test {
  const isRatio = measure.kind === 'share' || measure.kind === 'distinct_ratio';
  const quantityOf = (things: number, events: number) => (isRatio ? things / events : things);
  return {
    reaches: (things, events) => reachesBound(quantityOf(things, events), bound),
    exceeds: (things, events) => exceedsBound(quantityOf(things, events), bound),
  };
}

/** Whether a value is large enough for a bound. */
function reachesBound(value: number, bound: Bound): boolean {
  switch (bound.kind) {
    case 'above':
      return value > bound.value;
    case 'at_least':
      return value >= bound.value;
    case 'between':
      return value >= bound.low;
    case 'below':
    case 'at_most':
      return true;
  }
}

/** Whether a value is too large for a bound. */
function exceedsBound(value: number, bound: Bound): boolean {
  switch (bound.kind) {
    case 'above':
    case 'at_least':
      return false;
    case 'between':
      return value > bound.high;
    case 'below':
      return value >= bound.value;
    case 'at_most':
      return value > bound.value;
  }
}

/** Values grow with the things that are counted, so the fewest that are large enough are found by halves. */
function findFewest({ tests, most }: Part, events: number): number | undefined {
  const limit = Math.min(events, most);
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (tests.every(({ reaches }) => reaches(middle, events))) high = middle;
    else low = middle + 1;
  }
  const fits = tests.every(({ reaches, exceeds }) => reaches(low, events) && !exceeds(low, events));
  return fits ? low : undefined;
}
