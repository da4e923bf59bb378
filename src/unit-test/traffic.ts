import type { Literal } from '../ir/predicate.js';
import type { Field } from '../ir/source.js';

/**
 * Traffic in a few words: who asks, how often, when, and with what. docs/rule-tests.md is its reference.
 * Whatever is a share is met exactly: of n requests, the whole number nearest to share · n (halves up), spread evenly
 * with the first request among them. Durations and instants are milliseconds.
 */
export interface Traffic {
  readonly seed: number;
  readonly start: number;
  readonly principals: readonly Requests[];
}

/** The requests of one principal, or of each of several that behave alike. */
export interface Requests {
  /** With more than one copy, `<name>-1`, `<name>-2` and so on ask. */
  readonly name: string;
  readonly copies: number;
  readonly count: number;
  /** How long after the traffic's start these begin. */
  readonly offset: number;
  readonly pace: Pace;
  readonly inputs: Inputs;
  /** The share of requests that ask for all probabilities. */
  readonly fullVectors: number;
  readonly fields: ReadonlyMap<Field, FieldValues>;
}

/** When requests come. All lie in `[begin, begin + over)`. */
export type Pace =
  /** Every over/count, each later by a random part of `jitter`, which is no longer than that step. */
  | { readonly kind: 'even'; readonly over: number; readonly jitter: number }
  /** Independent of each other: a Poisson process of which the count is known. */
  | { readonly kind: 'poisson'; readonly over: number }
  /** As many bursts, evenly spaced; each takes the first tenth of its stretch, evenly. */
  | { readonly kind: 'burst'; readonly over: number; readonly bursts: number };

/** What is asked about. */
export type Inputs =
  /** Exactly this share are inputs never seen before; each of the others repeats the input before it. */
  | { readonly kind: 'fresh'; readonly share: number }
  /** This many inputs, in turn. */
  | { readonly kind: 'repeat'; readonly of: number };

/** What a field holds, from request to request. */
export type FieldValues =
  | { readonly kind: 'constant'; readonly value: Literal }
  | { readonly kind: 'absent' }
  /** Random doubles in `[low, high)`. */
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  /** Random whole numbers in `[low, high]`. */
  | { readonly kind: 'integer'; readonly low: number; readonly high: number }
  /** These values in turn. */
  | { readonly kind: 'one_of'; readonly values: readonly Literal[] }
  /** This many different values in turn, the same ones for every principal. */
  | { readonly kind: 'distinct'; readonly count: number }
  | {
      readonly kind: 'share';
      readonly share: number;
      readonly of: FieldValues;
      readonly otherwise: FieldValues;
    };

/** So that a test cannot fill the memory. */
export const maxRequests = 500_000;
/** Keeps `request · over` an exact integer. */
export const maxOver = 90 * 86_400_000;

/** How many of `count` a share is: the nearest whole number, halves up, computed as if on decimals (0.285 of 100 is 29). */
export function countOfShare(share: number, count: number): number {
  return Math.round(Number((share * count).toPrecision(12)));
}

/** Whether the request at `index` (from 0) is one of the `chosen` of `count`: evenly spread, the first among them. */
export function isChosen(index: number, chosen: number, count: number): boolean {
  return Math.ceil(((index + 1) * chosen) / count) > Math.ceil((index * chosen) / count);
}
