import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPack } from '../../src/check/load-pack.js';
import { replay } from '../../src/evaluate/replay.js';
import { ownShape } from '../../src/ir/mapping.js';
import { type Ended, makeFolder, run } from '../cli/command-line.js';
import { project, requests, start } from '../cli/project.js';

const test = suite('hostile amounts');

const crowd = 200_000;

const { path: cwd, remove } = makeFolder({
  ...project,
  'rules/harvest.test.yaml': `rule: harvest
cases:
  - name: a crowd
    fixture: crowd.jsonl
    expect: { alerts: [] }
`,
});
writeCrowd(join(cwd, 'crowd.jsonl'));

/** A thief, and then very many principals, each of whom is seen once. */
function writeCrowd(path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, requests('thief', 20));
  let block = '';
  for (let i = 0; i < crowd; i++) {
    block += `{"ts":${start + 1800 + i / 1000},"principal":"principal-${i}","input_hash":"${i}","wants_probs":true}\n`;
    if (block.length < 1 << 20) continue;
    writeSync(file, block);
    block = '';
  }
  writeSync(file, block);
  closeSync(file);
}

/** It stopped by itself, at the limit, without talk of bugs. */
function expectStopped({ code, err }: Ended): void {
  assert.is(code, 3, err);
  assert.match(
    err,
    /rulewright: stopped: [\d.]+ MiB of memory are in use, more than \d+ MiB \(--max-memory\)/,
  );
  assert.not.match(err, /\n\s+at |This is a bug/);
}

/** How many events had been read, as the message says. */
function eventsIn({ err }: Ended): number {
  return Number(/ {2}([\d,]+) events of /.exec(err)?.[1]?.replaceAll(',', ''));
}

test('replay stops at --max-memory, says how far it came, and prints what it had found', async () => {
  const ended = await run(['replay', '--max-memory', '125M', 'crowd.jsonl'], { cwd });
  expectStopped(ended);
  const events = eventsIn(ended);
  assert.ok(events > 20 && events < crowd, ended.err);
  const alerts = ended.out.trimEnd().split('\n');
  assert.is(alerts.length, 1);
  assert.match(alerts[0], '"thief"');
});

test('principals says how many events its list is of', async () => {
  const ended = await run(['principals', '--max-memory', '125M', 'crowd.jsonl'], { cwd });
  expectStopped(ended);
  const listed = ended.out.split('\n').filter((line) => line.startsWith('principal-')).length;
  assert.ok(listed < crowd);
  assert.is(listed, Math.max(0, eventsIn(ended) - 20), ended.err);
});

test('a test case whose log is too much is an error, and the run exits with 3', async () => {
  const ended = await run(['test', '--max-memory', '100M'], { cwd });
  expectStopped(ended);
  assert.match(ended.out, 'a crowd');
  assert.match(ended.out, 'stopped: ');
});

test('the limits are looked at while findings of one instant become alerts', async () => {
  const { pack } = loadPack(join(cwd, 'rules'));
  const source = pack.sources.get('inference');
  if (!source) throw new Error('no source');
  const tie = JSON.stringify({
    ts: start,
    principal: 'p',
    input_hash: 'h',
    wants_probs: true,
    margin: 0.001,
  });
  let told = 0;
  let looks = 0;
  await replay({
    rules: pack.rules.filter(({ name }) => name === 'near-tie'),
    mapping: ownShape(source),
    inputs: [{ kind: 'text', name: 'text', text: `${tie}\n`.repeat(20_000) }],
    lateness: 'all',
    onFinding: () => told++,
    checkLimits() {
      if (told > 0 && told < 20_000) looks++;
    },
  });
  assert.is(told, 20_000);
  assert.ok(looks >= 3, `${looks} looks`);
});

test('with enough memory the same log is read to its end', async () => {
  const { code, out } = await run(['replay', '--max-memory', '4G', 'crowd.jsonl'], { cwd });
  assert.is(code, 0);
  assert.match(out, '"thief"');
});

test.after(remove);
test.run();
