import type { Bound, Measure } from '../../ir/measure.js';
import type { Predicate } from '../../ir/predicate.js';
import type { Signal } from '../../ir/rule.js';
import type { Field } from '../../ir/source.js';
import { deviate, type Lowering, type Refused } from '../lowering.js';
import type { MeasureLowerers } from '../tables.js';
import { refuseKind } from '../unsupported.js';
import { title } from './title.js';

/** What a window must hold at least for a signal to be true: so many events, or so many values of a field in them. */
export interface Demand {
  /** The key of the part that asks for it, of its own within the rule. */
  readonly key: string;
  readonly least: number;
  /** Left out: events are counted. */
  readonly field?: Field;
  /** Which of the rule's events count; left out, all. */
  readonly events?: { readonly key: string; readonly what: string; readonly of: Predicate };
}

/** A signal that must be true, those that must be true with it, and how many events a window then has at least. */
export interface MeasureContext {
  readonly signal: Signal;
  readonly signals: readonly Signal[];
  readonly fewest: number;
}

/** Lower bounds of whole numbers. Nothing of a signal: it is true of every window, or has only an upper bound and is left out. */
export const measures: MeasureLowerers<readonly Demand[], MeasureContext> = {
  count: ({ of }, { signal }) => {
    const least = leastOf(1, signal.bound);
    if (least === undefined) return dropUpper(signal);
    const events = of === undefined ? {} : { events: eventsOf(signal, of) };
    return widen(signal, [...enough(signal), { key: `signal_${signal.name}`, least, ...events }]);
  },
  share: ({ of, among }, { signal, fewest }) => {
    const divisor = among === undefined ? fewest : Math.max(signal.atLeast ?? 1, 1);
    const least = leastOf(divisor, signal.bound);
    if (least === undefined) return dropUpper(signal);
    const both: Predicate = among === undefined ? of : { kind: 'all', of: [among, of], span: of.span };
    const share = { key: `signal_${signal.name}`, least, events: eventsOf(signal, both) };
    return widen(signal, [...enough(signal, among), share], {
      code: 'share-as-count',
      reason: `${signal.name}: a share ${writeBound(signal.bound)} of at least ${divisor} events becomes at least ${least} of them, whatever the others are`,
    });
  },
  distinct: ({ field }, { signal }) => {
    const least = leastOf(1, signal.bound);
    if (least === undefined) return dropUpper(signal);
    return widen(signal, [...enough(signal), { key: `signal_${signal.name}`, least, field }]);
  },
  distinct_ratio: ({ field }, { signal, fewest }) => {
    const least = leastOf(fewest, signal.bound);
    if (least === undefined) return dropUpper(signal);
    return widen(signal, [...enough(signal), { key: `signal_${signal.name}`, least, field }], {
      code: 'ratio-as-count',
      reason: `${signal.name}: a ratio ${writeBound(signal.bound)} in at least ${fewest} events becomes at least ${least} values of ${field.name}, however many events there are`,
    });
  },
  sum: refuseMeasure,
  avg: refuseMeasure,
  min: refuseMeasure,
  max: refuseMeasure,
  stddev: refuseMeasure,
  cv: refuseMeasure,
  percentile: refuseMeasure,
  entropy: refuseMeasure,
  top_share: refuseMeasure,
  active: refuseMeasure,
  interval_avg: refuseMeasure,
  interval_cv: refuseMeasure,
  rate_cv: refuseMeasure,
  ratio: ({ of, to }, context) => {
    const { signal } = context;
    const counted = countedBy(of.measure, signal);
    if (counted === undefined) return refuseMeasure(of.measure, context);
    const divisor = fewestFor(to.measure, context);
    const least = leastOf(divisor, signal.bound);
    if (least === undefined) return dropUpper(signal);
    const ratio = { key: `signal_${signal.name}`, least, ...counted.of };
    return widen(signal, [...enough(signal), ratio], {
      code: 'ratio-as-count',
      reason: `${signal.name}: a ratio ${writeBound(signal.bound)} over at least ${divisor} becomes at least ${least} ${counted.what}, whatever they are divided by`,
    });
  },
};

