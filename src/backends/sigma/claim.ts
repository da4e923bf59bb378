import type { Predicate } from '../../ir/predicate.js';
import type { Field } from '../../ir/source.js';
import type { Comparison } from './bounds.js';

/** Which of a rule's events count, under a key of its own within the rule. */
export interface Events {
  readonly key: string;
  readonly what: string;
  readonly of: Predicate;
}

/** What a correlation computes of the events that count. */
export type Figure =
  | { readonly kind: 'events' }
  | { readonly kind: 'values' | 'sum' | 'avg'; readonly field: Field }
  | { readonly kind: 'percentile'; readonly field: Field; readonly percent: number };

/** One correlation: a figure of some of the rule's events, held against a whole number. */
export interface Demand {
  readonly kind: 'demand';
  /** The key of the part that asks for it, of its own within the rule. */
  readonly key: string;
  readonly figure: Figure;
  readonly comparison: Comparison;
  /** Left out: all of the rule's events. */
  readonly events?: Events;
}

/** What must have happened within a timespan. */
export type Claim =
  | Demand
  /** At least so many of several. */
  | { readonly kind: 'some'; readonly key: string; readonly least: number; readonly of: readonly Claim[] }
  /** Each later than the one before. */
  | { readonly kind: 'ordered'; readonly key: string; readonly of: readonly Claim[] };

/** So many events or values at least. */
export function atLeast(
  key: string,
  least: number,
  what: { readonly field?: Field; readonly events?: Events | undefined } = {},
): Demand {
  const { field, events } = what;
  return {
    kind: 'demand',
    key,
    figure: field === undefined ? { kind: 'events' } : { kind: 'values', field },
    comparison: { op: 'gte', than: least },
    ...(events === undefined ? {} : { events }),
  };
}

/**
 * At least so many of several claims, in the shortest form; undefined where that asks for nothing.
 * @param of undefined for what holds of every window
 */
export function someOf(key: string, least: number, of: readonly (Claim | undefined)[]): Claim | undefined {
  const real = of.filter((claim) => claim !== undefined && !isTrivial(claim));
  const needed = least - (of.length - real.length);
  if (needed <= 0) return undefined;
  if (needed < real.length) return { kind: 'some', key, least: needed, of: real.flatMap((one) => one ?? []) };
  const all = strongest(
    real.flatMap((one) => {
      if (one === undefined) return [];
      return one.kind === 'some' && one.least === one.of.length ? one.of : [one];
    }),
  );
  const [only, ...others] = all;
  return only !== undefined && others.length === 0 ? only : { kind: 'some', key, least: all.length, of: all };
}

/** Whether every window meets it. */
function isTrivial(claim: Claim): boolean {
  if (claim.kind !== 'demand' || claim.comparison.op !== 'gte') return false;
  const { figure, comparison, events } = claim;
  if (figure.kind === 'events') return comparison.than <= (events === undefined ? 1 : 0);
  return figure.kind === 'values' && comparison.than <= 0;
}

/** Of numbers of the same things the greatest alone. */
function strongest(claims: readonly Claim[]): readonly Claim[] {
  const kept = new Map<string, Claim>();
  for (const claim of claims) {
    const thing = thingOf(claim);
    const known = kept.get(thing);
    if (known === undefined || leastOfClaim(known) < leastOfClaim(claim)) kept.set(thing, claim);
  }
  return [...kept.values()];
}

function thingOf(claim: Claim): string {
  if (claim.kind !== 'demand') return claim.key;
  const { figure, events, key } = claim;
  if (figure.kind === 'events') return JSON.stringify([events?.key]);
  return figure.kind === 'values' ? JSON.stringify([events?.key, figure.field.name]) : key;
}

function leastOfClaim(claim: Claim): number {
  return claim.kind === 'demand' ? claim.comparison.than : 0;
}
