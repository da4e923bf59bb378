import type { Bound } from '../ir/measure.js';
import type { Span } from '../text/source-text.js';
import type { DeviationCode } from './deviation-code.js';

/** What a deviation does to a query's rows: extra ones, lost ones, or either. */
export type Effect = 'over' | 'under' | 'both';

export interface Deviation {
  readonly code: DeviationCode;
  readonly effect: Effect;
  /** One sentence, for the person who decides whether to accept it. */
  readonly reason: string;
  readonly span?: Span;
}

export interface Refusal {
  readonly code: string;
  readonly reason: string;
  /** What to change so that it can be said. */
  readonly hint: string;
  readonly span?: Span;
}

export interface Exact<T> {
  readonly fidelity: 'exact';
  readonly output: T;
}

export interface Approximate<T> {
  readonly fidelity: 'approximate';
  readonly output: T;
  readonly deviations: readonly [Deviation, ...Deviation[]];
}

export interface Refused {
  readonly fidelity: 'refused';
  readonly refusals: readonly [Refusal, ...Refusal[]];
}

/**
 * "Can this be said" and "how" are one answer.
 * The effect of a deviation speaks of what the output yields: of a predicate, events; of a measure, its value; of a bound or a
 * condition, findings. Whoever puts parts together carries the effect over (`keep` by doing nothing, `flip`, `blur`, `throughBound`).
 */
export type Lowering<T> = Exact<T> | Approximate<T> | Refused;

export type Fidelity = Lowering<unknown>['fidelity'];

/** Said exactly. */
export function exact<T>(output: T): Exact<T> {
  return { fidelity: 'exact', output };
}

/** Cannot be said here. */
export function refuse(...refusals: readonly [Refusal, ...Refusal[]]): Refused {
  return { fidelity: 'refused', refusals };
}

/** Exact where no deviation is given, else approximate. The same deviation of the same place is told once. */
export function deviate<T>(output: T, deviations: readonly Deviation[]): Exact<T> | Approximate<T> {
  const [first, ...rest] = unique(deviations);
  return first === undefined
    ? exact(output)
    : { fidelity: 'approximate', output, deviations: [first, ...rest] };
}

/** The deviations of a lowering; none of an exact or a refused one. */
export function deviationsOf(lowering: Lowering<unknown>): readonly Deviation[] {
  return lowering.fidelity === 'approximate' ? lowering.deviations : [];
}

/** The refusals of a lowering; none of any other. */
export function refusalsOf(lowering: Lowering<unknown>): readonly Refusal[] {
  return lowering.fidelity === 'refused' ? lowering.refusals : [];
}

/** The same answer with another output. */
export function map<T, U>(lowering: Lowering<T>, change: (output: T) => U): Lowering<U> {
  return lowering.fidelity === 'refused'
    ? lowering
    : deviate(change(lowering.output), deviationsOf(lowering));
}

/** A further step that itself may deviate or refuse, over an output that there is. */
export function chain<T, U>(lowering: Lowering<T>, next: (output: T) => Lowering<U>): Lowering<U> {
  if (lowering.fidelity === 'refused') return lowering;
  const then = next(lowering.output);
  if (then.fidelity === 'refused') return then;
  return deviate(then.output, [...deviationsOf(lowering), ...deviationsOf(then)]);
}

/** All the parts, in their order. Refused if any is; then with every refusal of every part, not only the first. */
export function combine<T>(parts: readonly Lowering<T>[]): Lowering<readonly T[]> {
  const outputs: T[] = [];
  const refusals: Refusal[] = [];
  const deviations: Deviation[] = [];
  for (const part of parts) {
    if (part.fidelity === 'refused') refusals.push(...part.refusals);
    else outputs.push(part.output);
    deviations.push(...deviationsOf(part));
  }
  const [first, ...rest] = unique(refusals);
  return first === undefined ? deviate(outputs, deviations) : refuse(first, ...rest);
}

/** Two parts of different types, under the rule of `combine`. */
export function pair<A, B, C>(a: Lowering<A>, b: Lowering<B>, join: (a: A, b: B) => C): Lowering<C> {
  if (a.fidelity === 'refused' || b.fidelity === 'refused') {
    const [first, ...rest] = unique([...refusalsOf(a), ...refusalsOf(b)]);
    if (first !== undefined) return refuse(first, ...rest);
    throw new Error('a refused lowering holds no refusal');
  }
  return deviate(join(a.output, b.output), [...deviationsOf(a), ...deviationsOf(b)]);
}

const opposite: { readonly [E in Effect]: Effect } = { over: 'under', under: 'over', both: 'both' };

/** What stands under a `not`, or whatever else turns more into less. */
export function flip<T>(lowering: Lowering<T>): Lowering<T> {
  return withEffects(lowering, (effect) => opposite[effect]);
}

/** What stands where more may mean more or less: under an average, in a divisor, in a rule's `where`. */
export function blur<T>(lowering: Lowering<T>): Lowering<T> {
  return withEffects(lowering, () => 'both');
}

/** The same output, of which the deviations are told elsewhere. */
export function told<T>(lowering: Lowering<T>): Lowering<T> {
  return lowering.fidelity === 'refused' ? lowering : exact(lowering.output);
}

/** A measure's value held against a bound: a lower bound keeps the effect, an upper one flips it, two are `both`. */
export function throughBound<T>(bound: Bound, lowering: Lowering<T>): Lowering<T> {
  switch (bound.kind) {
    case 'above':
    case 'at_least':
      return lowering;
    case 'below':
    case 'at_most':
      return flip(lowering);
    case 'between':
      return blur(lowering);
  }
}

function withEffects<T>(lowering: Lowering<T>, change: (effect: Effect) => Effect): Lowering<T> {
  if (lowering.fidelity !== 'approximate') return lowering;
  return deviate(
    lowering.output,
    lowering.deviations.map((deviation) => ({ ...deviation, effect: change(deviation.effect) })),
  );
}

/** Without those that say the same of the same place. */
function unique<T extends Deviation | Refusal>(all: readonly T[]): T[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const effect = 'effect' in one ? one.effect : '';
    const key = JSON.stringify([one.code, effect, one.reason, one.span?.source.file, one.span?.start]);
    return seen.has(key) ? false : seen.add(key);
  });
}
