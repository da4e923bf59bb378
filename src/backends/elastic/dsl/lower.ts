import type { Artifact, Range, Shape } from '../../backend.js';
import { type Lowering, map, refuse } from '../../lowering.js';
import { refuseComputed } from '../../unsupported.js';
import type { DslRule } from './fields.js';
import { lowerMatchRule } from './match-rule.js';
import { title } from './title.js';
import { lowerWindowRule } from './window-rule.js';

/** One rule in Query DSL: the body of a search in `hunt/<rule>.json`, a monitor of OpenSearch in `live/<rule>.json`. */
export function lowerToDsl(bound: DslRule, shape: Shape, range?: Range): Lowering<readonly Artifact[]> {
  const { rule, target } = bound;
  const computed = refuseComputed(bound, title);
  if (computed !== undefined) return computed;
  const isLive = shape === 'live';
  if (isLive && target.product === 'elasticsearch')
    return refuse({
      code: 'nothing-schedules',
      reason:
        'nothing in an Elasticsearch without ES|QL runs a search on a schedule: its Query DSL is for hunting',
      hint: 'compile --shape hunt, schedule it yourself, and accept nothing-schedules in the target',
      span: target.span,
    });
  const file = isLive ? 'live' : 'hunt';
  const text =
    rule.kind === 'match'
      ? lowerMatchRule({ ...bound, rule }, file, range)
      : lowerWindowRule({ ...bound, rule }, file, range);
  return map(text, (content) => [{ path: `${file}/${rule.name}.json`, text: content }]);
}
