import type { BoundSequenceRule } from '../../bind/bound-rule.js';
import { chain, deviate, type Lowering } from '../lowering.js';
import { lowerChain } from './chain.js';
import { atLeast, type Claim } from './claim.js';
import { anchor, spellGroup, stepsReachBack } from './deviations.js';
import type { YamlMap } from './yaml.js';

/** A sequence as a `temporal_ordered` correlation of its steps. */
export function lowerSequenceRule(bound: BoundSequenceRule<'sigma'>): Lowering<readonly YamlMap[]> {
  const { rule } = bound;
  const steps = rule.steps.map(({ name, where, atLeast: least }) =>
    atLeast(`step_${name}`, least, {
      events: { key: `events_${name}`, what: `events of the step ${name}`, of: where },
    }),
  );
  const [only, ...others] = steps;
  const claim: Claim =
    only !== undefined && others.length === 0 ? only : { kind: 'ordered', key: 'steps', of: steps };
  return chain(lowerChain(bound, claim), (documents) =>
    deviate(documents, [
      ...anchor(rule, claim),
      ...rule.by.flatMap((field) => spellGroup(field, rule, claim)),
      ...(others.length === 0 ? [] : [stepsReachBack(rule)]),
    ]),
  );
}
