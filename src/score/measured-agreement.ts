/*
 * How far a thief has got: the share of held-out inputs on which a surrogate, trained on so many answers, agrees with the model that it
 * was taken from. No log tells that. These figures were measured in real runs of these attacks, against the small models that the traffic of
 * `fixtures/` was made with, and hold for these kinds alone.
 */

/** Agreement by query budget, in order of the budgets. */
type Curve = readonly (readonly [queries: number, agreement: number])[];

/** By kind of attack, as the labels call it. */
const measured: ReadonlyMap<string, Curve> = new Map<string, Curve>([
  // KnockoffNets, random pool, probabilities
  [
    'knockoff_random',
    [
      [100, 0.48],
      [300, 0.69],
      [1000, 0.79],
      [3000, 0.86],
      [10_000, 0.89],
    ],
  ],
  // Jacobian augmentation, labels only
  [
    'jbda_label',
    [
      [100, 0.73],
      [300, 0.8],
      [1000, 0.8],
      [3000, 0.82],
      [9600, 0.84],
    ],
  ],
  // Inputs like the training data, probabilities
  [
    'indist_steal',
    [
      [100, 0.76],
      [300, 0.87],
      [1000, 0.9],
      [3000, 0.94],
      [5000, 0.94],
    ],
  ],
  // Inputs chosen for doubt and diversity, as ActiveThief chooses them
  [
    'activethief',
    [
      [100, 0.55],
      [300, 0.72],
      [1000, 0.83],
      [3000, 0.89],
      [5000, 0.89],
    ],
  ],
  // Augmentation in random directions from 64 seeds, probabilities
  [
    'trnd_probs',
    [
      [100, 0.78],
      [300, 0.83],
      [1000, 0.84],
      [3000, 0.83],
      [9600, 0.85],
    ],
  ],
  // A Latin hypercube over tabular data
  [
    'grid_tabular',
    [
      [100, 0.68],
      [300, 0.72],
      [1000, 0.88],
      [3000, 0.95],
    ],
  ],
  // Equation solving: a softmax of 784 features and 10 classes, and a logistic model of 30 features
  [
    'eqsolve_softmax',
    [
      [100, 0.64],
      [300, 0.8],
      [785, 1],
    ],
  ],
  ['eqsolve_bclr', [[31, 1]]],
]);

/**
 * The most that was measured up to the least budget that is no less than so many queries: a thief never looks worse than what was measured.
 * @returns undefined for a kind that was not measured, or not so far
 */
export function agreementAt(kind: string, queries: number): number | undefined {
  const curve = measured.get(kind) ?? [];
  const next = curve.findIndex(([budget]) => budget >= queries);
  return next < 0 ? undefined : Math.max(...curve.slice(0, next + 1).map(([, agreement]) => agreement));
}
