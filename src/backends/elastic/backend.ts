import type { BoundRule } from '../../bind/bound-rule.js';
import type { Artifact, Backend, Range, Shape } from '../backend.js';
import { type Lowering, map } from '../lowering.js';
import { lowerAggregateRule } from './esql/aggregate-rule.js';
import { refuseFields } from './esql/columns.js';
import { lowerMatchRule } from './esql/match-rule.js';
import { lowerSequenceRule } from './esql/sequence-rule.js';

/** Elasticsearch's ES|QL: one query a rule and shape, in `hunt/<rule>.esql` and `live/<rule>.esql`. */
export const elastic: Backend<'elastic'> = {
  name: 'elastic',
  title: 'Elastic ES|QL',
  shapes: ['hunt', 'live'],
  lower,
};

function lower(bound: BoundRule<'elastic'>, shape: Shape, range?: Range): Lowering<readonly Artifact[]> {
  const { rule } = bound;
  const refused = refuseFields(bound);
  if (refused !== undefined) return refused;
  const query = lowerRule(bound, shape, range);
  return map(query, (text) => [{ path: `${shape}/${rule.name}.esql`, text }]);
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
