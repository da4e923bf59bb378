import type { Measure, MeasureOf, Quantity } from '../../../ir/measure.js';
import type { Predicate } from '../../../ir/predicate.js';
import type { Signal } from '../../../ir/rule.js';
import type { Field } from '../../../ir/source.js';
import { blur, exact, type Lowering, map, pair, throughBound } from '../../lowering.js';
import { lowerMeasure, lowerPredicate, type MeasureLowerers } from '../../tables.js';
import type { Fields } from './fields.js';
import type { Filter } from './filter.js';
import type { JsonObject } from './json.js';
import { predicates } from './predicates.js';
import type { Tests } from './tests.js';

/** What the measures of a rule need from its events, gathered while they are lowered. */
export interface MeasureContext {
  readonly fields: Fields;
  /** The window's, milliseconds. */
  readonly size: number;
  readonly tests: Tests;
  /** Fields whose values the scripts read, by the source's name. */
  readonly columns: Map<string, Field>;
}

/** A measure as the parameters of the script that computes it, and which things `n:` counts for it. */
interface Spec {
  readonly params: JsonObject;
  readonly counted: 'events' | 'among' | 'present';
}

/** How the scripts are told to measure a window. */
export const measures: MeasureLowerers<Spec, MeasureContext> = {
  count: (node, ctx) =>
    node.of === undefined
      ? exact(ofEvents('count', { test: 0 }))
      : map(ask(node.of, ctx), (of) => ofEvents('count', { test: ctx.tests.of(of) })),
  share: (node, ctx) => {
    if (node.among === undefined)
      return map(ask(node.of, ctx), (of) => ofEvents('share', { test: ctx.tests.of(of), among: 0 }));
    return pair(ask(node.of, ctx), blur(ask(node.among, ctx)), (of, among) => ({
      ...ofEvents('share', { test: ctx.tests.of(of), among: ctx.tests.of(among) }),
      counted: 'among',
    }));
  },
  distinct: (node, ctx) => exact(ofEvents('distinct', { field: column(node.field, ctx) })),
  distinct_ratio: (node, ctx) => exact(ofEvents('distinct_ratio', { field: column(node.field, ctx) })),
  sum: (node, ctx) => exact(ofValues(node, ctx)),
  avg: (node, ctx) => exact(ofValues(node, ctx)),
  min: (node, ctx) => exact(ofValues(node, ctx)),
  max: (node, ctx) => exact(ofValues(node, ctx)),
  stddev: (node, ctx) => exact(ofValues(node, ctx)),
  cv: (node, ctx) => exact(ofValues(node, ctx)),
  percentile: (node, ctx) => exact(ofValues(node, ctx, { thousandths: node.p })),
  entropy: (node, ctx) => exact(ofValues(node, ctx)),
  top_share: (node, ctx) => exact(ofValues(node, ctx)),
  active: (node) => exact(ofEvents('active', { step: node.step })),
  interval_avg: () => exact(ofEvents('interval_avg')),
  interval_cv: () => exact(ofEvents('interval_cv')),
  rate_cv: (node, ctx) => exact(ofEvents('rate_cv', { step: node.step, steps: ctx.size / node.step })),
  ratio: (node, ctx) =>
    pair(blur(lowerQuantity(node.of, ctx)), blur(lowerQuantity(node.to, ctx)), (of, to) =>
      ofEvents('ratio', { of, to }),
    ),
};

function ask(of: Predicate, { fields }: MeasureContext): Lowering<Filter> {
  return lowerPredicate(predicates, of, fields);
}

function column(field: Field, { columns }: MeasureContext): string {
  columns.set(field.name, field);
  return field.name;
}

function ofEvents(measure: Measure['kind'], params: JsonObject = {}): Spec {
  return { params: { measure, ...params }, counted: 'events' };
}

type OfValues = MeasureOf<
  'sum' | 'avg' | 'min' | 'max' | 'stddev' | 'cv' | 'percentile' | 'entropy' | 'top_share'
>;

function ofValues(node: OfValues, ctx: MeasureContext, params: JsonObject = {}): Spec {
  return {
    ...ofEvents(node.kind, { field: column(node.field, ctx), ...params }),
    counted: 'present',
  };
}

function lowerQuantity({ measure, atLeast }: Quantity, ctx: MeasureContext): Lowering<JsonObject> {
  return map(lowerMeasure(measures, measure, ctx), ({ params, counted }) =>
    atLeast === undefined ? params : { ...params, n: atLeast, n_of: counted },
  );
}

/** A signal as the scripts take it: its name, its measure and its bound. */
export function lowerSignal(signal: Signal, ctx: MeasureContext): Lowering<JsonObject> {
  const { name, bound } = signal;
  const limit =
    bound.kind === 'between' ? { between: [bound.low, bound.high] } : { [bound.kind]: bound.value };
  return map(throughBound(bound, lowerQuantity(signal, ctx)), (params) => ({ name, ...params, ...limit }));
}
