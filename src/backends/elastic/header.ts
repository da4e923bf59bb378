import type { Rule } from '../../ir/rule.js';
import type { Deviation } from '../lowering.js';
import { writeComment } from './literal.js';

/** The comment over a query: what it is, where it looks, what its rows are, and how far it says what the rule says. */
export function writeHeader(rule: Rule, lines: readonly string[], deviations: readonly Deviation[]): string {
  const fidelity =
    deviations.length === 0
      ? ['exact: finds what the rule means, no more and no less']
      : deviations.map(({ code, effect, reason }) => `approximate, ${effect}: ${reason} (${code})`);
  return [
    `${rule.name}: ${rule.title}`,
    `rule ${rule.id}, ${rule.severity}, ${rule.atlas.join(', ')}`,
    ...lines,
    ...fidelity,
    'Compiled by rulewright; change the rule rather than this file.',
  ]
    .map(writeComment)
    .join('\n');
}
