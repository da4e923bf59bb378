import type { BoundAggregateRule } from '../../../bind/bound-rule.js';
import type { AggregateRule } from '../../../ir/rule.js';
import type { Range, Shape } from '../../backend.js';
import { lowerCondition } from '../../condition.js';
import { blur, chain, combine, deviationsOf, type Lowering, map, pair, told } from '../../lowering.js';
import { lowerSampling } from '../../sampling.js';
import { lowerPredicate } from '../../tables.js';
import { type Aggregates, makeAggregates } from './aggregates.js';
import type { FieldColumns } from './columns.js';
import { conditions } from './condition.js';
import type { Expression } from './expression.js';
import { foldSpectrum, writePasses } from './folding.js';
import { writeName } from './literal.js';
import { type LoweredSignal, lowerSignal } from './measures.js';
import { writeEval, writeWhere } from './pipeline.js';
import { predicates } from './predicates.js';
import { planWindowQuery } from './window-query.js';
import { writeWindows } from './windows.js';

/**
 * An aggregate rule as one query: fields with one value or none; the events that count; their panes, each `every` long; the panes
 * of each window end; the signals; the condition. Expanding panes rather than events keeps the work apart from the log's volume.
 * Where a set of values is carried through many window ends, a long hunt can need more memory than the node gives one request; it
 * then fails with a circuit breaker's error (never with fewer rows), and is run over shorter ranges.
 */
export function lowerAggregateRule(
  bound: BoundAggregateRule<'elastic'>,
  shape: Shape,
  range: Range | undefined,
): Lowering<string> {
  const { rule, target } = bound;
  const query = planWindowQuery(bound, shape, range);
  if ('fidelity' in query) return query;
  const { name, columns, group, bounds, by } = query;
  const aggregates = makeAggregates(name, rule.window.size !== rule.window.every);
  const parts = chain(lowerSampling(bound), () => lowerParts(rule, columns, aggregates, target.time));
  return map(parts, ({ filter, values, holds }) => {
    const spectrum = aggregates.spectra.plan();
    const stages = [
      ...writeEval(aggregates.eventColumns()),
      ...(spectrum?.stages ?? []),
      ...writeWindows(
        rule.window,
        bounds,
        target.time,
        group.columns,
        { aggregates: aggregates.all(), recurring: aggregates.recurring(), spectrum },
        name,
      ),
      ...(spectrum === undefined ? [] : [foldSpectrum(spectrum, aggregates.all(), by)]),
      ...writePasses(aggregates, spectrum, by, name),
      ...writeEval(values.map((signal) => [writeName(signal.name), signal.value])),
      ...writeWhere([holds]),
    ];
    return query.write({ filter, stages }, deviationsOf(parts));
  });
}

/** What a rule asks, in the language's expressions. */
interface Parts {
  /** Which events count; none where all do. */
  readonly filter: readonly Expression[];
  readonly values: readonly LoweredSignal[];
  readonly holds: Expression;
}

/**
 * Lowers the `where`, the signals and the condition. What a signal deviates in is told by the condition, which knows whether it
 * stands under a `not`; one that the condition does not name changes no finding.
 */
function lowerParts(
  rule: AggregateRule,
  columns: FieldColumns,
  aggregates: Aggregates,
  time: string,
): Lowering<Parts> {
  const asked = rule.where === undefined ? [] : [lowerPredicate(predicates, rule.where, columns)];
  const where = blur(combine(asked));
  const signals = rule.signals.map((signal) =>
    lowerSignal(signal, { columns, aggregates, time, window: rule.window }),
  );
  const condition = lowerCondition(rule, signals, ({ test }) => test, conditions);
  const judged = pair(told(combine(signals)), condition, (values, holds) => ({ values, holds }));
  return pair(where, judged, (filter, rest) => ({ filter, ...rest }));
}
