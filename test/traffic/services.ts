import type { Random } from '../random/random.js';
import { browser, hashOf, human, makeClient, type Pace, send, steady } from './client.js';
import type { Label, Line, Traffic } from './line.js';
import type { Pools } from './pools.js';

/*
 * Clients who mean no harm and look as if they did, or send more than the quiet people of the other logs.
 */

function between(random: Random, low: number, high: number): number {
  return Number((low + ((high - low) * random.whole(0, 10_000)) / 10_000).toFixed(4));
}

/** Partial dependence: each record again and again with one column moved over a grid. */
function partialDependence(records: readonly Line[], random: Random): Line[] {
  return records.slice(0, 60).flatMap((record, row) =>
    Array.from({ length: 40 }, (_, step): Line => {
      const hash = hashOf('pdp', row, step);
      return {
        ...record,
        input_hash: hash,
        wants_probs: true,
        nn_dist: between(random, 0.1, 0.4),
        near_dup: step > 0,
        fp_overlap: step > 0 ? 45 : 0,
        fp_root: hashOf('pdp', row, 0),
        lsh: hashOf('pdp', row, Math.floor(step / 14)).slice(0, 6),
      };
    }),
  );
}

/** Robustness tests: ordinary images under ever more noise. */
function fuzzed(ordinary: readonly Line[], random: Random): Line[] {
  return ordinary.slice(0, 900).map((line, i) => ({
    ...line,
    input_hash: hashOf('fuzz', i),
    wants_probs: true,
    margin: between(random, 0, 1),
    ood: between(random, 0.5, 1.9),
    hardness: random.chance(0.5) ? random.whole(1, 12) : 0,
    nn_dist: between(random, 9.5, 11),
  }));
}

/** Test-time augmentation: five views of each image, whose answers are averaged. */
function views(ordinary: readonly Line[], random: Random): Line[] {
  return ordinary.slice(900, 1300).flatMap((line, i) =>
    Array.from(
      { length: 5 },
      (_, view): Line => ({
        ...line,
        input_hash: hashOf('view', i, view),
        wants_probs: true,
        margin: Number((Number(line.margin) * between(random, 0.7, 1)).toFixed(4)),
        hardness: random.chance(0.3) ? random.whole(1, 10) : 0,
        nn_dist: between(random, 2.5, 4.5),
        near_dup: view > 0 && random.chance(0.4),
        fp_root: hashOf('view', i, 0),
        lsh: hashOf('view', i, view >> 1).slice(0, 6),
      }),
    ),
  );
}

/** A sensor with a dirty lens: ordinary in kind, hard for the model. */
function noisy(ordinary: readonly Line[], random: Random): Line[] {
  return ordinary.slice(1300, 3300).map((line, i) => ({
    ...line,
    input_hash: hashOf('noisy', i),
    margin: Number((Number(line.margin) * between(random, 0.5, 1)).toFixed(4)),
    hardness: random.chance(0.35) ? random.whole(1, 12) : 0,
    ood: between(random, 0.4, 1.02),
  }));
}

export function makeServices({ ordinary, records, strange, chats }: Pools, random: Random): Traffic {
  const lines: Line[] = [];
  const labels: Record<string, Label> = {};
  function add(
    kind: string,
    principal: string,
    inputs: readonly Line[],
    start: string,
    pace: Pace,
    given: Parameters<typeof makeClient>[2] = {},
    person = false,
  ): void {
    lines.push(...send(makeClient(principal, random, given), inputs, start, pace));
    labels[principal] = { label: 'benign', kind, technique: null, ...(person ? { person: true } : {}) };
  }
  const quick = (gap: number) => steady(gap, 0.4, random);
  add('explainer-pdp', 'pdp-0', partialDependence(records, random), '2026-01-08T10:00:00Z', quick(60));
  add('fuzz-test', 'fuzz-0', fuzzed(ordinary, random), '2026-01-09T21:00:00Z', quick(150));
  add('test-time-augmentation', 'tta-0', views(ordinary, random), '2026-01-10T09:00:00Z', quick(3000));
  add('noisy-sensor', 'sensor-9', noisy(ordinary, random), '2026-01-08T00:00:30Z', quick(43_000));
  add(
    'wrong-images',
    'intake-3',
    [...strange.slice(9500, 9590), ...ordinary.slice(3300, 3340)],
    '2026-01-12T09:10:00Z',
    human(30_000, random),
    { user_agent: browser },
  );
  add('nightly-batch', 'svc-batch-n', ordinary.slice(0, 3000), '2026-01-11T02:00:00Z', quick(30));

  // Busy people: a whole day of it, three times what the other logs' people do.
  for (let i = 0; i < 8; i++)
    add(
      'busy-person',
      `busy-${i}`,
      ordinary.slice(i * 450, i * 450 + random.whole(250, 450)),
      `2026-01-${String(6 + i).padStart(2, '0')}T08:${10 + i}:00Z`,
      human(22_000, random),
      { user_agent: browser },
      true,
    );
  for (let i = 0; i < 3; i++)
    add(
      'busy-chat',
      `busy-chat-${i}`,
      chats.slice(i * 200, i * 200 + 180),
      `2026-01-${String(8 + i).padStart(2, '0')}T08:30:00Z`,
      human(60_000, random),
      { user_agent: browser },
      true,
    );
  // An office whose people share one address, and a fleet of devices of one maker.
  for (let i = 0; i < 12; i++)
    add(
      'office-behind-nat',
      `nat-${i}`,
      ordinary.slice(3600 + i * 90, 3690 + i * 90),
      `2026-01-09T0${8 + (i % 2)}:${20 + i}:00Z`,
      human(90_000, random),
      { src_ip: '198.18.7.9', asn: 1310, org: 'org-410', user_agent: browser },
      true,
    );
  for (let i = 0; i < 10; i++)
    add(
      'device-fleet',
      `dev-${i}`,
      ordinary.slice(4700 + i * 120, 4820 + i * 120),
      `2026-01-07T00:0${i}:10Z`,
      quick(600_000),
      { asn: 1320, org: 'org-420', user_agent: 'fleet-agent/3.1' },
    );
  return { lines, labels };
}
