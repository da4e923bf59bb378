import type { MatchRule } from '../../../ir/rule.js';
import type { Range } from '../../backend.js';
import { chain, type Lowering, map } from '../../lowering.js';
import { lowerSampling } from '../../sampling.js';
import { matchEvery } from '../../schedule.js';
import { lowerPredicate } from '../../tables.js';
import { type DslRule, findFields, present } from './fields.js';
import type { Json } from './json.js';
import { writeMonitor } from './monitor.js';
import { predicates } from './predicates.js';
import { scopeOf } from './range.js';
import { refuseBraces, writeRequest } from './request.js';

/** As many hits as an index hands out at once (`index.max_result_window`). */
const hitsOf = { hunt: 10_000, live: 100 } as const;

/**
 * A match rule as one search: a hit is an event, known by its `_index` and `_id`, with its group's fields and its time. `hits.total` says how
 * many there are; where that is more than the hits, the rest is read by scrolling (`?scroll=1m`).
 */
export function lowerMatchRule(
  bound: DslRule<MatchRule>,
  shape: 'hunt' | 'live',
  range: Range | undefined,
): Lowering<string> {
  const { rule, target } = bound;
  const fields = findFields(bound);
  const scope = scopeOf(shape, range, target.time, { size: 0, every: matchEvery }, target.delay);
  const where = chain(lowerSampling(bound), () => lowerPredicate(predicates, rule.where, fields));
  return chain(where, (filter) => {
    const places = rule.by.map(fields).flatMap((place) => (place.kind === 'field' ? [place.name] : []));
    const columns: readonly Json[] = [
      ...new Set(places.filter((name) => name !== target.time)),
      { field: target.time, format: 'strict_date_time' },
    ];
    const guards = [target.time, ...places].map(present);
    const body = {
      size: hitsOf[shape],
      track_total_hits: true,
      query: { bool: { filter: [scope.events, filter, ...guards] } },
      sort: [{ [target.time]: 'asc' }],
      _source: false,
      docvalue_fields: columns,
    };
    return map(refuseBraces(rule, scope, filter), () =>
      shape === 'live'
        ? writeMonitor(rule, target.index, matchEvery, body, 'events')
        : writeRequest(body, scope),
    );
  });
}
