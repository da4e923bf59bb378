import type { BoundRule } from '../../../bind/bound-rule.js';
import type { Artifact, Range, Shape } from '../../backend.js';
import { type Lowering, map } from '../../lowering.js';
import { lowerAggregateRule } from './aggregate-rule.js';
import { refuseFields } from './columns.js';
import { lowerMatchRule } from './match-rule.js';
import { lowerSequenceRule } from './sequence-rule.js';

/** One rule in ES|QL: `hunt/<rule>.esql` and `live/<rule>.esql`. */
export function lowerToEsql(
  bound: BoundRule<'elastic'>,
  shape: Shape,
  range?: Range,
): Lowering<readonly Artifact[]> {
  const refused = refuseFields(bound);
  if (refused !== undefined) return refused;
  const query = lowerRule(bound, shape, range);
  return map(query, (text) => [{ path: `${shape}/${bound.rule.name}.esql`, text }]);
}

function lowerRule(bound: BoundRule<'elastic'>, shape: Shape, range?: Range): Lowering<string> {
  const { rule } = bound;
  switch (rule.kind) {
    case 'match':
      return lowerMatchRule({ ...bound, rule }, shape, range);
    case 'aggregate':
      return lowerAggregateRule({ ...bound, rule }, shape, range);
    case 'sequence':
      return lowerSequenceRule({ ...bound, rule }, shape, range);
  }
}
