import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from './command-line.js';
import { project, requests } from './project.js';

const test = suite('exceptions of a target');

const target = (expires: string) => `target: quiet
description: The same index, with what its owner looked at
backend: elastic
index: inference-*
delay: 2m
exceptions:
  - rule: harvest
    field: principal
    entries: [ { value: batch, reason: Nightly scoring, owner: ml-platform${expires} } ]
`;
const { path: cwd, remove } = makeFolder({
  ...project,
  'targets/quiet/target.yaml': target(''),
  'targets/lapsed/target.yaml': target(', expires: 2026-01-11').replace('target: quiet', 'target: lapsed'),
  'rules/harvest.test.yaml': `rule: harvest
cases:
  - name: batch alerts
    traffic: { start: 2026-01-12T09:00:00Z, principals: [ { name: batch, requests: 20, over: 10m, full_vectors: all } ] }
    expect: { alerts: [ { group: { principal: batch } } ] }
`,
  'log.jsonl': requests('batch', 12) + requests('thief', 12),
});

async function alerting(...flags: string[]): Promise<string[]> {
  const { code, out } = await runInside(['replay', ...flags, 'log.jsonl'], cwd);
  assert.is(code, 0);
  return [...out.matchAll(/"group":{"principal":"(\w+)"}/g)].map(([, principal]) => principal);
}

test('replay with a target is silent of what it excepts, as long as that counts at the time of the events', async () => {
  assert.equal(await alerting(), ['batch', 'thief']);
  assert.equal(await alerting('--target', 'quiet'), ['thief']);
  assert.equal(await alerting('--target', 'lapsed'), ['batch', 'thief']);
});

test('test with a target holds the rules with its exceptions to their cases', async () => {
  assert.is((await runInside(['test'], cwd)).code, 0);
  const { code, out } = await runInside(['test', '--target', 'quiet'], cwd);
  assert.is(code, 1);
  assert.match(out, '0 passed, 1 failed');
  assert.is((await runInside(['test', '--target', 'lapsed'], cwd)).code, 0);
});

test('compile writes them into the query', async () => {
  const args = (name: string) => [
    'compile',
    '--target',
    name,
    '--rule',
    'harvest',
    '--shape',
    'hunt',
    '--out',
    '-',
  ];
  assert.match((await runInside(args('quiet'), cwd)).out, '"batch"');
  assert.not.match((await runInside(args('siem'), cwd)).out, '"batch"');
});

test('check warns of those that have lapsed', async () => {
  const { code, out } = await runInside(['check'], cwd);
  assert.is(code, 0);
  assert.match(out, 'this no longer counts for events after 2026-01-11');
});

test('teardown', remove);
test.run();
