import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { alternativesOf } from '../../../src/backends/sigma/alternatives.js';
import { type Condition, holds } from '../../../src/ir/condition.js';

const names = ['a', 'b', 'c', 'd'];
const signals = names.map((name): Condition => ({ kind: 'signal', name }));

/** A generator of numbers in [0, 1), the same for the same seed. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomCondition(random: () => number, depth: number): Condition {
  const pick = Math.floor(random() * (depth === 0 ? 1 : 5));
  const parts = () =>
    Array.from({ length: 2 + Math.floor(random() * 2) }, () => randomCondition(random, depth - 1));
  if (pick === 1) return { kind: 'not', of: randomCondition(random, depth - 1) };
  if (pick === 2) return { kind: 'and', of: parts() };
  if (pick === 3) return { kind: 'or', of: parts() };
  if (pick === 4) {
    const of = parts();
    return { kind: 'at_least', count: 1 + Math.floor(random() * of.length), of };
  }
  return { kind: 'signal', name: names[Math.floor(random() * names.length)] ?? 'a' };
}

function hasNot(condition: Condition): boolean {
  if (condition.kind === 'signal') return false;
  return condition.kind === 'not' || condition.of.some(hasNot);
}

/** All ways in which the signals can be true and false. */
const worlds = Array.from(
  { length: 2 ** names.length },
  (_, bits) => new Set(names.filter((_name, i) => (bits >> i) & 1)),
);

test('some alternative holds wherever the condition does, and, where nothing is denied, nowhere else', () => {
  const seed = 20260112;
  const random = makeRandom(seed);
  let compared = 0;
  for (let run = 0; run < 400; run++) {
    const condition = randomCondition(random, 3);
    const ways = alternativesOf(condition);
    if (ways === undefined) continue;
    for (const world of worlds) {
      const meant = holds(condition, (name) => world.has(name));
      const said = ways.some((way) => way.signals.every((name) => world.has(name)));
      const told = `seed ${seed}, run ${run}: ${JSON.stringify(condition)}`;
      if (meant) assert.ok(said, told);
      if (!hasNot(condition)) assert.is(said, meant, told);
      compared++;
    }
  }
  assert.ok(compared > 5000);
});

test('an alternative that another one covers is left out', () => {
  const [a, b] = signals;
  assert.ok(a && b);
  assert.equal(alternativesOf({ kind: 'or', of: [{ kind: 'and', of: [a, b] }, a, a] }), [
    { signals: ['a'], drops: false },
  ]);
});

test('too many alternatives are none', () => {
  const many = Array.from({ length: 12 }, (_, i): Condition => ({ kind: 'signal', name: `s${i}` }));
  assert.is(alternativesOf({ kind: 'at_least', count: 6, of: many }), undefined);
  assert.is(alternativesOf({ kind: 'at_least', count: 12, of: many })?.length, 1);
  const pairs = Array.from(
    { length: 40 },
    (_, i): Condition => ({
      kind: 'or',
      of: [
        { kind: 'signal', name: `l${i}` },
        { kind: 'signal', name: `r${i}` },
      ],
    }),
  );
  assert.is(alternativesOf({ kind: 'and', of: pairs }), undefined);
});

test.run();
