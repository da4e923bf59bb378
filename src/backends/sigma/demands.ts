import type { Measure } from '../../ir/measure.js';
import type { Order, Predicate } from '../../ir/predicate.js';
import type { Signal } from '../../ir/rule.js';
import type { Field } from '../../ir/source.js';
import { deviate, type Lowering } from '../lowering.js';
import { leastWithin, lowOf, type Side, sidesOf, wholeComparison } from './bounds.js';
import { atLeast, type Demand, type Events, type Figure } from './claim.js';
import { everyAsSome } from './deviations.js';

/** A signal that must be true, those that are true with it, and how many events a window then has at least. */
export interface MeasureContext {
  readonly signal: Signal;
  readonly sure: readonly Signal[];
  readonly fewest: number;
}

/** The events that a signal counts. */
export function eventsOf({ name }: Signal, of: Predicate): Events {
  return { key: `events_${name}`, what: `events that ${name} counts`, of };
}

/** The events with a value of a field. */
export function having({ name, span }: Signal, field: Field): Events {
  return { key: `having_${name}`, what: `events with ${field.name}`, of: { kind: 'exists', field, span } };
}

const orders: { readonly [E in Side['end']]: readonly [closed: Order, open: Order] } = {
  low: ['at_least', 'above'],
  high: ['at_most', 'below'],
};

/** The events whose field lies within all of some ends. */
export function comparing({ name, span }: Signal, field: Field, sides: readonly Side[]): Events {
  const tests = sides.map(({ end, isOpen, value }): Predicate => {
    const [closed, open] = orders[end];
    return { kind: 'compare', field, order: isOpen ? open : closed, value, span };
  });
  const words = sides.map(
    ({ end, isOpen, value }) => `${orders[end][isOpen ? 1 : 0].replace('_', ' ')} ${value}`,
  );
  return {
    key: `within_${name}_${sides.map(({ end }) => end).join('_')}`,
    what: `events with ${field.name} ${words.join(' and ')}`,
    of: { kind: 'all', of: tests, span },
  };
}

/** That there is as much as the signal's `n` asks for; nothing where it has none. */
export function enough({ name, atLeast: least }: Signal, events?: Events): readonly Demand[] {
  return least === undefined ? [] : [atLeast(`enough_${name}`, Math.ceil(least), { events })];
}

/** A figure of the values of a field within one end of the signal's bound. */
export function figureOf(signal: Signal, figure: Exclude<Figure, { kind: 'events' }>, side: Side): Demand {
  const key = `signal_${signal.name}${sidesOf(signal.bound).length > 1 ? `_${side.end}` : ''}`;
  return {
    kind: 'demand',
    key,
    figure,
    comparison: wholeComparison(side),
    events: having(signal, figure.field),
  };
}

/**
 * The greatest or the smallest value. That it lies beyond one end is said by a single event; that it does not lie beyond the other is true of
 * every event with a value, and is asked of as many as there must be.
 * @param some the end that a single event can be beyond: `low` of the greatest, `high` of the smallest
 */
export function lowerExtreme(signal: Signal, field: Field, some: Side['end']): Lowering<readonly Demand[]> {
  const sides = sidesOf(signal.bound);
  const every = sides.filter(({ end }) => end !== some);
  const one = sides.some(({ end }) => end === some)
    ? [atLeast(`signal_${signal.name}`, 1, { events: comparing(signal, field, sides) })]
    : [];
  if (every.length === 0) return deviate([...enough(signal, having(signal, field)), ...one], []);
  const least = Math.ceil(signal.atLeast ?? 1);
  const all = atLeast(`every_${signal.name}`, least, { events: comparing(signal, field, every) });
  return deviate([all, ...one], [everyAsSome(signal, field, least)]);
}

/** What a measure counts, if it is a whole number that Sigma can count. */
export function countedBy(
  measure: Measure,
  signal: Signal,
):
  | { readonly what: { readonly field?: Field; readonly events?: Events }; readonly words: string }
  | undefined {
  if (measure.kind === 'distinct')
    return { what: { field: measure.field }, words: `values of ${measure.field.name}` };
  if (measure.kind !== 'count') return undefined;
  return { what: measure.of === undefined ? {} : { events: eventsOf(signal, measure.of) }, words: 'events' };
}

/**
 * How much a divisor is at least, as far as the signals beside it say it; of a count one, since there is no ratio over 0. Undefined where it
 * need be no whole number.
 */
export function fewestFor(measure: Measure, { sure, fewest }: MeasureContext): number | undefined {
  if (measure.kind === 'count') return measure.of === undefined ? fewest : 1;
  if (measure.kind !== 'distinct') return undefined;
  const same = sure.filter(
    (one) => one.measure.kind === 'distinct' && one.measure.field.name === measure.field.name,
  );
  return Math.max(1, ...same.map(leastCount));
}

/** How many events a window has at least where the signal is true, as far as one signal says it. */
export function fewestOf(signal: Signal): number {
  const counts = signal.measure.kind === 'count' || signal.measure.kind === 'distinct';
  return Math.max(1, signal.atLeast ?? 1, counts ? leastCount(signal) : 1);
}

function leastCount({ bound }: Signal): number {
  const low = lowOf(bound);
  return low === undefined ? 1 : leastWithin(1, low);
}
