import type { Mapping } from '../ir/mapping.js';

/**
 * Fields that no gateway writes of its own accord: scalars and hashes that it has to compute for each query, or to keep of a request,
 * because someone asked for them. What a pack finds without them is what it finds on the day on which it is deployed.
 */
export const enrichedFields: ReadonlySet<string> = new Set([
  'since_previous_ms',
  // Of the answer
  'label',
  'max_prob',
  'margin',
  'entropy',
  // Of the input, beside earlier ones and the training data
  'nn_distance',
  'near_dup',
  'fingerprint_root',
  'label_changed',
  'input_bucket',
  'ood',
  'hardness',
  // Of language models
  'prompt_bucket',
  'completion_tokens',
  'max_tokens',
  'top_logprobs',
  'logit_bias_hash',
]);

/** The same log, as if nobody had computed the enriched fields. */
export function withoutEnriched(mapping: Mapping): Mapping {
  const plain = [...mapping.fields].filter(([name]) => !enrichedFields.has(name));
  return { ...mapping, fields: new Map(plain) };
}
