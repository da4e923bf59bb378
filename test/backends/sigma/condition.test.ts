import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Claim } from '../../../src/backends/sigma/claim.js';
import { lowerCondition } from '../../../src/backends/sigma/condition.js';
import { type Condition, holds } from '../../../src/ir/condition.js';
import { aggregateRule, equals, signal } from '../samples.js';

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

/** Whether a claim holds, given which signals are true; each signal is one demand, named after it. */
function isMet(claim: Claim | undefined, world: ReadonlySet<string>): boolean {
  if (claim === undefined) return true;
  if (claim.kind === 'demand') return world.has(claim.key.replace('signal_', ''));
  const met = claim.of.filter((part) => isMet(part, world)).length;
  return met >= (claim.kind === 'some' ? claim.least : claim.of.length);
}

function sizeOf(claim: Claim | undefined): number {
  return claim === undefined || claim.kind === 'demand'
    ? 1
    : claim.of.reduce((all, part) => all + sizeOf(part), 1);
}

/** Signals that count different events, so that none covers another. */
const rule = (condition: Condition) =>
  aggregateRule(
    'r',
    names.map((name, i) =>
      signal(name, { kind: 'count', of: equals('label', name) }, { kind: 'above', value: 10 + i }),
    ),
    { condition },
  );

function claimOf(condition: Condition): Claim | undefined {
  const lowering = lowerCondition(rule(condition));
  assert.is.not(lowering.fidelity, 'refused');
  return lowering.fidelity === 'refused' ? undefined : lowering.output;
}

test('the claim holds wherever the condition does, and, where nothing is denied, nowhere else', () => {
  const seed = 20260112;
  const random = makeRandom(seed);
  for (let run = 0; run < 400; run++) {
    const condition = randomCondition(random, 3);
    const claim = claimOf(condition);
    for (const world of worlds) {
      const meant = holds(condition, (name) => world.has(name));
      const told = `seed ${seed}, run ${run}: ${JSON.stringify(condition)}`;
      if (meant) assert.ok(isMet(claim, world), told);
      if (!hasNot(condition)) assert.is(isMet(claim, world), meant, told);
    }
  }
});

test('nested conditions are said in the shortest form', () => {
  const [a, b, c] = signals;
  assert.ok(a && b && c);
  const and = (...of: readonly Condition[]): Condition => ({ kind: 'and', of });
  const or = (...of: readonly Condition[]): Condition => ({ kind: 'or', of });
  const not = (of: Condition): Condition => ({ kind: 'not', of });
  assert.is(sizeOf(claimOf(and(a, and(b, c)))), 4);
  assert.is(sizeOf(claimOf(and(a, a))), 1);
  assert.is(sizeOf(claimOf(and(a, not(b)))), 1);
  assert.is(sizeOf(claimOf(not(or(not(a), not(b))))), 3, 'what is denied twice is asked for');
  assert.is(claimOf(or(a, not(b))), undefined);
  assert.is(claimOf(not(a)), undefined);
});

test('a condition that can be met in a thousand ways is as long as it was written', () => {
  const many = Array.from(
    { length: 12 },
    (_, i): Condition => ({ kind: 'signal', name: names[i % 4] ?? 'a' }),
  );
  assert.ok(sizeOf(claimOf({ kind: 'at_least', count: 6, of: many })) <= 13);
});

test.run();
