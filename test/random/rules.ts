import type { Plain, RuleDoc, SignalDoc } from '../oracle/documents.js';
import { makePredicate } from './predicates.js';
import type { Random } from './random.js';

/** The measures that random rules are made of. */
export const measures = [
  'count',
  'share',
  'share',
  'distinct',
  'distinct_ratio',
  'sum',
  'avg',
  'min',
  'max',
  'stddev',
  'cv',
  'percentile',
  'entropy',
  'top_share',
  'active',
  'interval_avg',
  'interval_cv',
  'rate_cv',
  'ratio',
] as const;

export const windows: readonly RuleDoc['window'][] = [
  { size: '5m', every: '5m' },
  { size: '5m', every: '1m' },
  { size: '10m', every: '5m' },
  { size: '10m' },
  { size: '30m', every: '15m' },
  { size: '1h', every: '5m' },
  { size: '1h' },
  { size: '1h', every: '1h' },
  { size: '72m' },
  { size: '2h', every: '30m' },
  { size: '1d', every: '1h' },
  { size: '1d', every: '1d' },
  { size: '36h', every: '12h' },
  { size: '3d', every: '8h' },
];
export const groups: readonly (readonly string[])[] = [
  [],
  ['who'],
  ['who'],
  ['net'],
  ['who', 'net'],
  ['flag', 'who'],
  ['size'],
  ['addr'],
  ['seen'],
  ['word', 'near', 'who'],
];
const lengths = ['1s', '7m', '10m', '1h', '90m', '1d', '30d'];

/** One to four rules that share some of their groups, windows, filters and measures. Their bounds are still to be set. */
export function makeRules(random: Random): RuleDoc[] {
  const share = {
    windows: [random.pick(windows), random.pick(windows)],
    groups: [random.pick(groups), random.pick(groups)],
    filters: [makePredicate(random), makePredicate(random)],
    signals: Array.from({ length: 4 }, () => makeMeasure(random)),
  };
  return Array.from({ length: random.whole(1, 4) }, (_, i) => {
    const by = random.chance(0.8) ? random.pick(share.groups) : random.pick(groups);
    const window = random.chance(0.8) ? random.pick(share.windows) : random.pick(windows);
    const where = random.chance(0.6) ? random.pick(share.filters) : makePredicate(random);
    const name = `rule-${random.pick(['x', 'y', 'z'])}${i}`;
    const head = {
      ...makeHead(name, i, random.chance(0.03) ? 'deprecated' : 'stable'),
      ...(random.chance(0.1) ? { building_block: true } : {}),
    };
    if (random.chance(0.2)) {
      const suppress = random.chance(0.5) ? { suppress: random.pick(lengths) } : {};
      return { ...head, where, ...(random.chance(0.5) ? { by } : {}), ...suppress };
    }
    if (random.chance(0.2)) {
      const within = window ? { within: window.size, ...(window.every ? { every: window.every } : {}) } : {};
      const filter = random.chance(0.3) ? { where } : {};
      return { ...head, ...filter, by, ...within, steps: makeSteps(random), ...makeSuppression(random, by) };
    }
    const signals = makeSignals(random, share.signals);
    const condition = random.chance(0.7) ? { condition: makeCondition(random, Object.keys(signals)) } : {};
    const filter = random.chance(0.4) ? { where } : {};
    return {
      ...head,
      ...filter,
      by,
      ...(window ? { window } : {}),
      signals,
      ...condition,
      ...makeSuppression(random, by),
    };
  });
}

/** One to three steps of a sequence. */
export function makeSteps(random: Random): Exclude<RuleDoc['steps'], undefined> {
  return Array.from({ length: random.whole(1, 3) }, (_, i) => ({
    name: `step_${i}`,
    where: makePredicate(random, 1),
    ...(random.chance(0.4) ? { at_least: random.whole(1, 3) } : {}),
  }));
}

