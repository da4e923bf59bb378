import type { Bound, Quantity } from '../../ir/measure.js';
import type { Predicate } from '../../ir/predicate.js';
import type { Signal } from '../../ir/rule.js';
import type { Span } from '../../text/source-text.js';
import { blur, exact, type Lowering, map, pair, throughBound } from '../lowering.js';
import { lowerMeasure, lowerPredicate, type MeasureLowerers } from '../tables.js';
import { refuseKind } from '../unsupported.js';
import type { Columns } from './columns.js';
import type { Fields } from './fields.js';
import { writeNumber } from './literal.js';
import { operators, predicates, present } from './predicates.js';
import { title } from './title.js';
import * as variable from './variable.js';

/** What a measure needs: the fields of an event, the columns that are counted for it, and where it stands in the rule. */
export interface MeasureContext {
  readonly fields: Fields;
  readonly columns: Columns;
  readonly span: Span;
}

/** A measure over the columns of a window, as expressions of `eval`. */
export interface MeasureText {
  readonly value: string;
  /** Whether a window may have no value, which is null. */
  readonly nullable: boolean;
  /** How many things it counted, for `n:`. */
  readonly counted: string;
}

const counted = variable.events;

/** Measures as arithmetic over the sums and distinct counts of a window. A window with a row has one event or more. */
export const measures: MeasureLowerers<MeasureText, MeasureContext> = {
  count: ({ of }, context) =>
    of === undefined
      ? exact({ value: variable.events, nullable: false, counted })
      : map(countOf(of, context), (value) => ({ value, nullable: false, counted })),
  share: ({ of, among }, context) => {
    if (among === undefined)
      return map(countOf(of, context), (some) => ({
        value: `${some} / ${variable.events}`,
        nullable: false,
        counted,
      }));
    const both: Predicate = { kind: 'all', of: [among, of], span: of.span };
    return pair(blur(countOf(both, context)), blur(countOf(among, context)), (some, all) => ({
      value: `if(${all} > 0, ${some} / ${all}, null())`,
      nullable: true,
      counted: all,
    }));
  },
  distinct: ({ field }, { fields, columns, span }) =>
    map(fields.use(field, 'distinct', span), (name) => ({
      value: columns.distinct(name, field.type),
      nullable: false,
      counted,
    })),
  distinct_ratio: ({ field }, { fields, columns, span }) =>
    map(fields.use(field, 'distinct', span), (name) => ({
      value: `${columns.distinct(name, field.type)} / ${variable.events}`,
      nullable: false,
      counted,
    })),
  sum: ({ kind }, { span }) => refuseKind(kind, title, span),
  avg: ({ kind }, { span }) => refuseKind(kind, title, span),
  min: ({ kind }, { span }) => refuseKind(kind, title, span),
  max: ({ kind }, { span }) => refuseKind(kind, title, span),
  stddev: ({ kind }, { span }) => refuseKind(kind, title, span),
  cv: ({ kind }, { span }) => refuseKind(kind, title, span),
  percentile: ({ kind }, { span }) => refuseKind(kind, title, span),
  entropy: ({ kind }, { span }) => refuseKind(kind, title, span),
  top_share: ({ kind }, { span }) => refuseKind(kind, title, span),
  active: ({ kind }, { span }) => refuseKind(kind, title, span),
  interval_avg: ({ kind }, { span }) => refuseKind(kind, title, span),
  interval_cv: ({ kind }, { span }) => refuseKind(kind, title, span),
  rate_cv: ({ kind }, { span }) => refuseKind(kind, title, span),
  ratio: ({ of, to }, context) =>
    pair(blur(lowerPart(of, context)), blur(lowerPart(to, context)), (over, under) => ({
      value: `if(${under} != 0, ${over} / ${under}, null())`,
      nullable: true,
      counted,
    })),
};

/** A signal: its value for the row, and whether it is true, never null. */
export interface SignalText {
  readonly name: string;
  readonly value: string;
  readonly holds: string;
}

/** Lowers a signal. Its value is written out in the test too, so that no command in between rounds it. */
export function lowerSignal(signal: Signal, context: Omit<MeasureContext, 'span'>): Lowering<SignalText> {
  const { name, bound, span } = signal;
  const lowered = throughBound(bound, lowerQuantity(signal, { ...context, span }));
  return map(lowered, ({ value, nullable }) => {
    const test = writeBound(bound, value);
    return { name, value, holds: nullable ? present(value, test) : test };
  });
}

/** A measure that has no value where fewer things were counted than `n:` asks for. */
function lowerQuantity({ measure, atLeast }: Quantity, context: MeasureContext): Lowering<MeasureText> {
  const lowered = lowerMeasure(measures, measure, context);
  if (atLeast === undefined) return lowered;
  return map(lowered, ({ value, counted: number }) => ({
    value: `if(${number} >= ${writeNumber(atLeast)}, ${value}, null())`,
    nullable: true,
    counted: number,
  }));
}

function lowerPart(quantity: Quantity, context: MeasureContext): Lowering<string> {
  return map(lowerQuantity(quantity, context), ({ value }) => context.columns.part(value));
}

function writeBound(bound: Bound, value: string): string {
  if (bound.kind === 'between')
    return `${value} >= ${writeNumber(bound.low)} AND ${value} <= ${writeNumber(bound.high)}`;
  return `${value} ${operators[bound.kind]} ${writeNumber(bound.value)}`;
}

function countOf(of: Predicate, { fields, columns }: MeasureContext): Lowering<string> {
  return map(lowerPredicate(predicates, of, fields), columns.count);
}
