import type { AggregateRule } from '../ir/rule.js';
import type { Field, Source } from '../ir/source.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * What any pack has to beat: 200 requests of a principal in 24 hours, and nothing else. It catches nearly every thief, and with them
 * nearly every service.
 */
export function createVolumeRule(source: Source, principal: Field): AggregateRule {
  const { span } = source;
  return {
    kind: 'aggregate',
    id: '00000000-0000-0000-0000-000000000000',
    name: 'volume-alone',
    title: 'Volume alone',
    description: '200 requests of a principal in 24 hours, for comparison',
    status: 'experimental',
    severity: 'medium',
    atlas: [],
    references: [],
    source,
    by: [principal],
    report: [],
    buildingBlock: false,
    investigate: [],
    respond: [],
    falsePositives: [],
    blindSpots: [],
    span,
    window: { size: 24 * HOUR, every: 15 * MINUTE },
    suppress: { for: 24 * HOUR, by: [principal] },
    signals: [{ name: 'volume', measure: { kind: 'count' }, bound: { kind: 'at_least', value: 200 }, span }],
    condition: { kind: 'signal', name: 'volume' },
  };
}
