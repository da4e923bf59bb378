import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from './command-line.js';
import { project, requests, start } from './project.js';

const test = suite('score');

/** By anybody, and reports whom: a spread shows in its report alone. */
const spread = `id: 2a5fb3a5-0c55-4e5e-9d9c-3d3c9f8f6a01
name: spread
title: Many at once
description: More than one asks in an hour.
status: stable
severity: high
atlas: [AML.T0024.002]
source: inference
where: { principal|starts_with: key }
by: []
window: { size: 1h, every: 5m }
signals: { people: { distinct: principal, above: 1 } }
report: { who: { values: principal } }
`;

/** Sees only an enriched field. */
const near = `id: 3b5fb3a5-0c55-4e5e-9d9c-3d3c9f8f6a02
name: near
title: Near the boundary
description: Three near ties in an hour.
status: stable
severity: medium
atlas: [AML.T0024.000]
source: inference
by: [principal]
window: { size: 1h, every: 5m }
signals: { ties: { count: { margin|below: 0.1 }, above: 2 } }
`;

const day = 86_400;
const ties = requests('walker', 4, start + 600).replaceAll('}', ',"margin":0.05}');
const { path: cwd, remove } = makeFolder({
  ...project,
  'rules/spread.yaml': spread,
  'rules/near.yaml': near,
  // The last of them asks a day later, and too little to be seen.
  'logs/attacks.jsonl':
    requests('thief', 40) +
    requests('key-1', 4) +
    requests('key-2', 4, start + 1200) +
    requests('late', 2, start + day),
  'logs/attacks.labels.json': JSON.stringify({
    thief: { label: 'attack', kind: 'knockoff_random', technique: 'AML.T0024.002', queries: 40 },
    'key-1': { label: 'attack', kind: 'spread', technique: 'AML.T0024.002', group: 'one' },
    'key-2': { label: 'attack', kind: 'spread', technique: 'AML.T0024.002', group: 'one' },
    late: { label: 'attack', kind: 'quiet', technique: 'AML.T0024.000' },
  }),
  'logs/others.jsonl':
    ties +
    requests('batch', 12) +
    requests('batch-2', 3) +
    requests('anna', 12) +
    requests('ben', 1) +
    requests('carl', 1),
  'logs/others.labels.json': JSON.stringify({
    walker: { label: 'attack', kind: 'walk', technique: 'AML.T0024.000' },
    batch: { label: 'benign', kind: 'batch', technique: null },
    'batch-2': { label: 'benign', kind: 'batch', technique: null },
    anna: { label: 'benign', kind: 'clerk', person: true },
    ben: { label: 'benign', kind: 'interactive' },
    nobody: { label: 'benign', kind: 'batch' },
  }),
  'logs/scored.json': JSON.stringify({
    logs: [
      { log: 'attacks.jsonl', split: 'tune' },
      { log: 'others.jsonl', split: 'report' },
    ],
  }),
  'logs/twice.jsonl': requests('anna', 1),
  'logs/twice.labels.json': JSON.stringify({ anna: { label: 'benign', kind: 'interactive' } }),
  'logs/bare.jsonl': requests('anna', 1),
  'logs/empty.jsonl': requests('anna', 1),
  'logs/empty.labels.json': '{}',
});

interface Figures {
  readonly [key: string]: unknown;
}

async function score(...args: string[]) {
  const { code, out, err } = await runInside(
    ['score', 'logs/attacks.jsonl', 'logs/others.jsonl', '--json', ...args],
    cwd,
  );
  assert.is(code, 0, err);
  const value: {
    splits: Record<
      string,
      Record<string, { pack: Record<string, Figures>; rules: Record<string, Figures>; volume_alone: Figures }>
    >;
  } = JSON.parse(out);
  return value.splits;
}

