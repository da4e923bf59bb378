import type { BoundRule } from '../../bind/bound-rule.js';
import type { ElasticTarget } from '../../ir/target.js';
import type { Artifact, Backend, Range, Shape } from '../backend.js';
import type { Lowering } from '../lowering.js';
import { lowerToDsl } from './dsl/lower.js';
import { title } from './dsl/title.js';
import { lowerToEsql } from './esql/lower.js';

/** Elasticsearch and OpenSearch: one query a rule and shape, in the dialect that the target speaks. */
export const elastic: Backend<'elastic'> = {
  name: 'elastic',
  title: ({ dialect }) => titles[dialect],
  shapes: () => ['hunt', 'live'],
  lower,
};

const titles: { readonly [D in ElasticTarget['dialect']]: string } = {
  esql: 'ES|QL',
  dsl: title,
};

function lower(bound: BoundRule<'elastic'>, shape: Shape, range?: Range): Lowering<readonly Artifact[]> {
  const { target } = bound;
  switch (target.dialect) {
    case 'esql':
      return lowerToEsql(bound, shape, range);
    case 'dsl':
      return lowerToDsl({ ...bound, target }, shape, range);
  }
}
