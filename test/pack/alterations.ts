import type { Bound } from '../../src/ir/measure.js';
import type { AggregateRule, Rule, Signal } from '../../src/ir/rule.js';

/** A rule with one thing changed by as little as can be. */
export interface Alteration {
  readonly what: string;
  readonly altered: Rule;
}

const strictness = { above: 'at_least', at_least: 'above', below: 'at_most', at_most: 'below' } as const;

/** Whether the bound itself is met, the other way round. */
function alterBound(bound: Bound): Bound[] {
  if (bound.kind !== 'between') return [{ kind: strictness[bound.kind], value: bound.value }];
  const little = 1e-9;
  return [
    { ...bound, low: bound.low + little },
    { ...bound, high: bound.high - little },
  ];
}

function alterSignal(
  signal: Signal,
  isAlone: boolean,
): { readonly what: string; readonly altered: Signal }[] {
  const { measure, atLeast, name } = signal;
  const alterations = alterBound(signal.bound).map((bound) => ({
    what: `the bound of ${name}`,
    altered: { ...signal, bound },
  }));
  for (const step of atLeast === undefined ? [] : [-1, 1])
    alterations.push({
      what: `the n of ${name}`,
      altered: { ...signal, atLeast: (atLeast ?? 0) + step },
    });
  if (measure.kind === 'share' && measure.among !== undefined)
    alterations.push({
      what: `the among of ${name}`,
      altered: { ...signal, measure: { kind: 'share', of: measure.of } },
    });
  if (!isAlone)
    alterations.push({
      what: `${name} itself`,
      altered: { name, span: signal.span, measure: { kind: 'count' }, bound: { kind: 'at_least', value: 1 } },
    });
  return alterations;
}

/** Every small change of a rule that its tests should notice. */
export function alterRule(rule: Rule): Alteration[] {
  if (rule.kind !== 'aggregate') return [];
  const { signals, window } = rule;
  const alterations: Alteration[] = signals.flatMap((signal) =>
    alterSignal(signal, signals.length === 1).map(({ what, altered }) => ({
      what,
      altered: { ...rule, signals: signals.map((one) => (one === signal ? altered : one)) },
    })),
  );
  if (rule.where !== undefined) {
    const { where: _, ...unfiltered }: AggregateRule = rule;
    alterations.push({ what: 'the where', altered: unfiltered });
  }
  alterations.push({
    what: 'the size of the window',
    altered: { ...rule, window: { ...window, size: window.size / 2 } },
  });
  return alterations;
}
