import type { Bound, Quantity } from '../../../ir/measure.js';
import type { Predicate } from '../../../ir/predicate.js';
import type { Signal, Window } from '../../../ir/rule.js';
import type { Field } from '../../../ir/source.js';
import type { Span } from '../../../text/source-text.js';
import { blur, exact, type Lowering, map, pair, refuse, throughBound } from '../../lowering.js';
import { lowerMeasure, lowerPredicate, type MeasureLowerers } from '../../tables.js';
import type { Aggregates } from './aggregates.js';
import { type FieldColumns, writeTime } from './columns.js';
import { allOf, atom, type Expression } from './expression.js';
import { writeDuration, writeName, writeNumber } from './literal.js';
import { testPercentile } from './percentile.js';
import { predicates } from './predicates.js';

/** A measure's value over the columns of a window. */
export interface Value {
  readonly text: string;
  /** Whether it is a quotient, which needs parentheses as the divisor of another. */
  readonly isQuotient: boolean;
  /** Whether a window may have no value. */
  readonly nullable: boolean;
  /** The column that says how many things were counted, for `n:`. */
  readonly counted: string;
}

export interface MeasureContext {
  readonly columns: FieldColumns;
  readonly aggregates: Aggregates;
  /** The index's field with the event's time. */
  readonly time: string;
  readonly window: Window;
  /** What the columns that only this measure needs are named after. */
  readonly name: string;
  readonly span: Span;
}

/**
 * How ES|QL measures a window: aggregates of panes that recombine without loss, and one expression over them. Distinct values are
 * kept as sets, since COUNT_DISTINCT estimates; quotients are of doubles, since those of whole numbers are cut.
 */
