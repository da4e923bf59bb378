import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findSmallestTraffic } from '../../src/cli/smallest-traffic.js';
import type { Bound, Measure } from '../../src/ir/measure.js';
import type { Predicate } from '../../src/ir/predicate.js';
import type { AggregateRule } from '../../src/ir/rule.js';
import type { Field } from '../../src/ir/source.js';

const test = suite('smallest traffic');
const span = { source: { file: 'f', text: '' }, start: 0, end: 0 };
const field = (name: string, type: Field['type']): Field => ({ name, type, required: false });
const principal = field('principal', 'keyword');
const input = field('input_hash', 'keyword');
const full: Predicate = {
  kind: 'equals',
  field: field('wants_probs', 'boolean'),
  values: [true],
  nocase: false,
  span,
};
const source = {
  name: 's',
  description: '',
  time: { field: 'ts', format: 'epoch_seconds' as const },
  dedupe: false,
  fields: new Map(),
  define: new Map(),
  span,
};

function ruleOf(...signals: readonly [Measure, Bound][]): AggregateRule {
  return {
    kind: 'aggregate',
    id: '',
    name: 'r',
    title: '',
    description: '',
    status: 'test',
    severity: 'low',
    atlas: [],
    references: [],
    source,
    by: [principal],
    report: [],
    buildingBlock: false,
    respond: [],
    falsePositives: [],
    investigate: [],
    blindSpots: [],
    span,
    window: { size: 3_600_000, every: 60_000 },
    signals: signals.map(([measure, bound], index) => ({ name: `s${index}`, measure, bound, span })),
    condition: { kind: 'and', of: signals.map((_, index) => ({ kind: 'signal', name: `s${index}` })) },
  };
}

/** Whether n events with d distinct inputs and k full vectors fire the rule: each signal worked out on its own. */
function fires(rule: AggregateRule, n: number, d: number, k: number): boolean {
  return rule.signals.every(({ measure, bound }) => {
    const counts: Partial<Record<Measure['kind'], number>> = {
      count: 'of' in measure ? k : n,
      share: k / n,
      distinct: d,
      distinct_ratio: d / n,
    };
    const value = counts[measure.kind] ?? Number.NaN;
    if (bound.kind === 'between') return bound.low <= value && value <= bound.high;
    return {
      above: value > bound.value,
      at_least: value >= bound.value,
      below: value < bound.value,
      at_most: value <= bound.value,
    }[bound.kind];
  });
}

test('is the smallest that fires, by trying every traffic of up to 40 events', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 2 ** 31;
  };
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)];
  const boundOf = (most: number): Bound => {
    const value = most === 1 ? Math.round(random() * 20) / 20 : Math.floor(random() * most);
    return pick<Bound>([
      { kind: 'above', value },
      { kind: 'at_least', value },
      { kind: 'below', value },
      { kind: 'at_most', value },
      { kind: 'between', low: value / 2, high: value },
    ]);
  };
  let found = 0;
  for (let round = 0; round < 120; round++) {
    const rule = ruleOf(
      [{ kind: 'count' }, boundOf(30)],
      [
        pick<Measure>([
          { kind: 'distinct_ratio', field: input },
          { kind: 'share', of: full },
        ]),
        boundOf(1),
      ],
      [
        pick<Measure>([
          { kind: 'distinct', field: input },
          { kind: 'count', of: full },
        ]),
        boundOf(20),
      ],
    );
    let smallest: [number, number, number] | undefined;
    for (let n = 1; n <= 40 && smallest === undefined; n++)
      for (let d = 0; d <= n && smallest === undefined; d++)
        for (let k = 0; k <= n && smallest === undefined; k++) if (fires(rule, n, d, k)) smallest = [n, d, k];
    const traffic = findSmallestTraffic(rule);
    if (smallest === undefined) {
      assert.ok(traffic === undefined || traffic.events > 40, `seed ${seed}, round ${round}`);
      continue;
    }
    found++;
    const [n, d, k] = smallest;
    const parts = [
      ...(d > 0 ? [`${d} distinct input_hash`] : []),
      ...(k > 0 ? [`${k} where wants_probs is true`] : []),
    ];
    assert.is(traffic?.events, n, `seed ${seed}, round ${round}`);
    assert.equal([...(traffic?.parts ?? [])].sort(), parts.sort(), `seed ${seed}, round ${round}`);
  }
  assert.ok(found > 20, `only ${found} rules can fire at all; seed ${seed}`);
});

test('says nothing where figures cannot be chosen apart, or the rule is of another form', () => {
  const over: Bound = { kind: 'above', value: 3 };
  const labels: Predicate = { kind: 'exists', field: input, span };
  assert.is(
    findSmallestTraffic(
      ruleOf([{ kind: 'count', of: labels }, over], [{ kind: 'distinct', field: input }, over]),
    ),
    undefined,
  );
  assert.is(findSmallestTraffic(ruleOf([{ kind: 'distinct', field: principal }, over])), undefined);
  assert.is(
    findSmallestTraffic(ruleOf([{ kind: 'sum', field: field('margin', 'number') }, over])),
    undefined,
  );
  assert.is(findSmallestTraffic({ ...ruleOf([{ kind: 'count' }, over]), where: labels })?.events, 4);
  const either = ruleOf([{ kind: 'count' }, over]);
  assert.is(findSmallestTraffic({ ...either, condition: { kind: 'or', of: [either.condition] } }), undefined);
});

test.run();
