import { bindRule } from '../bind/bind-rule.js';
import type { Rule } from '../ir/rule.js';
import type { BackendName, Target, TargetOf } from '../ir/target.js';
import type { Artifact, Backend, Range, Shape } from './backend.js';
import { elastic } from './elastic/backend.js';
import { chain, type Lowering, refuse } from './lowering.js';
import { lowerSampling } from './sampling.js';
import { sigma } from './sigma/backend.js';
import { splunk } from './splunk/backend.js';
import { refuseReading } from './unsupported.js';

/** Every backend; a name without one does not type-check. */
export const backends: { readonly [B in BackendName]: Backend<B> } = { elastic, splunk, sigma };

/** How people write the name of the language that a target is compiled to. */
export function titleOf(target: Target): string {
  switch (target.backend) {
    case 'elastic':
      return backends.elastic.title(target);
    case 'splunk':
      return backends.splunk.title(target);
    case 'sigma':
      return backends.sigma.title(target);
  }
}

/** What is compiled for a target, in this order. */
export function shapesOf(target: Target): readonly Shape[] {
  switch (target.backend) {
    case 'elastic':
      return backends.elastic.shapes(target);
    case 'splunk':
      return backends.splunk.shapes(target);
    case 'sigma':
      return backends.sigma.shapes(target);
  }
}

/** Binds a rule to a target and lowers it in one shape. What the target lacks for it is a refusal, and what its log is only a sample of, a deviation. */
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
  // Before its fields are sought in the target: those of findings are in no index.
  const refused = refuseReading(rule, backend.title(target));
  if (refused !== undefined) return refused;
  const binding = bindRule(rule, target);
  if (binding.kind === 'unbound') return refuse(...binding.causes);
  const { bound } = binding;
  return chain(lowerSampling(bound), () => backend.lower(bound, shape, range));
}
