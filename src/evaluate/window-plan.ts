import type { Measure, MeasureOf, Quantity } from '../ir/measure.js';
import type { Field } from '../ir/source.js';
import type { Row, Slots } from '../log/row.js';
import type { Accumulator, Reader } from './accumulator/accumulator.js';
import { createCounters } from './accumulator/counters.js';
import { createDistinct } from './accumulator/distinct.js';
import { type Chain, createFold, type Monoid } from './accumulator/fold.js';
import { createFrequency } from './accumulator/frequency.js';
import { createMembers } from './accumulator/members.js';
import {
  gapsOf,
  largestOf,
  momentsOf,
  readDeviation,
  readSum,
  smallestOf,
  sumOf,
} from './accumulator/monoids.js';
import { createOrdered } from './accumulator/ordered.js';
import { createRates } from './accumulator/rates.js';
import { createTimes } from './accumulator/times.js';
import type { GroupValue } from './group-value.js';
import { EVERY, type SharedTests } from './shared-tests.js';
import type { ValueTables } from './values.js';

/** What a frame keeps, collected from the measures of its rules; what two of them need alike is kept once. */
export interface WindowPlan {
  /** The value of a quantity over those events of the window that pass the test `where`; NaN where it has none. */
  readonly read: (quantity: Quantity, where: number) => Reader;
  /** The time of the n-th event of the window that passes the test and is strictly later; NaN where there is none. */
  readonly times: (where: number) => (group: number, after: number, n: number) => number;
  /** The distinct values of a field among the events of the window that pass the test, in no order. */
  readonly valuesOf: (field: Field, where: number) => (group: number) => Iterable<GroupValue>;
  /** Each accumulator, and the test that an event must pass to be added to it. */
  readonly accumulators: readonly { readonly test: number; readonly accumulator: Accumulator }[];
}

/** No value. */
const NONE = Number.NaN;

