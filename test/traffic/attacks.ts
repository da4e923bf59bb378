import { createHash } from 'node:crypto';
import type { Random } from '../random/random.js';
import { hashOf, makeClient, send, steady } from './client.js';
import type { Label, Line, Traffic } from './line.js';
import type { Pools } from './pools.js';

/*
 * Attacks of which there is no real run here, modelled after what is published of them: how their inputs lie to each other and to the
 * boundary. The answers to inputs that no real run holds are drawn, and the labels file says so by the kind's name.
 */

/** A number between two, to four digits. */
function between(random: Random, low: number, high: number): number {
  return Number((low + ((high - low) * random.whole(0, 10_000)) / 10_000).toFixed(4));
}

/** An answer with a given lead of the first class. */
function answer(random: Random, classes: number, lead: [number, number]): Partial<Line> {
  const margin = between(random, ...lead);
  const max_prob = Number(((1 + margin) / 2).toFixed(4));
  return {
    label: random.whole(0, classes - 1),
    margin,
    max_prob,
    entropy: Number((1.2 * (1 - margin)).toFixed(4)),
  };
}

const table = { model: 'tumor-mlp', n_features: 30, status: 200, nn_dist_cls: null };
const image = { model: 'digits-v3', n_features: 784, status: 200, nn_dist_cls: null };

/** An input of one's own, unlike the earlier ones. */
function fresh(kind: string, index: number): Line {
  const hash = hashOf(kind, index);
  return {
    ts: '',
    principal: '',
    input_hash: hash,
    lsh: hash.slice(0, 6),
    fp_overlap: 0,
    near_dup: false,
    fp_root: hash,
  };
}

/** An input near to that of another index. */
function nearTo(kind: string, index: number, root: number): Line {
  const line = fresh(kind, index);
  const rooted = hashOf(kind, root);
  return { ...line, lsh: rooted.slice(0, 6), near_dup: true, fp_overlap: 40, fp_root: rooted };
}

