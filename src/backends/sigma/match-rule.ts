import type { BoundMatchRule } from '../../bind/bound-rule.js';
import { combine, type Lowering, pair } from '../lowering.js';
import { lowerPredicate } from '../tables.js';
import { allOf, writeDetection } from './detection.js';
import { identityOf } from './identity.js';
import { writeHead, writeTail } from './metadata.js';
import { lowerPresence, predicates } from './predicates.js';
import type { YamlMap } from './yaml.js';

/** A match rule as one Sigma rule: an event that satisfies it and has every field of its group. */
export function lowerMatchRule(bound: BoundMatchRule<'sigma'>): Lowering<readonly YamlMap[]> {
  const { rule, target } = bound;
  const present = combine(rule.by.map((field) => lowerPresence(field, bound, rule.span)));
  return pair(lowerPredicate(predicates, rule.where, bound), present, (where, group) => [
    {
      ...writeHead(bound, identityOf(rule)),
      logsource: target.logsource,
      detection: writeDetection(allOf([where, ...group])),
      ...writeTail(bound),
    },
  ]);
}
