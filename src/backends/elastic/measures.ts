import type { Bound, Quantity } from '../../ir/measure.js';
import type { Predicate } from '../../ir/predicate.js';
import type { Signal } from '../../ir/rule.js';
import type { Span } from '../../text/source-text.js';
import { blur, exact, type Lowering, map, pair, throughBound } from '../lowering.js';
import { lowerMeasure, lowerPredicate, type MeasureLowerers } from '../tables.js';
import { refuseKind } from '../unsupported.js';
import type { Aggregates } from './aggregates.js';
import type { FieldColumns } from './columns.js';
import { allOf, atom, type Expression } from './expression.js';
import { writeName, writeNumber } from './literal.js';
import { predicates } from './predicates.js';

/** A measure's value over the columns of a window. */
export interface Value {
  readonly text: string;
  /** Whether a window may have no value. */
  readonly nullable: boolean;
  /** The column that says how many things were counted, for `n:`. */
  readonly counted: string;
}

export interface MeasureContext {
  readonly columns: FieldColumns;
  readonly aggregates: Aggregates;
  /** The signal's name: what the columns that only it needs are named after. */
  readonly signal: string;
  readonly span: Span;
}

/**
 * How ES|QL measures a window: aggregates of panes that recombine without loss, and one expression over them. Distinct values are
 * kept as sets, since COUNT_DISTINCT estimates; quotients are of doubles, since those of whole numbers are cut.
 */
export const measures: MeasureLowerers<Value, MeasureContext> = {
  count: (node, ctx) => {
    const counted = ctx.aggregates.events();
    if (node.of === undefined) return exact({ text: counted, nullable: false, counted });
    return map(hits(node.of, ctx), (of) => ({
      text: ctx.aggregates.count(of, `${ctx.signal}_hits`),
      nullable: false,
      counted,
    }));
  },
  share: (node, ctx) => {
    if (node.among === undefined) {
      const counted = ctx.aggregates.events();
      return map(hits(node.of, ctx), (of) => ({
        text: `TO_DOUBLE(${ctx.aggregates.count(of, `${ctx.signal}_hits`)}) / ${counted}`,
        nullable: false,
        counted,
      }));
    }
    return pair(hits(node.of, ctx), blur(hits(node.among, ctx)), (of, among) => {
      const part = ctx.aggregates.count(allOf([among, of]), `${ctx.signal}_hits`);
      const counted = ctx.aggregates.count(among, `${ctx.signal}_among`);
      return { text: `CASE(${counted} > 0, TO_DOUBLE(${part}) / ${counted})`, nullable: true, counted };
    });
  },
  distinct: (node, ctx) =>
    exact({
      text: `COALESCE(MV_COUNT(${ctx.aggregates.values(ctx.columns.of(node.field))}), 0)`,
      nullable: false,
      counted: ctx.aggregates.events(),
    }),
  distinct_ratio: (node, ctx) => {
    const values = ctx.aggregates.values(ctx.columns.of(node.field));
    const counted = ctx.aggregates.events();
    return exact({
      text: `TO_DOUBLE(COALESCE(MV_COUNT(${values}), 0)) / ${counted}`,
      nullable: false,
      counted,
    });
  },
  sum: (node, { span }) => refuseKind(node.kind, title, span),
  avg: (node, { span }) => refuseKind(node.kind, title, span),
  min: (node, { span }) => refuseKind(node.kind, title, span),
  max: (node, { span }) => refuseKind(node.kind, title, span),
  stddev: (node, { span }) => refuseKind(node.kind, title, span),
  cv: (node, { span }) => refuseKind(node.kind, title, span),
  percentile: (node, { span }) => refuseKind(node.kind, title, span),
  entropy: (node, { span }) => refuseKind(node.kind, title, span),
  top_share: (node, { span }) => refuseKind(node.kind, title, span),
  active: (node, { span }) => refuseKind(node.kind, title, span),
  interval_avg: (node, { span }) => refuseKind(node.kind, title, span),
  interval_cv: (node, { span }) => refuseKind(node.kind, title, span),
  rate_cv: (node, { span }) => refuseKind(node.kind, title, span),
  ratio: (node, { span }) => refuseKind(node.kind, title, span),
};

const title = 'ES|QL';

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
  const value = lowerQuantity(signal, { ...ctx, signal: signal.name, span: signal.span });
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
