import type { Rule } from '../../../ir/rule.js';
import type { Deviation } from '../../lowering.js';
import { writeComment } from './literal.js';
import { maxRows } from './pipeline.js';

/** What the comment over a query says of it. */
export interface Header {
  readonly rule: Rule;
  /** Which windows or events it looks at. */
  readonly scope: string;
  /** The columns that tell one finding from another. */
  readonly identity: readonly string[];
  readonly deviations: readonly Deviation[];
  /** What the claim rests on, where it rests on more than the index. */
  readonly proviso?: string;
}

/** The comment over a query: what it is, where it looks, what its rows are, and how far it says what the rule says. */
export function writeHeader({ rule, scope, identity, deviations, proviso }: Header): string {
  const claim = 'exact: finds what the rule means, no more and no less';
  return [
    `${rule.name}: ${rule.title}`,
    `rule ${rule.id}, ${rule.severity}, ${rule.atlas.join(', ')}`,
    scope,
    `rows are findings, known by ${identity.join(', ')}; ${maxRows} of them mean that some were cut`,
    ...(deviations.length === 0
      ? [proviso === undefined ? claim : `${claim}, ${proviso}`]
      : deviations.map(({ code, effect, reason }) => `approximate, ${effect}: ${reason} (${code})`)),
    'Compiled by rulewright; change the rule rather than this file.',
  ]
    .map(writeComment)
    .join('\n');
}
