import type { BackendName } from '../ir/target.js';

/**
 * Every code of a deviation, with the back ends that declare it. `test/conformance/deviations.conformance.ts` shows each of those of a back end
 * that an engine runs, in its stated direction; a code of such a back end does not compile without its case there.
 */
export const deviationCodes = {
  'sampled-log': ['elastic', 'splunk', 'sigma'],
  'address-as-text': ['splunk', 'sigma'],
  'as-the-data-model-keeps': ['splunk'],
  'hash-of-text': ['splunk'],
  'case-beyond-ascii': ['sigma'],
  'case-of-values': ['sigma'],
  'every-as-some': ['sigma'],
  'instant-as-text': ['sigma'],
  'joint-windows': ['sigma'],
  'negation-dropped': ['sigma'],
  'percentile-moved': ['sigma'],
  'ratio-as-count': ['sigma'],
  'share-as-count': ['sigma'],
  'sliding-reader': ['sigma'],
  'steps-reach-back': ['sigma'],
  'sum-of-positives': ['sigma'],
  'tumbling-reader': ['sigma'],
  'upper-bound-dropped': ['sigma'],
  'whole-threshold': ['sigma'],
} as const satisfies { readonly [code: string]: readonly BackendName[] };

export type DeviationCode = keyof typeof deviationCodes;

/** The codes that a back end declares. */
export type DeviationCodeOf<B extends BackendName> = {
  [C in DeviationCode]: B extends (typeof deviationCodes)[C][number] ? C : never;
}[DeviationCode];
