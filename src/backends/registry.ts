import { bindRule } from '../bind/bind-rule.js';
import type { Rule } from '../ir/rule.js';
import type { BackendName, Target, TargetOf } from '../ir/target.js';
import type { Artifact, Backend, Range, Shape } from './backend.js';
import { elastic } from './elastic/backend.js';
import type { Lowering, Refusal } from './lowering.js';
import { refuse } from './lowering.js';
import { sigma } from './sigma/backend.js';
import { splunk } from './splunk/backend.js';

/** Every backend; a name without one does not type-check. */
export const backends: { readonly [B in BackendName]: Backend<B> } = { elastic, splunk, sigma };

/** Binds a rule to a target and lowers it in one shape. A field that the target lacks is a refusal, `field-absent`. */
export function lowerRule(
  rule: Rule,
  target: Target,
  shape: Shape,
  range?: Range,
): Lowering<readonly Artifact[]> {
  switch (target.backend) {
    case 'elastic':
      return lowerWith(backends.elastic, rule, target, shape, range);
    case 'splunk':
      return lowerWith(backends.splunk, rule, target, shape, range);
    case 'sigma':
      return lowerWith(backends.sigma, rule, target, shape, range);
  }
}

function lowerWith<B extends BackendName>(
  backend: Backend<B>,
  rule: Rule,
  target: TargetOf<B>,
  shape: Shape,
  range: Range | undefined,
): Lowering<readonly Artifact[]> {
  const binding = bindRule(rule, target);
  if (binding.kind === 'bound') return backend.lower(binding.bound, shape, range);
  const refusals = binding.fields.map(
    ({ field, remedy, span }): Refusal => ({
      code: 'field-absent',
      reason: `the log of ${target.name} has no ${field}`,
      hint: remedy ?? `map ${field} in the target, or leave the rule out of it`,
      span,
    }),
  );
  const [first, ...rest] = refusals;
  if (first === undefined) throw new Error('a binding that lacks no field was not made');
  return refuse(first, ...rest);
}
