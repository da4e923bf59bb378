import type { Predicate } from '../ir/predicate.js';
import { logSource, type MatchRule } from '../ir/rule.js';
import type { Span } from '../text/source-text.js';
import { generatedFields } from './generated-traffic.js';
import type { GroupExpectation, TestCase } from './test-case.js';

/**
 * What names the attacker in an alert's group: its principal or, where the group has none, the group itself.
 * Queries to detect (contract, section 4) are the events of this identity before the first alert that names it.
 */
export function identityOf(group: readonly GroupExpectation[]): readonly GroupExpectation[] {
  const principal = group.filter(({ field }) => field.name === generatedFields.principal);
  return principal.length > 0 ? principal : group;
}

/**
 * A rule that finds every event of a group: replayed beside the rule under test, it tells when that group's events came,
 * without a second reading of the log.
 */
export function censusRule(name: string, { rule }: TestCase, group: readonly GroupExpectation[]): MatchRule {
  return {
    kind: 'match',
    id: '00000000-0000-0000-0000-000000000000',
    name,
    title: 'Events of a group',
    description: 'Counts the events of a group that a test expects',
    status: 'experimental',
    severity: 'informational',
    atlas: [],
    references: [],
    source: logSource(rule),
    by: [],
    report: [],
    buildingBlock: false,
    investigate: [],
    respond: [],
    falsePositives: [],
    blindSpots: [],
    span: rule.span,
    // Of what a rule over findings is grouped by, the log has a part.
    where: belongsTo(
      group.filter(({ field }) => logSource(rule).fields.has(field.name)),
      rule.span,
    ),
  };
}

function belongsTo(group: readonly GroupExpectation[], span: Span): Predicate {
  return {
    kind: 'all',
    span,
    of: group.map(({ field, value }) => ({ kind: 'equals', field, values: [value], nocase: false, span })),
  };
}