test('a figure over shifted times is a range, and a run is named by what its alerts report', async () => {
  // 200 seconds later the thief's first five minutes end after five requests, and the next five see twenty.
  const { all } = await score('--shifts', '0,200s');
  assert.equal(all?.enriched?.pack.any?.attacks, {
    of: 3,
    caught: [2, 2],
    before_half: [0, 1],
    kinds: {
      knockoff_random: {
        technique: 'AML.T0024.002',
        caught_in_runs: 2,
        principals: 1,
        named: [1, 1],
        queries: [15, 20],
        share: [0.375, 0.5],
        agreement_at_most: [0.48, 0.48],
        first: ['harvest'],
      },
      walk: {
        technique: 'AML.T0024.000',
        caught_in_runs: 2,
        principals: 1,
        named: [1, 1],
        queries: [4, 4],
        share: [1, 1],
        first: ['near'],
      },
    },
    missed: ['quiet'],
  });
  // Both keys are one run, whose eight queries all come before the first window that holds both.
  assert.equal(all?.enriched?.pack.high?.evasions, {
    of: 1,
    caught: [1, 1],
    before_half: [0, 0],
    kinds: {
      spread: {
        technique: 'AML.T0024.002',
        caught_in_runs: 2,
        principals: 2,
        named: [2, 2],
        queries: [8, 8],
        share: [1, 1],
        first: ['spread'],
      },
    },
    missed: [],
  });
});

test('whom else it wakes: services by kind, people apart, by severity', async () => {
  const { all } = await score('--shifts', '0', '--enriched', 'with');
  assert.equal(all?.enriched?.pack.any?.services, {
    of: 1,
    woken: [1, 1],
    principals: { of: 2, woken: [1, 1] },
    kinds: { batch: { woken_in_runs: 1, principals: 2, named: [1, 1], rules: ['harvest'] } },
  });
  assert.equal(all?.enriched?.pack.any?.people, {
    of: 2,
    woken: [1, 1],
    principals: { of: 2, woken: [1, 1] },
    kinds: { clerk: { woken_in_runs: 1, principals: 1, named: [1, 1], rules: ['harvest'] } },
  });
  assert.equal(all?.enriched?.pack.medium?.services, {
    of: 1,
    woken: [0, 0],
    principals: { of: 2, woken: [0, 0] },
    kinds: {},
  });
  // Six alerts, over a day and 20 seconds: batch, anna, the walker, the two keys, and the thief in two hours.
  assert.equal(all?.enriched?.pack.any?.alerts_per_day, [5.999, 5.999]);
  assert.equal(all?.enriched?.pack.any?.false_alerts_per_day, [2, 2]);
  assert.is(all?.plain, undefined);
});

test('without the enriched fields, and by split', async () => {
  const { all, tune, report } = await score('--shifts', '0');
  assert.match(JSON.stringify(all?.plain?.pack.any?.attacks), '"caught":[1,1]');
  assert.match(JSON.stringify(all?.plain?.pack.any?.attacks), '"missed":["quiet","walk"]');
  assert.equal(Object.keys(Object(all?.enriched?.rules)), ['harvest', 'near', 'near-tie', 'spread']);
  assert.match(JSON.stringify(tune?.enriched?.pack.any?.attacks), '"of":2,"caught":[1,1]');
  assert.match(JSON.stringify(tune?.enriched?.pack.any?.services), '"of":0');
  assert.match(JSON.stringify(report?.enriched?.pack.any?.attacks), '"of":1,"caught":[1,1]');
  assert.equal(all?.enriched?.volume_alone.alerts_per_day, [0, 0]);
  assert.equal(Object.keys(await score('--shifts', '0', '--split', 'report')), ['report']);
});

test('what cannot be measured is refused, and said', async () => {
  const refused = async (...args: string[]) => {
    const { code, out, err } = await runInside(['score', ...args], cwd);
    assert.is(code, 2);
    assert.is(out, '');
    return err;
  };
  assert.is(
    await refused('logs/others.jsonl', 'logs/twice.jsonl'),
    'rulewright: anna is in logs/others.jsonl and logs/twice.jsonl\n  all logs are read as one: name logs that share no principal\n',
  );
  assert.match(
    await refused('logs/bare.jsonl'),
    'logs/bare.labels.json cannot be read: there is no such file or folder',
  );
  assert.is(
    await refused('logs/empty.jsonl'),
    'rulewright: no principal of the logs has a label, so nothing can be counted\n',
  );
  assert.match(await refused('-'), 'standard input has no labels beside it');
  assert.match(await refused('--shifts', '1x', 'logs/others.jsonl'), '--shifts "1x": write durations');
});