export const measures: MeasureLowerers<Value, MeasureContext> = {
  count: (node, ctx) => {
    const counted = ctx.aggregates.events();
    if (node.of === undefined) return exact(plain(counted, counted));
    return map(hits(node.of, ctx), (of) => plain(ctx.aggregates.count(of, `${ctx.name}_hits`), counted));
  },
  share: (node, ctx) => {
    if (node.among === undefined) {
      const counted = ctx.aggregates.events();
      return map(hits(node.of, ctx), (of) => {
        const part = ctx.aggregates.count(of, `${ctx.name}_hits`);
        return divide(plain(part, counted), plain(counted, counted), counted);
      });
    }
    return pair(hits(node.of, ctx), blur(hits(node.among, ctx)), (of, among) => {
      const part = ctx.aggregates.count(allOf([among, of]), `${ctx.name}_hits`);
      const counted = ctx.aggregates.count(among, `${ctx.name}_among`);
      return divideGuarded(plain(part, counted), plain(counted, counted), counted);
    });
  },
  distinct: (node, ctx) => exact(distinct(node.field, ctx)),
  distinct_ratio: (node, ctx) => {
    const counted = ctx.aggregates.events();
    return exact(divide(distinct(node.field, ctx), plain(counted, counted), counted));
  },
  sum: (node, ctx) => exact(fold('sum', node.field, ctx)),
  avg: (node, ctx) => {
    const sum = fold('sum', node.field, ctx);
    return exact(divideGuarded(sum, plain(sum.counted, sum.counted), sum.counted));
  },
  min: (node, ctx) => exact(fold('min', node.field, ctx)),
  max: (node, ctx) => exact(fold('max', node.field, ctx)),
  stddev: (node, ctx) => exact(deviation(node.field, ctx)),
  cv: (node, ctx) => {
    const { text, counted } = deviation(node.field, ctx);
    const mean = meanOf(node.field, ctx);
    return exact(guarded(`${mean} != 0`, `${text} / ${mean}`, counted));
  },
  percentile: (_, { span }) =>
    refuse({
      code: 'percentile-as-value',
      reason: 'ES|QL decides a percentile by counting and yields no value of it for a ratio',
      hint: 'make the percentile a signal with a bound of its own',
      span,
    }),
  entropy: (node, { columns, aggregates }) => {
    const column = columns.of(node.field);
    const present = aggregates.present(column);
    const top = aggregates.spectra.ask('top', column);
    const weighed = aggregates.spectra.ask('weighed', column);
    // Of one value it is 0, to the last bit.
    const bits = `CASE(${top} == ${present}, 0.0, LOG(2, ${present}) - ${weighed} / ${present})`;
    return exact(guarded(`${present} > 0`, bits, present));
  },
  top_share: (node, { columns, aggregates }) => {
    const column = columns.of(node.field);
    const present = aggregates.present(column);
    const top = aggregates.spectra.ask('top', column);
    return exact(divideGuarded(plain(top, present), plain(present, present), present));
  },
  active: ({ step }, { aggregates, time }) => {
    const steps = aggregates.values(stepOf(step, 'step', aggregates, time));
    return exact(plain(aggregates.derive('active_steps', `MV_COUNT(${steps})`), aggregates.events()));
  },
  interval_avg: (_, { aggregates, time }) => {
    const events = aggregates.events();
    const seconds = `TO_DOUBLE(${spanOf(aggregates, time)}) / (1000 * (${events} - 1))`;
    return exact(guarded(`${events} > 2`, seconds, events));
  },
  interval_cv: (_, { aggregates, time }) => {
    const events = aggregates.events();
    const instants = aggregates.derive(
      'instants',
      `MV_SORT(TO_LONG(${aggregates.values(timeOf(aggregates, time))}))`,
    );
    const count = `MV_COUNT(${instants})`;
    // The ends of a slice are computed: a constant one fails on a window of one instant.
    const gaps = aggregates.derive(
      'gaps',
      `CASE(${count} > 1, MV_ZIP(TO_STRING(MV_SLICE(${instants}, 1, ${count} - 1)), TO_STRING(MV_SLICE(${instants}, 0, ${count} - 2)), " "))`,
    );
    const mean = aggregates.derive(
      'gap_mean',
      `CASE(${events} > 1, TO_DOUBLE(${spanOf(aggregates, time)}) / (${events} - 1))`,
    );
    // Events of one instant have gaps of 0, which the set of instants does not hold.
    const ties = aggregates.derive('ties', `${events} - ${count}`);
    const squares = aggregates.pass(
      'gap_squares',
      gaps,
      (later, earlier) => `POW(${later} - ${earlier} - ${mean}, 2)`,
    );
    const sum = `COALESCE(${squares}, 0) + ${ties} * ${mean} * ${mean}`;
    return exact(
      guarded(`${events} > 2 AND ${mean} != 0`, `SQRT((${sum}) / (${events} - 1)) / ${mean}`, events),
    );
  },
  rate_cv: ({ step }, ctx) => {
    const events = ctx.aggregates.events();
    const squares = ctx.aggregates.spectra.ask(
      'squares',
      stepOf(step, 'rate_step', ctx.aggregates, ctx.time),
    );
    const steps = ctx.window.size / step;
    const text = `SQRT(TO_DOUBLE(${steps} * ${squares} - ${events} * ${events})) / ${events}`;
    return exact({ ...plain(text, events), isQuotient: true });
  },
  ratio: (node, ctx) => {
    const of = lowerQuantity(node.of, { ...ctx, name: `${ctx.name}_of` });
    const to = lowerQuantity(node.to, { ...ctx, name: `${ctx.name}_to` });
    return pair(blur(of), blur(to), (over, under) => divideGuarded(over, under, ctx.aggregates.events()));
  },
};

/** A value that every window has. */
function plain(text: string, counted: string): Value {
  return { text, isQuotient: false, nullable: false, counted };
}

function distinct(field: Field, { aggregates, columns }: MeasureContext): Value {
  return plain(aggregates.distinct(columns.of(field)), aggregates.events());
}

/** Of no present value these aggregates are null, and what was counted for them is the present values. */
function fold(kind: 'sum' | 'min' | 'max', field: Field, { aggregates, columns }: MeasureContext): Value {
  const column = columns.of(field);
  const text = aggregates.fold(kind, column);
  return { text, isQuotient: false, nullable: true, counted: aggregates.present(column) };
}

/** A value where something holds, and none elsewhere. */
function guarded(test: string, value: string, counted: string): Value {
  return { text: `CASE(${test}, ${value})`, isQuotient: false, nullable: true, counted };
}

/**
 * The population's standard deviation, in a second pass over each value beside its number, since STD_DEV and sums of squares lose the
 * digits that a great mean takes. Of one value it is 0, to the last bit.
 */