/** What overflowed a double is no value. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : NONE;
}

/** @param size of the window, in milliseconds */
export function createWindowPlan(
  tests: SharedTests,
  values: ValueTables,
  slots: Slots,
  chain: Chain,
  size: number,
): WindowPlan {
  const counters = createCounters(tests);
  const accumulators: { test: number; accumulator: Accumulator }[] = [{ test: EVERY, accumulator: counters }];

  /** Accumulators of one kind, each made once for its test and key. */
  function shared<A extends Accumulator>(): (test: number, key: string | number, create: () => A) => A {
    const made = new Map<string, A>();
    return (test, key, create) => {
      const whole = `${test} ${key}`;
      let accumulator = made.get(whole);
      if (!accumulator) {
        accumulator = create();
        made.set(whole, accumulator);
        accumulators.push({ test, accumulator });
      }
      return accumulator;
    };
  }
  const distincts = shared<ReturnType<typeof createDistinct>>();
  const frequencies = shared<ReturnType<typeof createFrequency>>();
  const ordereds = shared<ReturnType<typeof createOrdered>>();
  const rates = shared<ReturnType<typeof createRates>>();
  const timelines = shared<ReturnType<typeof createTimes>>();
  const memberships = shared<ReturnType<typeof createMembers>>();
  const sums = shared<ReturnType<typeof createFold>>();
  const smallests = shared<ReturnType<typeof createFold>>();
  const largests = shared<ReturnType<typeof createFold>>();
  const moments = shared<ReturnType<typeof createFold>>();
  const gaps = shared<ReturnType<typeof createFold>>();

  function slotOf(field: Field): number {
    const slot = slots.get(field.name);
    if (slot === undefined) throw new Error(`the source has no field ${field.name}`);
    return slot;
  }

  function numberOf(field: Field): (row: Row) => number {
    const slot = slotOf(field);
    return (row) => row.numbers[slot];
  }

  function present(field: Field, where: number): number {
    return tests.both(where, tests.has(field));
  }

  function distinct(field: Field, where: number): Reader {
    return distincts(present(field, where), field.name, () => createDistinct(values.ofField(field))).read;
  }

  function fold(
    cache: ReturnType<typeof shared<ReturnType<typeof createFold>>>,
    monoid: Monoid,
    field: Field,
    where: number,
  ): (group: number) => Float64Array {
    return cache(present(field, where), field.name, () => createFold(monoid, numberOf(field), chain))
      .summarize;
  }

  function extreme(summarize: (group: number) => Float64Array): Reader {
    return (group) => {
      const [found, value] = summarize(group);
      return found > 0 ? value : NONE;
    };
  }

  function mean(field: Field, where: number): Reader {
    const summarize = fold(sums, sumOf, field, where);
    return (group) => {
      const summary = summarize(group);
      return summary[0] > 0 ? finite(readSum(summary, summary[0])) : NONE;
    };
  }

  function deviation(field: Field, where: number): Reader {
    const summarize = fold(moments, momentsOf, field, where);
    return (group) => {
      const summary = summarize(group);
      return summary[0] > 0 ? finite(readDeviation(summary)) : NONE;
    };
  }

  function frequency(field: Field, where: number): (group: number) => ReadonlyMap<number, number> {
    return frequencies(present(field, where), field.name, () => createFrequency(values.ofField(field)))
      .counts;
  }

  function gap(where: number): (group: number) => Float64Array {
    return gaps(where, '', () => createFold(gapsOf, (row) => row.time, chain)).summarize;
  }

  /** How many things a measure counted: what `n:` asks about. */
  function counted(measure: Measure, where: number): Reader {
    if (measure.kind === 'share' && measure.among)
      return counters.count(tests.both(where, tests.add(measure.among)));
    if ('field' in measure && measure.kind !== 'distinct' && measure.kind !== 'distinct_ratio')
      return counters.count(present(measure.field, where));
    return counters.count(where);
  }

  const readers: { readonly [K in Measure['kind']]: (measure: MeasureOf<K>, where: number) => Reader } = {
    count: ({ of }, where) => counters.count(of ? tests.both(where, tests.add(of)) : where),
    share({ of, among }, where) {
      const base = among ? tests.both(where, tests.add(among)) : where;
      const part = counters.count(tests.both(base, tests.add(of)));
      const all = counters.count(base);
      return (group) => part(group) / all(group);
    },
    distinct: ({ field }, where) => distinct(field, where),
    distinct_ratio({ field }, where) {
      const part = distinct(field, where);
      const all = counters.count(where);
      return (group) => part(group) / all(group);
    },
    sum({ field }, where) {
      const summarize = fold(sums, sumOf, field, where);
      return (group) => {
        const summary = summarize(group);
        return summary[0] > 0 ? finite(readSum(summary, 1)) : NONE;
      };
    },
    avg: ({ field }, where) => mean(field, where),
    min: ({ field }, where) => extreme(fold(smallests, smallestOf, field, where)),
    max: ({ field }, where) => extreme(fold(largests, largestOf, field, where)),
    stddev: ({ field }, where) => deviation(field, where),
    cv({ field }, where) {
      const sd = deviation(field, where);
      const average = mean(field, where);
      return (group) => {
        const over = average(group);
        return over === 0 ? NONE : finite(sd(group) / over);
      };
    },
    percentile({ field, p }, where) {
      const { rank } = ordereds(present(field, where), field.name, () => createOrdered(numberOf(field)));
      return (group) => rank(group, p);
    },
    entropy({ field }, where) {
      const counts = frequency(field, where);
      return (group) => {
        let total = 0;
        let weighted = 0;
        let values = 0;
        for (const [often, many] of counts(group)) {
          total += often * many;
          weighted += many * often * Math.log2(often);
          values += many;
        }
        if (values === 0) return NONE;
        return values === 1 ? 0 : Math.log2(total) - weighted / total;
      };
    },
    top_share({ field }, where) {
      const counts = frequency(field, where);
      return (group) => {
        let total = 0;
        let most = 0;
        for (const [often, many] of counts(group)) {
          total += often * many;
          if (often > most) most = often;
        }
        return most / total;
      };
    },
    active: ({ step }, where) =>
      distincts(where, `step ${step}`, () => createDistinct(values.ofSteps(step))).read,
    interval_avg(_measure, where) {
      const summarize = gap(where);
      return (group) => {
        const [events, first, last] = summarize(group);
        return events > 2 ? (last - first) / (1000 * (events - 1)) : NONE;
      };
    },
    interval_cv(_measure, where) {
      const summarize = gap(where);
      return (group) => {
        const [events, first, last, high, low] = summarize(group);
        if (events < 3 || last === first) return NONE;
        // All whole milliseconds: sd/mean = sqrt(gaps · Σgap² − (Σgap)²) / Σgap, exact but for the root and the division.
        const span = BigInt(last - first);
        const squares = BigInt(high) + BigInt(low);
        return Math.sqrt(Number(BigInt(events - 1) * squares - span * span)) / (last - first);
      };
    },
    rate_cv({ step }, where) {
      const squares = rates(where, step, () => createRates(step)).read;
      const all = counters.count(where);
      const steps = size / step;
      return (group) => {
        const events = all(group);
        return Math.sqrt(steps * squares(group) - events * events) / events;
      };
    },
    ratio({ of, to }, where) {
      const part = read(of, where);
      const whole = read(to, where);
      return (group) => {
        const divisor = whole(group);
        return divisor === 0 ? NONE : finite(part(group) / divisor);
      };
    },
  };

  function readAs<K extends Measure['kind']>(kind: K, measure: MeasureOf<K>, where: number): Reader {
    return readers[kind](measure, where);
  }

  function read({ measure, atLeast }: Quantity, where: number): Reader {
    const value = readAs(measure.kind, measure, where);
    if (atLeast === undefined) return value;
    const size = counted(measure, where);
    return (group) => (size(group) >= atLeast ? value(group) : NONE);
  }

  return {
    read,
    times: (where) => timelines(where, '', createTimes).nth,
    valuesOf(field, where) {
      const table = values.ofField(field);
      const { members } = memberships(present(field, where), field.name, () => createMembers(table));
      return (group) => Array.from(members(group), table.read);
    },
    accumulators,
  };
}
