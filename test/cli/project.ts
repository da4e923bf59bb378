/** A small project of a user's own: one source, one aggregate rule, one match rule, a mapping, a target. */
export const project: Readonly<Record<string, string>> = {
  'rules/sources/inference.yaml': `source: inference
description: One record a request
time: { field: ts, format: epoch_seconds }
fields:
  ts: { type: timestamp, required: true, description: When }
  principal: { type: keyword, required: true, description: Who }
  input_hash: { type: keyword, required: true, description: What }
  wants_probs: { type: boolean, required: true, description: How }
  margin: { type: number, description: Lead of the first class }
`,
  'rules/harvest.yaml': `id: 6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11
name: harvest
title: Bulk harvesting
description: Many distinct inputs with full vectors.
status: stable
severity: low
atlas: [AML.T0024.002]
source: inference
by: [principal]
window: { size: 1h, every: 5m }
signals:
  volume: { count: events, above: 10 }
  novelty: { distinct_ratio: input_hash, above: 0.9 }
  full_vectors: { share: { wants_probs: true }, above: 0.8 }
suppress: 1h
respond: [throttle]
blind_spots: [Ten an hour]
`,
  'rules/near-tie.yaml': `id: 1dd5e61a-d374-46e9-a6ee-2d6219ea5b39
name: near-tie
title: A near tie
description: An answer near the boundary.
status: test
severity: informational
atlas: [AML.T0024.000]
source: inference
where: { margin|below: 0.01 }
`,
  'targets/mappings/other.yaml': `mapping: other
description: Another gateway
source: inference
time: { path: time, format: rfc3339 }
fields:
  principal: { path: user.id }
  input_hash: { path: hash }
  wants_probs: { path: probs }
`,
  'targets/siem/target.yaml': `target: siem
description: The index of the gateway
backend: elastic
index: inference-*
delay: 2m
`,
};

/** 2026-01-12T09:00:00Z in epoch seconds. */
export const start = 1768208400;

/** Requests of one principal, 20 seconds apart, each with an input of its own and all probabilities. */
export function requests(principal: string, count: number, from = start): string {
  let text = '';
  for (let i = 0; i < count; i++)
    text += `${JSON.stringify({ ts: from + 20 * i, principal, input_hash: `h${i}`, wants_probs: true })}\n`;
  return text;
}

/** A test of its aggregate rule, which passes. */
export const ruleTest: Readonly<Record<string, string>> = {
  'rules/harvest.test.yaml': `rule: harvest
cases:
  - name: ten are not enough
    traffic: { start: 2026-01-12T09:00:00Z, principals: [ { name: thief, requests: 10, over: 50m } ] }
    expect: { alerts: [] }
`,
};
