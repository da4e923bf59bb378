import type { Quantity } from '../../ir/measure.js';
import type { Predicate } from '../../ir/predicate.js';
import { blur, chain, exact, type Lowering, map, pair } from '../lowering.js';
import { lowerMeasure, lowerPredicate, type MeasureLowerers } from '../tables.js';
import { writeNumber } from './literal.js';
import { allEvents, always, divide, finite, type MeasureText, nullable } from './measure-text.js';
import { predicates } from './predicates.js';
import * as variable from './variable.js';
import {
  ask,
  deviationOf,
  frequenciesOf,
  lengthOf,
  type MeasureContext,
  meanOf,
  numbersOf,
} from './window-parts.js';

/**
 * Measures as arithmetic over what is kept of a window. A window with a row has one event or more.
 * Numbers and sums of them are taken to lie within a double; one that does not is no value.
 */
export const measures: MeasureLowerers<MeasureText, MeasureContext> = {
  count: ({ of }, context) =>
    of === undefined ? exact(always(variable.events)) : map(countOf(of, context), (value) => always(value)),
  share: ({ of, among }, context) => {
    if (among === undefined)
      return map(countOf(of, context), (some) => always(`${some} / ${variable.events}`));
    const both: Predicate = { kind: 'all', of: [among, of], span: of.span };
    return pair(blur(countOf(both, context)), blur(countOf(among, context)), (some, all) =>
      divide(some, all, () => all),
    );
  },
  distinct: ({ field }, context) => map(ask({ kind: 'distinct' }, field, context), (value) => always(value)),
  distinct_ratio: ({ field }, context) =>
    map(ask({ kind: 'distinct' }, field, context), (value) => always(`${value} / ${variable.events}`)),
  sum: ({ field }, context) =>
    map(numbersOf(field, context), ({ present, fold }) => finite(fold('sum'), present, context.columns)),
  avg: ({ field }, context) =>
    map(numbersOf(field, context), (numbers) => finite(meanOf(numbers), numbers.present, context.columns)),
  min: ({ field }, context) =>
    map(numbersOf(field, context), ({ present, fold }) => nullable(fold('min'), present)),
  max: ({ field }, context) =>
    map(numbersOf(field, context), ({ present, fold }) => nullable(fold('max'), present)),
  stddev: ({ field }, context) =>
    map(deviationOf(field, context), ({ present, deviation }) => finite(deviation, present, context.columns)),
  cv: ({ field }, context) =>
    map(deviationOf(field, context), ({ present, mean, deviation }) => {
      const divisor = context.columns.part(mean);
      return finite(`if(${divisor} != 0, ${deviation} / ${divisor}, null())`, present, context.columns);
    }),
  percentile: ({ field, p }, context) =>
    chain(numbersOf(field, context), ({ present }) => {
      const place = `ceiling(${p} * ${present()} / 100000)`;
      return map(ask({ kind: 'ranked', place }, field, context), (value) => nullable(value, present));
    }),
  entropy: ({ field }, context) =>
    map(frequenciesOf(field, context), ({ present, top, weighed }) => {
      const count = present();
      // Of one value it is 0, to the last bit.
      const bits = `log(${count}, 2) - ${weighed()} / ${count}`;
      const value = `case(${count} = 0, null(), ${top()} = ${count}, 0, 1 = 1, ${bits})`;
      return nullable(context.columns.part(value), present);
    }),
  top_share: ({ field }, context) =>
    map(frequenciesOf(field, context), ({ present, top }) => divide(top(), present(), present)),
  active: ({ step }, { columns }) => exact(always(columns.askSteps({ kind: 'distinct' }, step))),
  interval_avg: (_, { columns }) => {
    const seconds = `${lengthOf(columns)} / (1000 * (${variable.events} - 1))`;
    return exact(nullable(`if(${variable.events} > 2, ${seconds}, null())`, allEvents));
  },
  interval_cv: (_, { columns }) => {
    const length = lengthOf(columns);
    const gaps = `(${variable.events} - 1)`;
    const mean = `${length} / ${gaps}`;
    const squares = columns.askGaps({ kind: 'distances', centre: mean });
    const test = `${variable.events} > 2 AND ${length} > 0`;
    const value = `if(${test}, sqrt(${squares} / ${gaps}) / (${mean}), null())`;
    return exact(nullable(columns.part(value), allEvents));
  },
  rate_cv: ({ step }, { columns, window }) => {
    const squares = columns.askSteps({ kind: 'squares' }, step);
    const spread = `${window.size / step} * ${squares} - ${variable.events} * ${variable.events}`;
    return exact(always(columns.part(`sqrt(${spread}) / ${variable.events}`)));
  },
  ratio: ({ of, to }, context) =>
    pair(blur(lowerPart(of, context)), blur(lowerPart(to, context)), (over, under) =>
      divide(over, under, allEvents),
    ),
};

/** A measure that has no value where fewer things were counted than `n:` asks for. */
export function lowerQuantity(
  { measure, atLeast }: Quantity,
  context: MeasureContext,
): Lowering<MeasureText> {
  const lowered = lowerMeasure(measures, measure, context);
  if (atLeast === undefined) return lowered;
  return map(lowered, ({ value, counted }) =>
    nullable(`if(${counted()} >= ${writeNumber(atLeast)}, ${value}, null())`, counted),
  );
}

function lowerPart(quantity: Quantity, context: MeasureContext): Lowering<string> {
  return map(lowerQuantity(quantity, context), ({ value }) => context.columns.part(value));
}

function countOf(of: Predicate, { fields, columns }: MeasureContext): Lowering<string> {
  return map(lowerPredicate(predicates, of, fields), columns.count);
}
