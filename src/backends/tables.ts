import type { Measure, MeasureOf } from '../ir/measure.js';
import type { Predicate, PredicateOf } from '../ir/predicate.js';
import type { Lowering } from './lowering.js';

/**
 * How a backend says each kind of predicate: a table that lacks a kind does not type-check, and a kind that cannot be said is
 * an entry that refuses. `Q` is the backend's query fragment; `ctx` is whatever its entries need, itself for nested predicates.
 * Lists are no matter of a backend's: binding writes their values out.
 */
export type PredicateLowerers<Q, Ctx> = {
  readonly [K in Exclude<Predicate['kind'], 'in_list'>]: (node: PredicateOf<K>, ctx: Ctx) => Lowering<Q>;
};

/** How a backend says each kind of measure, under the same rule. */
export type MeasureLowerers<Q, Ctx> = {
  readonly [K in Measure['kind']]: (node: MeasureOf<K>, ctx: Ctx) => Lowering<Q>;
};

/** Looks a predicate's kind up in the table. */
export function lowerPredicate<Q, Ctx>(
  table: PredicateLowerers<Q, Ctx>,
  node: Predicate,
  ctx: Ctx,
): Lowering<Q> {
  switch (node.kind) {
    case 'all':
      return table.all(node, ctx);
    case 'any':
      return table.any(node, ctx);
    case 'not':
      return table.not(node, ctx);
    case 'exists':
      return table.exists(node, ctx);
    case 'equals':
      return table.equals(node, ctx);
    case 'compare':
      return table.compare(node, ctx);
    case 'contains':
      return table.contains(node, ctx);
    case 'starts_with':
      return table.starts_with(node, ctx);
    case 'ends_with':
      return table.ends_with(node, ctx);
    case 'wildcard':
      return table.wildcard(node, ctx);
    case 'regex':
      return table.regex(node, ctx);
    case 'cidr':
      return table.cidr(node, ctx);
    case 'in_list':
      throw new Error(`the list ${node.list} was not written out`);
  }
}

/** Looks a measure's kind up in the table. */
export function lowerMeasure<Q, Ctx>(table: MeasureLowerers<Q, Ctx>, node: Measure, ctx: Ctx): Lowering<Q> {
  switch (node.kind) {
    case 'count':
      return table.count(node, ctx);
    case 'share':
      return table.share(node, ctx);
    case 'distinct':
      return table.distinct(node, ctx);
    case 'distinct_ratio':
      return table.distinct_ratio(node, ctx);
    case 'sum':
      return table.sum(node, ctx);
    case 'avg':
      return table.avg(node, ctx);
    case 'min':
      return table.min(node, ctx);
    case 'max':
      return table.max(node, ctx);
    case 'stddev':
      return table.stddev(node, ctx);
    case 'cv':
      return table.cv(node, ctx);
    case 'percentile':
      return table.percentile(node, ctx);
    case 'entropy':
      return table.entropy(node, ctx);
    case 'top_share':
      return table.top_share(node, ctx);
    case 'active':
      return table.active(node, ctx);
    case 'interval_avg':
      return table.interval_avg(node, ctx);
    case 'interval_cv':
      return table.interval_cv(node, ctx);
    case 'rate_cv':
      return table.rate_cv(node, ctx);
    case 'ratio':
      return table.ratio(node, ctx);
  }
}
