import type { BoundAggregateRule } from '../../bind/bound-rule.js';
import { chain, deviate, type Lowering, refuse } from '../lowering.js';
import { lowerChain } from './chain.js';
import { lowerCondition } from './condition.js';
import { anchor, spellGroup } from './deviations.js';
import type { YamlMap } from './yaml.js';

/** An aggregate rule as what must have happened where its condition holds. Where Sigma cannot say a signal, it says the most that is true whenever the signal is. */
export function lowerAggregateRule(bound: BoundAggregateRule<'sigma'>): Lowering<readonly YamlMap[]> {
  const { rule } = bound;
  return chain(lowerCondition(rule), (claim) => {
    if (claim === undefined)
      return refuse({
        code: 'nothing-to-count',
        reason: 'all that Sigma could say of its condition is that there is an event',
        hint: 'add a signal with a lower bound on a count or a number of values, or take the rule out of this target',
        span: rule.span,
      });
    return chain(lowerChain(bound, claim), (documents) =>
      deviate(documents, [
        ...anchor(rule, claim),
        ...rule.by.flatMap((field) => spellGroup(field, rule, claim)),
      ]),
    );
  });
}
