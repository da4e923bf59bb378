import type { BoundRule } from '../../bind/bound-rule.js';
import type { Artifact, Backend, Range, Shape } from '../backend.js';
import { type Lowering, map, refuse } from '../lowering.js';
import { lowerAggregateRule } from './aggregate-rule.js';
import { lowerMatchRule } from './match-rule.js';

/** Elasticsearch's ES|QL: one query a rule and shape, in `hunt/<rule>.esql` and `live/<rule>.esql`. */
export const elastic: Backend<'elastic'> = {
  name: 'elastic',
  title: 'Elastic ES|QL',
  shapes: ['hunt', 'live'],
  lower,
};

function lower(bound: BoundRule<'elastic'>, shape: Shape, range?: Range): Lowering<readonly Artifact[]> {
  const { rule } = bound;
  if (rule.source.dedupe)
    return refuse({
      code: 'unsupported-dedupe',
      reason: `the source ${rule.source.name} counts an id once, which is not compiled to ES|QL`,
      hint: 'take dedupe out of the source, and index each event under its id',
      span: rule.span,
    });
  const query =
    rule.kind === 'match'
      ? lowerMatchRule({ ...bound, rule }, shape, range)
      : lowerAggregateRule({ ...bound, rule }, shape, range);
  return map(query, (text) => [{ path: `${shape}/${rule.name}.esql`, text }]);
}
