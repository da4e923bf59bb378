import type { Random } from '../random/random.js';
import { browser, human, makeClient, send, steady } from './client.js';
import type { Label, Line, Traffic } from './line.js';
import type { Pools } from './pools.js';

/*
 * Thieves who do not want to be seen: the inputs of real runs, sent in another way.
 */

const extraction: Label = { label: 'attack', kind: '', technique: 'AML.T0024.002', evasion: true };

/** Puts `many` ordinary inputs before each of the others. */
function dilute(inputs: readonly Line[], dummies: readonly Line[], many: number): Line[] {
  let next = 0;
  return inputs.flatMap((input) => [
    ...Array.from({ length: many }, () => dummies[next++ % dummies.length]),
    input,
  ]);
}

/** Shares inputs out among keys that send at the same time. */
function spread(
  kind: string,
  inputs: readonly Line[],
  keys: number,
  random: Random,
  start: string,
  meanGap: number,
  given: (key: number) => Parameters<typeof makeClient>[2] = () => ({}),
  change?: Parameters<typeof send>[4],
): { readonly lines: Line[]; readonly principals: string[] } {
  const principals = Array.from({ length: keys }, (_, key) => `eva-${kind}-${String(key).padStart(2, '0')}`);
  const lines = principals.flatMap((principal, key) =>
    send(
      makeClient(principal, random, { principal_age_days: random.whole(0, 6), ...given(key) }),
      inputs.filter((_, index) => index % keys === key),
      new Date(Date.parse(start) + random.whole(0, meanGap)).toISOString(),
      steady(meanGap, 0.6, random),
      change,
    ),
  );
  return { lines, principals };
}

export function makeEvasions({ strange, ordinary, augmented, generated }: Pools, random: Random): Traffic {
  const lines: Line[] = [];
  const labels: Record<string, Label> = {};
  function add(kind: string, sent: readonly Line[], principals: readonly string[]): void {
    lines.push(...sent);
    for (const principal of principals) {
      const queries = sent.filter((line) => line.principal === principal).length;
      labels[principal] = { ...extraction, kind, queries };
    }
  }
  function one(
    kind: string,
    inputs: readonly Line[],
    start: string,
    pace: Parameters<typeof send>[3],
    change?: Parameters<typeof send>[4],
    given: Parameters<typeof makeClient>[2] = {},
  ): void {
    const principal = `eva-${kind}`;
    add(
      kind,
      send(
        makeClient(principal, random, { principal_age_days: random.whole(0, 20), ...given }),
        inputs,
        start,
        pace,
        change,
      ),
      [principal],
    );
  }

  const labelsOnly = () => ({ wants_probs: false });
  one('labels_only', strange.slice(0, 2000), '2026-01-06T11:00:00Z', steady(400, 0.5, random), labelsOnly);
  one('vectors75', strange.slice(2000, 4000), '2026-01-07T13:00:00Z', steady(500, 0.5, random), (_, i) => ({
    wants_probs: i % 4 > 0,
  }));
  const half = dilute(strange.slice(4000, 5000), ordinary.slice(0, 1000), 1);
  one('half_dummies', half, '2026-01-08T05:00:00Z', steady(900, 0.5, random));
  const most = dilute(strange.slice(5000, 5400), ordinary.slice(1000, 2200), 3);
  one('three_dummies_in_four', most, '2026-01-09T05:00:00Z', steady(1500, 0.5, random));
  one('astride_the_hour', strange.slice(5400, 6400), '2026-01-09T08:54:00Z', (i) =>
    i % 100 ? 7000 : 2_900_000,
  );
  one('slow15', strange.slice(6400, 8200), '2026-01-06T00:10:00Z', steady(240_000, 0.4, random));
  one('human_pace', strange.slice(8200, 9000), '2026-01-07T08:00:00Z', human(20_000, random), undefined, {
    user_agent: browser,
  });
  one('slow_augmentation', augmented.slice(600, 2000), '2026-01-07T00:20:00Z', steady(75_000, 0.3, random));

  const far = spread('sybil20_spread', strange.slice(0, 1600), 20, random, '2026-01-08T00:00:00Z', 900_000);
  add('sybil20_spread', far.lines, far.principals);
  const org = 'org-399';
  const inOrg = spread(
    'sybil12_org',
    strange.slice(1600, 2800),
    12,
    random,
    '2026-01-10T00:00:00Z',
    700_000,
    () => ({ org }),
  );
  add('sybil12_org', inOrg.lines, inOrg.principals);
  const quiet = spread(
    'sybil20_ordinary',
    ordinary.slice(3000, 3900),
    20,
    random,
    '2026-01-06T00:00:00Z',
    5_400_000,
  );
  add('sybil20_ordinary', quiet.lines, quiet.principals);
  const crowd = spread(
    'llm_sybil40',
    generated.slice(0, 2000),
    40,
    random,
    '2026-01-12T00:00:00Z',
    1_200_000,
  );
  add('llm_sybil40', crowd.lines, crowd.principals);
  return { lines, labels };
}
