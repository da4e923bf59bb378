import type { Measure } from '../../ir/measure.js';
import type { Predicate } from '../../ir/predicate.js';
import { deviate, type Refused } from '../lowering.js';
import type { MeasureLowerers } from '../tables.js';
import { refuseKind } from '../unsupported.js';
import { leastOutside, leastWithin, lowOf, percentFor, sidesOf, writeBound } from './bounds.js';
import { atLeast, type Demand } from './claim.js';
import {
  comparing,
  countedBy,
  enough,
  eventsOf,
  fewestFor,
  figureOf,
  having,
  lowerExtreme,
  type MeasureContext,
} from './demands.js';
import { cutThreshold, dropUpper, movePercentile, sumPositives, widen } from './deviations.js';
import { title } from './title.js';

/** What is there wherever the signal is true, all of it; nothing where its bound says nothing of what is there. */
export const measures: MeasureLowerers<readonly Demand[], MeasureContext> = {
  count: ({ of }, { signal }) => {
    const events = of && eventsOf(signal, of);
    const low = lowOf(signal.bound);
    const counted =
      low === undefined ? [] : [atLeast(`signal_${signal.name}`, leastWithin(1, low), { events })];
    return deviate([...enough(signal), ...counted], dropUpper(signal));
  },
  share: ({ of, among }, { signal, fewest }) => {
    const within = (part: Predicate): Predicate =>
      among === undefined ? part : { kind: 'all', of: [among, part], span: of.span };
    const rest = within({ kind: 'not', of, span: of.span });
    const things = among === undefined ? fewest : Math.max(signal.atLeast ?? 1, 1);
    const { name } = signal;
    const demands = sidesOf(signal.bound).map((side) =>
      side.end === 'low'
        ? atLeast(`signal_${name}`, leastWithin(things, side), { events: eventsOf(signal, within(of)) })
        : atLeast(`rest_${name}`, leastOutside(things, side), {
            events: { key: `events_rest_${name}`, what: `events that ${name} does not count`, of: rest },
          }),
    );
    const counts = demands.map(({ key, comparison }) =>
      key.startsWith('rest') ? `${comparison.than} that are not` : `${comparison.than} that are`,
    );
    return deviate(
      [
        ...enough(
          signal,
          among && { key: `among_${name}`, what: `events among which ${name} counts`, of: among },
        ),
        ...demands,
      ],
      [
        widen(
          'share-as-count',
          signal,
          `a share ${writeBound(signal.bound)} of at least ${things} events becomes at least ${counts.join(' and ')}, whatever the others are`,
        ),
      ],
    );
  },
  distinct: ({ field }, { signal }) => {
    const low = lowOf(signal.bound);
    const counted =
      low === undefined ? [] : [atLeast(`signal_${signal.name}`, leastWithin(1, low), { field })];
    return deviate([...enough(signal), ...counted], dropUpper(signal));
  },
  distinct_ratio: ({ field }, { signal, fewest }) => {
    const low = lowOf(signal.bound);
    if (low === undefined) return deviate(enough(signal), dropUpper(signal));
    const least = leastWithin(fewest, low);
    return deviate(
      [...enough(signal), atLeast(`signal_${signal.name}`, least, { field })],
      [
        widen(
          'ratio-as-count',
          signal,
          `a ratio ${writeBound(signal.bound)} in at least ${fewest} events becomes at least ${least} values of ${field.name}, however many events there are`,
        ),
        ...dropUpper(signal),
      ],
    );
  },
  sum: ({ field }, { signal }) => {
    const low = lowOf(signal.bound);
    const valued = enough(signal, having(signal, field));
    if (low === undefined) return deviate(valued, dropUpper(signal));
    // No positive value needs be there for a sum that may be 0.
    if (low.value < 0 || (low.value === 0 && !low.isOpen))
      return deviate(
        [atLeast(`values_${signal.name}`, Math.ceil(signal.atLeast ?? 1), { events: having(signal, field) })],
        [sumPositives(signal, field), ...dropUpper(signal)],
      );
    const positive = comparing(signal, field, [{ end: 'low', isOpen: true, value: 0 }]);
    return deviate(
      [...valued, { ...figureOf(signal, { kind: 'sum', field }, low), events: positive }],
      [sumPositives(signal, field), ...cutThreshold(signal, [low]), ...dropUpper(signal)],
    );
  },
  avg: ({ field }, { signal }) => {
    const sides = sidesOf(signal.bound);
    return deviate(
      [
        ...enough(signal, having(signal, field)),
        ...sides.map((side) => figureOf(signal, { kind: 'avg', field }, side)),
      ],
      cutThreshold(signal, sides),
    );
  },
  min: ({ field }, { signal }) => lowerExtreme(signal, field, 'high'),
  max: ({ field }, { signal }) => lowerExtreme(signal, field, 'low'),
  stddev: refuseMeasure,
  cv: refuseMeasure,
  percentile: ({ field, p }, { signal }) => {
    const sides = sidesOf(signal.bound);
    const figures = sides.map((side) => {
      const percent = percentFor(p, signal.atLeast ?? 1, side.end);
      return { percent, demand: figureOf(signal, { kind: 'percentile', field, percent }, side) };
    });
    const moved = figures.flatMap(({ percent }) => (percent * 1000 === p ? [] : [percent]));
    return deviate(
      [...enough(signal, having(signal, field)), ...figures.map(({ demand }) => demand)],
      [...moved.map((percent) => movePercentile(signal, p, percent)), ...cutThreshold(signal, sides)],
    );
  },
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
    const low = lowOf(signal.bound);
    if (low === undefined) return deviate(enough(signal), dropUpper(signal));
    const divisor = fewestFor(to.measure, context);
    // Over what may be a fraction or less than 0, nothing is sure but that 0 over it is 0.
    const least = divisor === undefined ? Math.min(1, leastWithin(1, low)) : leastWithin(divisor, low);
    const over = divisor === undefined ? '' : ` over at least ${divisor}`;
    return deviate(
      [...enough(signal), atLeast(`signal_${signal.name}`, least, counted.what)],
      [
        widen(
          'ratio-as-count',
          signal,
          `a ratio ${writeBound(signal.bound)}${over} becomes at least ${least} ${counted.words}, whatever they are divided by`,
        ),
        ...dropUpper(signal),
      ],
    );
  },
};

function refuseMeasure({ kind }: Measure, { signal }: MeasureContext): Refused {
  return refuseKind(kind, title, signal.span);
}