test('as tables: at most 100 columns, what is missed by name', async () => {
  const { code, out, err } = await runInside(
    ['score', 'logs/attacks.jsonl', 'logs/others.jsonl', '--shifts', '0,200s'],
    cwd,
  );
  assert.is(code, 0);
  assert.is(err, '1 principal without a label, counted nowhere\n1 label of principals that ask nothing\n');
  for (const line of out.split('\n')) assert.ok([...line].length <= 100, line);
  const lines = out.split('\n').map((line) => line.trim().replace(/ +/g, ' '));
  for (const line of [
    'Scored 2 logs read as one, 83 requests · 9 labelled principals · times shifted by 0, 3 min 20 s ·',
    'of 3 3 1 1 1 2 a day a day',
    'any severity 2 0–1 1 0 1 1 6.0 2.0',
    'volume alone 0 0 0 0 0 0 0.0 0.0',
    'near 1 0 0 0 0 1.0 0.0 0',
    'AML.T0024.002 2 2 1 1 0',
    'knockoff_random 40 any 15–20 38–50% ≤ 0.48 1/1 harvest',
    'medium not caught – – 0/1',
    'walk 4 medium 4 100% – 1/1 near',
    'spread 8 high 8 100% – 2/2 spread',
    'batch 2 1 – – – harvest',
    'clerk 1 1 – – – harvest',
    'Missed by any severity: quiet',
    'by high and above: knockoff_random, quiet, walk',
  ])
    assert.ok(lines.includes(line), `${line}\n${out}`);
});

test('a page, a picture and a card; a later score is held against the card', async () => {
  const logs = ['logs/attacks.jsonl', 'logs/others.jsonl'];
  const written = await runInside(['score', ...logs, '--shifts', '0,200s', '--write', 'card'], cwd);
  assert.is(written.code, 0, written.err);
  const read = (name: string) => readFileSync(join(cwd, 'card', name), 'utf8');
  assert.match(
    read('SCORECARD.md'),
    '| knockoff_random | 40 | any | 15–20 | 38–50% | ≤ 0.48 | 1/1 | harvest |',
  );
  assert.match(
    read('SCORECARD.md'),
    /## All traffic[\s\S]*## Traffic that thresholds[\s\S]*## Traffic that no threshold/,
  );
  assert.match(read('scorecard.svg'), '<text x="549.0" y="366.3">any, 1</text>');
  const check = (...args: string[]) =>
    runInside(['score', ...logs, ...args, '--baseline', 'card/scorecard.json'], cwd);
  // Some of the shifts, or fewer splits and fields, are never worse.
  assert.is((await check('--shifts', '200s')).code, 0);
  assert.is((await check('--shifts', '0', '--enriched', 'with')).code, 0);
  const card = JSON.parse(read('scorecard.json'));
  card.figures['all/enriched/pack at any'].attacks_early = [1, 1];
  card.figures['all/enriched/near'].services = [0, 0];
  card.figures['all/enriched/harvest'].services = [0, 0];
  card.figures['all/plain/gone'] = card.figures['all/plain/near'];
  card.traffic.tune.people = 7;
  writeFileSync(join(cwd, 'card', 'scorecard.json'), JSON.stringify(card));
  const { code, err } = await check('--shifts', '200s');
  assert.is(code, 1);
  assert.is(
    err.replace(/^\d.*\n/gm, ''),
    `tune: the scorecard is of other traffic
all/enriched/pack at any: attacks_early is 0, and was 1 at worst
all/enriched/harvest: services is 1, and was 0 at worst
all/plain/gone: only in the scorecard
`,
  );
  writeFileSync(join(cwd, 'card', 'scorecard.json'), '{"traffic": {}, "figures": {"x": {"y": [1]}}}');
  assert.match((await check()).err, 'card/scorecard.json is no scorecard.json');
});

test.after(remove);
test.run();