function makeHead(name: string, i: number, status: RuleDoc['status']) {
  return {
    id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    name,
    title: `Random rule ${i}`,
    description: 'A rule of the random tests.',
    status,
    severity: 'low',
    atlas: ['AML.T0024.002'],
    source: 'traffic',
  } as const;
}

export function makeSuppression(
  random: Random,
  by: readonly string[],
): { readonly suppress?: Exclude<RuleDoc['suppress'], undefined> } {
  switch (random.whole(0, 4)) {
    case 0:
      return { suppress: 'none' };
    case 1:
      return { suppress: random.pick(lengths) };
    case 2:
      return { suppress: { for: random.pick(lengths), by: random.some(by) } };
    case 3:
      return { suppress: { by: random.some(by) } };
    default:
      return {};
  }
}

const signalNames = ['vol_a', 'vol_b', 'vol_c', 'mix', 'odd'];

function makeSignals(random: Random, shared: readonly SignalDoc[]): { [name: string]: SignalDoc } {
  const signals: { [name: string]: SignalDoc } = {};
  for (const name of random.some(signalNames, 1).slice(0, 4)) {
    const signal = random.chance(0.6) ? random.pick(shared) : makeMeasure(random);
    const earlier = Object.keys(signals);
    signals[name] =
      'ratio' in signal && earlier.length > 0 && random.chance(0.6)
        ? { ...signal, ratio: { of: random.pick(earlier), to: makeMeasure(random, false) } }
        : signal;
  }
  return signals;
}

/** A measure, with what belongs to it and perhaps a least number, without a bound. */
export function makeMeasure(random: Random, nested = true): SignalDoc {
  const kind = random.pick(measures.filter((name) => nested || name !== 'ratio'));
  const least: { n?: Plain } = nested && random.chance(0.3) ? { n: random.whole(1, 5) } : {};
  const number = random.pick(['size', 'cost']);
  const any = random.pick(['who', 'net', 'word', 'size', 'flag', 'addr', 'seen', 'req']);
  switch (kind) {
    case 'count':
      return { count: random.chance(0.5) ? 'events' : makePredicate(random, 1), ...least };
    case 'share': {
      const among = random.chance(0.5) ? { among: makePredicate(random, 1) } : {};
      return { share: makePredicate(random, 1), ...among, ...least };
    }
    case 'percentile':
      return { percentile: number, p: random.pick([0.001, 25, 50, 66.667, 95, 99.9, 100]), ...least };
    case 'active':
      return { active: random.pick(['30s', '1m', '5m', '7m', '1h', '1d']), ...least };
    case 'interval_avg':
    case 'interval_cv':
      return { [kind]: 'events', ...least };
    case 'rate_cv':
      // A step that divides every `every` there is.
      return { rate_cv: random.pick(['20s', '1m']), ...least };
    case 'distinct':
    case 'distinct_ratio':
    case 'entropy':
    case 'top_share':
      return { [kind]: any, ...least };
    case 'ratio':
      return { ratio: { of: makeMeasure(random, false), to: makeMeasure(random, false) }, ...least };
    default:
      return { [kind]: number, ...least };
  }
}

/** A condition over some signals, in every form there is. */
export function makeCondition(random: Random, names: readonly string[], depth = 2): string {
  const volumes = names.filter((name) => name.startsWith('vol_'));
  if (depth > 0 && random.chance(0.5)) {
    const part = () => makeCondition(random, names, depth - 1);
    return random.pick([
      () => `not ${random.chance(0.5) ? part() : `(${part()})`}`,
      () => `${part()} and ${part()}`,
      () => `${part()} or ${part()}`,
      () => `(${part()} or ${part()}) and ${part()}`,
    ])();
  }
  const forms = [...names, ...names, 'all of them', `${random.whole(1, names.length)} of them`];
  if (volumes.length > 0) forms.push('all of vol_*', `${random.whole(1, volumes.length)} of vol_*`);
  return random.pick(forms);
}
