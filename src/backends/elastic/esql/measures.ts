import type { Bound, Quantity } from '../../../ir/measure.js';
import type { Predicate } from '../../../ir/predicate.js';
import type { Signal } from '../../../ir/rule.js';
import type { Field } from '../../../ir/source.js';
import type { Span } from '../../../text/source-text.js';
import { blur, exact, type Lowering, map, pair, throughBound } from '../../lowering.js';
import { lowerMeasure, lowerPredicate, type MeasureLowerers } from '../../tables.js';
import { refuseKind } from '../../unsupported.js';
import type { Aggregates } from './aggregates.js';
import type { FieldColumns } from './columns.js';
import { allOf, atom, type Expression } from './expression.js';
import { writeName, writeNumber } from './literal.js';
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
  stddev: (node, { span }) => refuseKind(node.kind, title, span),
  cv: (node, { span }) => refuseKind(node.kind, title, span),
  percentile: (node, { span }) => refuseKind(node.kind, title, span),
  entropy: (node, { span }) => refuseKind(node.kind, title, span),
  top_share: (node, { span }) => refuseKind(node.kind, title, span),
  active: (node, { span }) => refuseKind(node.kind, title, span),
  interval_avg: (node, { span }) => refuseKind(node.kind, title, span),
  interval_cv: (node, { span }) => refuseKind(node.kind, title, span),
  rate_cv: (node, { span }) => refuseKind(node.kind, title, span),
  ratio: (node, ctx) => {
    const of = lowerQuantity(node.of, { ...ctx, name: `${ctx.name}_of` });
    const to = lowerQuantity(node.to, { ...ctx, name: `${ctx.name}_to` });
    return pair(blur(of), blur(to), (over, under) => divideGuarded(over, under, ctx.aggregates.events()));
  },
};

const title = 'ES|QL';

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
  ctx: Pick<MeasureContext, 'columns' | 'aggregates'>,
): Lowering<LoweredSignal> {
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
