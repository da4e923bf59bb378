import type { BoundMatchRule } from '../../../bind/bound-rule.js';
import type { Range, Shape } from '../../backend.js';
import { chain, deviationsOf, type Lowering, map } from '../../lowering.js';
import { lowerSampling } from '../../sampling.js';
import { liveEnds, matchEvery } from '../../schedule.js';
import { lowerPredicate } from '../../tables.js';
import { defineFields, makeNamer, placeNames, writeTime } from './columns.js';
import { defineGroup } from './group.js';
import { writeHeader } from './header.js';
import { writeDuration, writeIndex, writeName } from './literal.js';
import { writeEval, writeResult, writeWhere } from './pipeline.js';
import { predicates } from './predicates.js';
import { boundsOf, liveProviso } from './range.js';
import { documentIdentity, refuseClash } from './row-columns.js';
import { inRange } from './windows.js';

/**
 * A match rule as one query: a row is an event, with its group, its `time` and the document that holds it. Live, it looks at three
 * steps of five minutes, so that a document is seen by three runs; it is one finding by its `_index` and `_id`.
 */
export function lowerMatchRule(
  bound: BoundMatchRule<'elastic'>,
  shape: Shape,
  range: Range | undefined,
): Lowering<string> {
  const { rule, target } = bound;
  const clash = refuseClash(rule, ['time', ...documentIdentity]);
  if (clash !== undefined) return clash;
  const name = makeNamer([
    'time',
    target.time,
    ...documentIdentity,
    ...bound.fields.keys(),
    ...placeNames(bound),
  ]);
  const columns = defineFields(bound, name);
  const group = defineGroup(rule.by, columns);
  const bounds = boundsOf(shape, range, 0, matchEvery, target.delay);
  const where = chain(lowerSampling(bound), () => lowerPredicate(predicates, rule.where, columns));
  return map(where, (filter) => {
    const steps = `the last ${liveEnds} steps of ${writeDuration(matchEvery)}, run at each`;
    const given = range === undefined ? 'from the parameter _tstart and before _tend' : describeRange(range);
    const header = writeHeader({
      rule,
      scope: `${shape}: single events; ${shape === 'live' ? steps : given}`,
      identity: documentIdentity,
      deviations: deviationsOf(where),
      ...(shape === 'live' ? { proviso: liveProviso(target.delay) } : {}),
    });
    const stages = [
      `FROM ${writeIndex(target.index)} METADATA ${documentIdentity.join(', ')}`,
      ...writeWhere(inRange(target.time, bounds)),
      ...writeEval(columns.definitions.map(([column, value]) => [writeName(column), value])),
      ...writeWhere([filter, ...group.present]),
      ...writeEval([['time', writeTime(target.time)]]),
      ...writeResult([...group.names, 'time', ...documentIdentity], group.renames, [
        'time',
        ...group.names,
        ...documentIdentity,
      ]),
    ];
    return `${header}\n${stages.join('\n')}\n`;
  });
}

function describeRange({ from, to }: Range): string {
  return `from ${new Date(from).toISOString()} and before ${new Date(to).toISOString()}`;
}