/** What a measure counts, if it is a whole number that Sigma can count. */
function countedBy(
  measure: Measure,
  signal: Signal,
): { readonly of: Pick<Demand, 'field' | 'events'>; readonly what: string } | undefined {
  if (measure.kind === 'distinct')
    return { of: { field: measure.field }, what: `values of ${measure.field.name}` };
  if (measure.kind !== 'count') return undefined;
  const { of } = measure;
  return { of: of === undefined ? {} : { events: eventsOf(signal, of) }, what: 'events' };
}

/** How much a divisor is at least: one, since there is no ratio over 0, or what the signals beside it say of the same count. */
function fewestFor(measure: Measure, { signals, fewest }: MeasureContext): number {
  if (measure.kind === 'count' && measure.of === undefined) return fewest;
  if (measure.kind !== 'distinct') return 1;
  const same = signals.filter(
    (one) => one.measure.kind === 'distinct' && one.measure.field.name === measure.field.name,
  );
  return Math.max(1, ...same.map(({ bound }) => leastOf(1, bound) ?? 1));
}

/** How many events a window has at least where the signal is true, as far as one signal says it. */
export function fewestOf({ measure, bound, atLeast }: Signal): number {
  const counts = measure.kind === 'count' || measure.kind === 'distinct';
  return Math.max(1, atLeast ?? 1, counts ? (leastOf(1, bound) ?? 1) : 1);
}

/**
 * The smallest whole number that satisfies the bound when divided by the divisor, with the rule's own arithmetic: one division of
 * doubles. A greater divisor never needs a smaller one. Undefined where the bound has no lower end.
 */
export function leastOf(divisor: number, bound: Bound): number | undefined {
  if (bound.kind === 'below' || bound.kind === 'at_most') return undefined;
  const low = bound.kind === 'between' ? bound.low : bound.value;
  const satisfies = (count: number) =>
    bound.kind === 'above' ? count / divisor > low : count / divisor >= low;
  let least = Math.min(most, Math.max(0, Math.floor(low * divisor) - 1));
  while (least < most && !satisfies(least)) least++;
  return least;
}

/** More than any log holds, and the last whole number that a double counts on from. */
const most = Number.MAX_SAFE_INTEGER;

function widen(
  signal: Signal,
  demands: readonly Demand[],
  how?: { readonly code: string; readonly reason: string },
): Lowering<readonly Demand[]> {
  const upper = signal.bound.kind === 'between' ? [upperDropped(signal)] : [];
  const deviations =
    how === undefined ? upper : [{ ...how, effect: 'over' as const, span: signal.span }, ...upper];
  return deviate(demands, deviations);
}

function eventsOf({ name }: Signal, of: Predicate): NonNullable<Demand['events']> {
  return { key: `events_${name}`, what: `events that ${name} counts`, of };
}

function enough({ name, atLeast }: Signal, among?: Predicate): readonly Demand[] {
  if (atLeast === undefined) return [];
  const events =
    among === undefined
      ? {}
      : { events: { key: `among_${name}`, what: `events among which ${name} counts`, of: among } };
  return [{ key: `enough_${name}`, least: Math.ceil(atLeast), ...events }];
}

function dropUpper(signal: Signal): Lowering<readonly Demand[]> {
  const dropped = upperDropped(signal);
  const guard = signal.measure.kind === 'share' ? enough(signal, signal.measure.among) : enough(signal);
  return deviate(guard, [dropped]);
}

function upperDropped({ name, bound, span }: Signal) {
  return {
    code: 'upper-bound-dropped',
    effect: 'over',
    reason: `${name} ${writeBound(bound)} is not asked for from above: Sigma fires on what comes, and cannot wait for what does not`,
    span,
  } as const;
}

function writeBound(bound: Bound): string {
  if (bound.kind === 'between') return `between ${bound.low} and ${bound.high}`;
  return `${bound.kind.replace('_', ' ')} ${bound.value}`;
}

function refuseMeasure({ kind }: Measure, { signal }: MeasureContext): Refused {
  return refuseKind(kind, title, signal.span);
}

/** A demand that every window meets. */
export function isTrivial({ least, field, events }: Demand): boolean {
  return least <= 0 || (least <= 1 && field === undefined && events === undefined);
}
