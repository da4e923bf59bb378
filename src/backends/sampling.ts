import type { BoundRule } from '../bind/bound-rule.js';
import { deviate, type Lowering } from './lowering.js';

/**
 * What a log that holds only a part of the requests does to a rule: events are lost to a match rule and to a sequence, which more events
 * never keep from being found, and every measure of an aggregate rule may come out too low or too high.
 */
export function lowerSampling({ rule, sampled }: Pick<BoundRule, 'rule' | 'sampled'>): Lowering<undefined> {
  if (!sampled) return deviate(undefined, []);
  const effect = rule.kind === 'aggregate' ? 'both' : 'under';
  const reason = 'the log holds only a part of the requests';
  return deviate(undefined, [{ code: 'sampled-log', effect, reason, span: rule.span }]);
}
