import type { Plain, RuleDoc, RuleFileDoc, SignalDoc } from '../oracle/documents.js';
import { isRough } from '../oracle/measure.js';
import type { Random } from './random.js';
import { groups, makeCondition, makeSuppression, windows } from './rules.js';

/** A rule as a file of two variants: one of another severity, group and suppression, one of another window and bound. */
export function toVariants(random: Random, rule: RuleDoc): RuleFileDoc {
  const by = random.pick(groups);
  const shift: Partial<RuleDoc> =
    rule.signals === undefined
      ? { description: 'Another variant' }
      : { window: random.pick(windows) ?? { size: '1h' }, signals: shiftBound(random, rule.signals) };
  return {
    ...rule,
    variants: {
      wide: { severity: 'high', by, suppress: random.pick(['none', '1h', '1d']) },
      long: shift,
    },
  };
}

function shiftBound(
  random: Random,
  signals: { readonly [name: string]: SignalDoc },
): { [name: string]: SignalDoc } {
  const name = random.pick(Object.keys(signals));
  const {
    above: _above,
    at_least: _least,
    below: _below,
    at_most: _most,
    between: _between,
    ...rest
  } = signals[name] ?? {};
  return { [name]: { ...rest, at_least: 1 } };
}

/** Rules over the findings of others, without bounds. What hangs on the last bits of a double is not read. */
export function makeReaders(random: Random, rules: readonly RuleDoc[]): RuleDoc[] {
  const read: RuleDoc[] = [...rules];
  for (let i = 0; i < random.whole(1, 2); i++) {
    const named = random.some(read, 1).slice(0, 3);
    const reader = makeReader(random, i, named);
    // One over the findings of the other as well.
    read.push(reader);
  }
  return read.slice(rules.length);
}

function makeReader(random: Random, i: number, named: readonly RuleDoc[]): RuleDoc {
  const shared = (named[0]?.by ?? []).filter((field) => named.every((rule) => rule.by?.includes(field)));
  const by = random.some([...new Set([...shared, 'rule'])]).slice(0, 2);
  const exact = named.flatMap((rule) =>
    Object.entries(rule.signals ?? {})
      .filter(([, signal]) => !isRough(signal, rule.signals ?? {}))
      .map(([name]) => `signal.${name}`),
  );
  const rough = new Set(
    named.flatMap((rule) =>
      Object.entries(rule.signals ?? {})
        .filter(([, signal]) => isRough(signal, rule.signals ?? {}))
        .map(([name]) => `signal.${name}`),
    ),
  );
  const values = exact.filter((name) => !rough.has(name));
  const texts = ['rule', 'severity', 'technique', ...shared];
  const measures: (() => SignalDoc)[] = [
    () => ({ count: 'events' }),
    () => ({ distinct: random.pick(texts) }),
    () => ({ share: { rule: named[0]?.name ?? '' } }),
    () => ({ count: { severity: 'high' } }),
    () => ({ active: '5m' }),
  ];
  if (values.length > 0) {
    measures.push(
      () => ({ [random.pick(['min', 'max'])]: random.pick(values) }),
      () => ({ distinct: random.pick(values) }),
    );
  }
  const signals = Object.fromEntries(
    random.some(['vol_a', 'mix', 'odd'], 1).map((name) => [name, random.pick(measures)()]),
  );
  const filter: { where?: Plain } = random.chance(0.3)
    ? { where: random.pick([{ technique: 'AML.T0024.002' }, { not: { rule: named[0]?.name ?? '' } }]) }
    : {};
  return {
    id: `00000000-0000-4000-8000-1${String(i).padStart(11, '0')}`,
    name: `reader-${i}`,
    title: `Random reader ${i}`,
    description: 'A rule over findings of the random tests.',
    status: 'stable',
    severity: 'medium',
    atlas: ['AML.T0024.000'],
    source: { findings: named.map(({ name }) => name) },
    ...filter,
    by,
    window: random.pick(windows) ?? { size: '1h' },
    signals,
    condition: makeCondition(random, Object.keys(signals), 1),
    ...makeSuppression(random, by),
  };
}