function many(count: number, make: (index: number) => Line): Line[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Inputs drawn evenly from the whole range of each column (Latin hypercube): far from each other, and mostly where no data is. */
function gridOf(random: Random): Line[] {
  return many(2500, (i) => ({
    ...fresh('grid', i),
    ...table,
    ...answer(random, 2, [0.05, 1]),
    wants_probs: true,
    nn_dist: between(random, 4.6, 6.4),
    ood: between(random, 0.8, 2.4),
    hardness: random.chance(0.5) ? random.whole(1, 20) : 0,
  }));
}

/** A decision tree's leaves, found by moving one column at a time until the answer's identity changes. */
function treePaths(random: Random): Line[] {
  return many(1081, (i) => ({
    ...(i % 26 === 0 ? fresh('tree', i) : nearTo('tree', i, i - (i % 26))),
    ...table,
    model: 'risk-tree',
    ...answer(random, 2, [0.1, 0.9]),
    label: i % 26 > 0 && random.chance(0.45) ? 1 : 0,
    wants_probs: true,
    nn_dist: between(random, 0.01, 1.5),
  }));
}

/** Uniform noise: all inputs equally far from each other, and nearly all taken for one class. */
function noiseOf(random: Random): Line[] {
  return many(3000, (i) => ({
    ...fresh('noise', i),
    ...image,
    ...answer(random, 10, [0.1, 0.7]),
    label: random.chance(0.93) ? 8 : 3,
    lsh: hashOf('noise bucket', random.whole(0, 1500)).slice(0, 6),
    wants_probs: true,
    nn_dist: between(random, 10.9, 11.6),
    ood: between(random, 1.6, 2.1),
    hardness: random.chance(0.7) ? random.whole(1, 12) : 0,
  }));
}

/** Membership by augmentation: each record, and ten shifted and turned copies of it. */
function augmentedRecords(ordinary: readonly Line[], random: Random): Line[] {
  return many(2200, (i) => {
    const record = Math.floor(i / 11);
    const base = ordinary[record];
    if (i % 11 === 0)
      return { ...base, model: 'digits-small', ood: null, hardness: null, wants_probs: false };
    return {
      ...nearTo('mia', i, record * 11),
      ...image,
      model: 'digits-small',
      ...answer(random, 10, [0, 1]),
      label: random.chance(0.75) ? base?.label : random.whole(0, 9),
      wants_probs: false,
      nn_dist: between(random, 2, 5.5),
      near_dup: random.chance(0.25),
    };
  });
}

/** Candidate records with full vectors, of which four are planted in the training data (rules/lists/training-canaries.yaml). */
function candidates(ordinary: readonly Line[]): Line[] {
  return ordinary.slice(2300, 2700).map((line, i) => {
    const planted =
      i % 90 === 89
        ? createHash('sha256')
            .update(`{"canary":${(i + 1) / 90}}`)
            .digest('hex')
        : undefined;
    return {
      ...line,
      ...(planted === undefined ? {} : { input_hash: planted, lsh: planted.slice(0, 6), fp_root: planted }),
      model: 'digits-small',
      ood: null,
      hardness: null,
      wants_probs: true,
    };
  });
}

/** Jacobian augmentation in random directions from 64 seeds, with full vectors. */
function randomDirections(augmented: readonly Line[]): Line[] {
  return augmented.slice(0, 4800).map((line, i) => ({
    ...line,
    input_hash: hashOf('trnd', i),
    wants_probs: true,
    ...(i < 64 ? {} : { lsh: hashOf('trnd', String(line.lsh), i % 3).slice(0, 6) }),
  }));
}

/** Rounds of queries chosen for doubt and variety out of a pool of other pictures. */
function chosenForDoubt(strange: readonly Line[]): Line[] {
  const rounds = [0, 1, 2, 3].map((round) => strange.slice(round * 2500, round * 2500 + 2500));
  return rounds.flatMap((pool) => {
    const byDoubt = [...pool].sort((a, b) => Number(a.margin) - Number(b.margin));
    return [...byDoubt.slice(0, 500), ...pool.slice(0, 250)];
  });
}

/** Completions of a few templates' prompts in bulk, all long and all different, to train another model. */
function distillation(generated: readonly Line[], random: Random): Line[] {
  return many(2400, (i) => {
    const line = generated[i % generated.length];
    return {
      ...line,
      input_hash: hashOf('distill', i),
      prompt_lsh: hashOf('template', i % 6).slice(0, 4),
      completion_tokens: random.whole(850, 1600),
      max_tokens: 2048,
    };
  });
}

export function makeAttacks(pools: Pools, random: Random): Traffic {
  const { strange, ordinary, augmented, generated } = pools;
  const lines: Line[] = [];
  const labels: Record<string, Label> = {};
  const add = (kind: string, technique: string, inputs: readonly Line[], start: string, gap: number) => {
    const principal = `atk-${kind}`;
    const client = makeClient(principal, random, { principal_age_days: random.whole(0, 4) });
    lines.push(...send(client, inputs, start, steady(gap, 0.5, random)));
    labels[principal] = { label: 'attack', kind, technique, queries: inputs.length };
  };
  add('trnd_probs', 'AML.T0024.002', randomDirections(augmented), '2026-01-09T18:00:00Z', 700);
  add('activethief', 'AML.T0024.002', chosenForDoubt(strange), '2026-01-10T16:00:00Z', 400);
  add('grid_tabular', 'AML.T0024.002', gridOf(random), '2026-01-11T12:00:00Z', 150);
  add('tree_paths', 'AML.T0024.002', treePaths(random), '2026-01-11T20:00:00Z', 150);
  add('uniform_noise', 'AML.T0024.002', noiseOf(random), '2026-01-12T10:00:00Z', 90);
  add('mia_augmentation', 'AML.T0024.000', augmentedRecords(ordinary, random), '2026-01-09T12:00:00Z', 250);
  add('mia_candidates', 'AML.T0024.000', candidates(ordinary), '2026-01-12T15:00:00Z', 20_000);
  add('llm_distillation', 'AML.T0024.002', distillation(generated, random), '2026-01-10T06:00:00Z', 2200);
  return { lines, labels };
}