function deviation(field: Field, ctx: MeasureContext): Value {
  const { aggregates, columns } = ctx;
  const column = columns.of(field);
  const present = aggregates.present(column);
  const mean = meanOf(field, ctx);
  const points = aggregates.spectra.ask('points', column);
  const squares = aggregates.pass(
    `${column}_squares`,
    points,
    (value, times) => `${times} * POW(${value} - ${mean}, 2)`,
  );
  const [least, most] = [aggregates.fold('min', column), aggregates.fold('max', column)];
  return guarded(`${present} > 0`, `CASE(${least} == ${most}, 0.0, SQRT(${squares} / ${present}))`, present);
}

function meanOf(field: Field, { aggregates, columns }: MeasureContext): string {
  const column = columns.of(field);
  const [sum, present] = [aggregates.fold('sum', column), aggregates.present(column)];
  return aggregates.derive(`${column}_mean`, `CASE(${present} > 0, ${sum} / ${present})`);
}

/** The event's step of the clock, as a column. */
function stepOf(step: number, wish: string, aggregates: Aggregates, time: string): string {
  return aggregates.ofEvents(wish, `DATE_TRUNC(${writeDuration(step)}, ${writeTime(time)})`);
}

/** The event's time, as a column. */
function timeOf(aggregates: Aggregates, time: string): string {
  return aggregates.ofEvents('instant', writeTime(time));
}

/** Milliseconds from a window's first event to its last. */
function spanOf(aggregates: Aggregates, time: string): string {
  const column = timeOf(aggregates, time);
  return `TO_LONG(${aggregates.fold('max', column)}) - TO_LONG(${aggregates.fold('min', column)})`;
}

/** One value over another that is never zero or null. Of whole numbers the language would cut the quotient. */
function divide(over: Value, under: Value, counted: string): Value {
  const divisor = under.isQuotient ? `(${under.text})` : under.text;
  const text = `TO_DOUBLE(${over.text}) / ${divisor}`;
  return { text, isQuotient: true, nullable: over.nullable || under.nullable, counted };
}

/** One value over another, and none where the other is zero or has none. */
function divideGuarded(over: Value, under: Value, counted: string): Value {
  const { text } = divide(over, under, counted);
  return { text: `CASE(${under.text} != 0, ${text})`, isQuotient: false, nullable: true, counted };
}

/** What becomes of one signal: the column with its value, and the test of its bound. */
export interface LoweredSignal {
  readonly name: string;
  readonly value: string;
  readonly test: Expression;
}

/** A signal's value, null where it has none, and whether it is within its bound. */
export function lowerSignal(
  signal: Signal,
  ctx: Omit<MeasureContext, 'name' | 'span'>,
): Lowering<LoweredSignal> {
  const { measure, name, bound, atLeast } = signal;
  if (measure.kind === 'percentile') {
    const test = testPercentile(measure, name, bound, atLeast ?? 1, ctx);
    return exact({ name, value: 'TO_DOUBLE(null)', test });
  }
  const value = lowerQuantity(signal, { ...ctx, name: signal.name, span: signal.span });
  return map(throughBound(signal.bound, value), ({ text, nullable }) => ({
    name: signal.name,
    value: text,
    test: testBound(writeName(signal.name), signal.bound, nullable),
  }));
}

function lowerQuantity(quantity: Quantity, ctx: MeasureContext): Lowering<Value> {
  const { measure, atLeast } = quantity;
  return map(lowerMeasure(measures, measure, ctx), (value) =>
    atLeast === undefined
      ? value
      : {
          ...value,
          text: `CASE(${value.counted} >= ${writeNumber(atLeast)}, ${value.text})`,
          nullable: true,
        },
  );
}

function hits(of: Predicate, { columns }: MeasureContext): Lowering<Expression> {
  return lowerPredicate(predicates, of, columns);
}

function testBound(column: string, bound: Bound, nullable: boolean): Expression {
  switch (bound.kind) {
    case 'above':
      return atom(`${column} > ${writeNumber(bound.value)}`, nullable);
    case 'at_least':
      return atom(`${column} >= ${writeNumber(bound.value)}`, nullable);
    case 'below':
      return atom(`${column} < ${writeNumber(bound.value)}`, nullable);
    case 'at_most':
      return atom(`${column} <= ${writeNumber(bound.value)}`, nullable);
    case 'between':
      return allOf([
        atom(`${column} >= ${writeNumber(bound.low)}`, nullable),
        atom(`${column} <= ${writeNumber(bound.high)}`, nullable),
      ]);
  }
}
