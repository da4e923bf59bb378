import type { BoundRule } from '../../bind/bound-rule.js';
import type { Artifact, Backend } from '../backend.js';
import { type Lowering, map, refuse } from '../lowering.js';
import { refuseComputed } from '../unsupported.js';
import { lowerAggregateRule } from './aggregate-rule.js';
import { lowerMatchRule } from './match-rule.js';
import { lowerSequenceRule } from './sequence-rule.js';
import { title } from './title.js';
import { writeYaml, type YamlMap } from './yaml.js';

/**
 * Sigma, specification 2.1.0 (https://github.com/SigmaHQ/sigma-specification): a rule is one file of one or more documents,
 * `rule/<rule>.yml`. Its last document raises the alert and has the rule's own id; each part's id comes from that.
 */
export const sigma: Backend<'sigma'> = { name: 'sigma', title: () => title, shapes: () => ['rule'], lower };

function lower(bound: BoundRule<'sigma'>): Lowering<readonly Artifact[]> {
  const { rule, target } = bound;
  const computed = refuseComputed(bound, title);
  if (computed !== undefined) return computed;
  if (Object.keys(target.logsource).length === 0)
    return refuse({
      code: 'logsource-empty',
      reason: 'a Sigma rule names its log by a category, a product or a service, and the target names none',
      hint: 'give the target a logsource, as { product: inference-gateway, service: audit }',
      span: target.span,
    });
  return map(lowerDocuments(bound), (all) => [
    { path: `rule/${rule.name}.yml`, text: all.map(writeYaml).join('---\n') },
  ]);
}

function lowerDocuments(bound: BoundRule<'sigma'>): Lowering<readonly YamlMap[]> {
  const { rule } = bound;
  switch (rule.kind) {
    case 'match':
      return lowerMatchRule({ ...bound, rule });
    case 'aggregate':
      return lowerAggregateRule({ ...bound, rule });
    case 'sequence':
      return lowerSequenceRule({ ...bound, rule });
  }
}
