import type { Condition } from '../../ir/condition.js';
import type { AggregateRule, Signal } from '../../ir/rule.js';
import { chain, combine, deviate, exact, type Lowering, map } from '../lowering.js';
import { lowerMeasure } from '../tables.js';
import { type Claim, someOf } from './claim.js';
import { fewestOf } from './demands.js';
import { dropNegation } from './deviations.js';
import { measures } from './measures.js';

/**
 * What must have happened where a rule's condition holds; undefined where that is nothing that Sigma could ask for. What the condition wants
 * to be false is left out, which makes it wider and never narrower.
 */
export function lowerCondition(rule: AggregateRule): Lowering<Claim | undefined> {
  const byName = new Map(rule.signals.map((signal) => [signal.name, signal]));
  const signalOf = (name: string): Signal => {
    const signal = byName.get(name);
    if (signal === undefined) throw new Error(`the condition names ${name}, which is not a signal`);
    return signal;
  };

  /** @param sure signals that are true wherever this part is asked for */
  const lower = (
    node: Condition,
    wanted: boolean,
    sure: readonly Signal[],
    key: string,
  ): Lowering<Claim | undefined> => {
    switch (node.kind) {
      case 'signal':
        return wanted ? lowerSignal(signalOf(node.name), sure) : deviate(undefined, [dropNegation(rule)]);
      case 'not':
        return lower(node.of, !wanted, sure, key);
      case 'and':
        return lowerSome(wanted ? node.of.length : 1, node.of, wanted, sure, key);
      case 'or':
        return lowerSome(wanted ? 1 : node.of.length, node.of, wanted, sure, key);
      case 'at_least':
        return lowerSome(wanted ? node.count : node.of.length - node.count + 1, node.of, wanted, sure, key);
    }
  };
  const lowerSome = (
    least: number,
    of: readonly Condition[],
    wanted: boolean,
    sure: readonly Signal[],
    key: string,
  ): Lowering<Claim | undefined> => {
    const beside =
      wanted && least === of.length
        ? of.flatMap((part) => (part.kind === 'signal' ? [signalOf(part.name)] : []))
        : [];
    const parts = of.map((part, i) => lower(part, wanted, [...sure, ...beside], `${key}_${i + 1}`));
    return map(combine(parts), (claims) => someOf(key, least, claims));
  };
  return lower(rule.condition, true, [], 'condition');
}

/** A signal that must be true, beside others that must be, too. */
function lowerSignal(signal: Signal, beside: readonly Signal[]): Lowering<Claim | undefined> {
  const sure = beside.includes(signal) ? beside : [...beside, signal];
  const fewest = Math.max(1, ...sure.map(fewestOf));
  return chain(lowerMeasure(measures, signal.measure, { signal, sure, fewest }), (demands) =>
    exact(someOf(`all_${signal.name}`, demands.length, demands)),
  );
}
