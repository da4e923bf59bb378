import type { Bound, Measure, Quantity } from '../../ir/measure.js';
import type { Predicate } from '../../ir/predicate.js';
import type { Signal } from '../../ir/rule.js';
import type { Span } from '../../text/source-text.js';
import {
  blur,
  chain,
  exact,
  type Lowering,
  map,
  pair,
  type Refused,
  refuse,
  throughBound,
} from '../lowering.js';
import { lowerMeasure, lowerPredicate, type MeasureLowerers } from '../tables.js';
import type { Columns } from './columns.js';
import type { Fields } from './fields.js';
import { writeNumber } from './literal.js';
import { operators, predicates, present } from './predicates.js';
import * as variable from './variable.js';

/** What a measure needs: the fields of an event, the columns that are counted for it, and where it stands in the rule. */
export interface MeasureContext {
  readonly fields: Fields;
  readonly columns: Columns;
  readonly span: Span;
}

/** A measure over the columns of a window, as expressions of `eval`. */
export interface MeasureText {
  /** Null where the measure has no value. */
  readonly value: string;
  /** How many things it counted, for `n:`. */
  readonly counted: string;
}

const counted = variable.events;

/** Measures as arithmetic over the sums and distinct counts of a window. A window with a row has one event or more. */
export const measures: MeasureLowerers<MeasureText, MeasureContext> = {
  count: ({ of }, context) =>
    of === undefined
      ? exact({ value: variable.events, counted })
      : map(countOf(of, context), (value) => ({ value, counted })),
  share: ({ of, among }, context) => {
    if (among === undefined)
      return map(countOf(of, context), (some) => ({ value: `${some} / ${variable.events}`, counted }));
    const both: Predicate = { kind: 'all', of: [among, of], span: of.span };
    return pair(blur(countOf(both, context)), blur(countOf(among, context)), (some, all) => ({
      value: `if(${all} > 0, ${some} / ${all}, null())`,
      counted: all,
    }));
  },
  distinct: ({ field }, { fields, columns, span }) =>
    map(fields.use(field, 'distinct', span), (name) => ({
      value: columns.distinct(name, field.type),
      counted,
    })),
  distinct_ratio: ({ field }, { fields, columns, span }) =>
    map(fields.use(field, 'distinct', span), (name) => ({
      value: `${columns.distinct(name, field.type)} / ${variable.events}`,
      counted,
    })),
  sum: refuseKind,
  avg: refuseKind,
  min: refuseKind,
  max: refuseKind,
  stddev: refuseKind,
  cv: refuseKind,
  percentile: refuseKind,
  entropy: refuseKind,
  top_share: refuseKind,
  active: refuseKind,
  interval_avg: refuseKind,
  interval_cv: refuseKind,
  rate_cv: refuseKind,
  ratio: refuseKind,
};

/** A signal: its value for the row, and whether it is true, never null. */
export interface SignalText {
  readonly name: string;
  readonly value: string;
  readonly holds: string;
}

/** Lowers a signal. Its value is written out in the test too, so that no command in between rounds it. */
export function lowerSignal(signal: Signal, context: Omit<MeasureContext, 'span'>): Lowering<SignalText> {
  const lowered = lowerMeasure(measures, signal.measure, { ...context, span: signal.span });
  return throughBound(
    signal.bound,
    chain(lowered, (measure) => {
      const value = guard(signal, measure);
      return exact({ name: signal.name, value, holds: present(value, writeBound(signal.bound, value)) });
    }),
  );
}

function guard({ atLeast }: Quantity, { value, counted: number }: MeasureText): string {
  return atLeast === undefined ? value : `if(${number} >= ${writeNumber(atLeast)}, ${value}, null())`;
}

function writeBound(bound: Bound, value: string): string {
  if (bound.kind === 'between')
    return `${value} >= ${writeNumber(bound.low)} AND ${value} <= ${writeNumber(bound.high)}`;
  return `${value} ${operators[bound.kind]} ${writeNumber(bound.value)}`;
}

function countOf(of: Predicate, { fields, columns }: MeasureContext): Lowering<string> {
  return map(lowerPredicate(predicates, of, fields), columns.count);
}

function refuseKind({ kind }: Measure, { span }: MeasureContext): Refused {
  return refuse({
    code: 'unsupported-measure',
    reason: `${kind} is not compiled to SPL`,
    hint: 'use count, share, distinct or distinct_ratio, or take the rule out of this target',
    span,
  });
}
