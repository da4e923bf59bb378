import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Ended, main, makeFolder, runInside, runShell } from '../cli/command-line.js';
import { project, requests, ruleTest } from '../cli/project.js';
import { missingFullDevice, testWhere } from './surroundings.js';

const test = suite('hostile outputs');

const { path: cwd, remove } = makeFolder({
  ...project,
  ...ruleTest,
  'log.jsonl': requests('thief', 5_000),
  'tmp/x': '',
});

function expectCalm({ err }: Ended): void {
  assert.not.match(err, /\n\s+at |node:|This is a bug/);
}

test('a reader that goes away, and streams that are closed from the start, end the run calmly', async () => {
  for (const command of [
    'replay --format findings log.jsonl',
    'explain harvest',
    'compile --target siem --out -',
  ]) {
    const head = await runShell(`rulewright ${command} | head -1; echo "code \${PIPESTATUS[0]}"`, cwd);
    assert.match(head.out, /\ncode [03]\n$/, command);
    expectCalm(head);
    for (const closed of ['<&- >&-', '<&- >&- 2>&-']) {
      const ended = await runShell(`rulewright ${command} ${closed}`, cwd);
      assert.ok(ended.code === 0 || ended.code === 3, `${command} ${closed}: ${ended.code} ${ended.err}`);
      expectCalm(ended);
    }
  }
});

testWhere(
  test,
  missingFullDevice,
  'a file that cannot be written whole is told, and nothing of it stays',
  async () => {
    const before = readdirSync(cwd).sort();
    for (const args of [
      ['test', '--junit', '/dev/full'],
      ['replay', '--stats', '/dev/full', 'log.jsonl'],
      ['compile', '--target', 'siem', '--out', '/dev/full'],
      ['compile', '--target', 'siem', '--out', 'log.jsonl/out'],
      ['test', '--junit', 'log.jsonl/junit.xml'],
    ]) {
      const ended = await runInside(args, cwd);
      assert.is(ended.code, 2, `${args}: ${ended.err}`);
      assert.match(ended.err, /(cannot be|was not) written/);
      expectCalm(ended);
    }
    assert.equal(readdirSync(cwd).sort(), before);
  },
);

test('what a compile did not write in its folder is never touched', async () => {
  const compile = ['compile', '--target', 'siem', '--out', 'compiled'];
  assert.is((await runInside(compile, cwd)).code, 0);
  const folder = join(cwd, 'compiled');
  for (const foreign of ['notes.md', 'elastic/hand-made.json', '.hidden']) {
    mkdirSync(join(folder, 'elastic'), { recursive: true });
    writeFileSync(join(folder, foreign), 'mine');
    const before = readdirSync(folder, { recursive: true }).sort();
    const ended = await runInside(compile, cwd);
    assert.is(ended.code, 2, ended.err);
    assert.match(ended.err, foreign);
    assert.match(ended.err, 'was not written by a compile');
    assert.equal(readdirSync(folder, { recursive: true }).sort(), before);
    assert.is(readFileSync(join(folder, foreign), 'utf8'), 'mine');
    await runShell(`rm '${join(folder, foreign)}'`);
  }
});

/** Whether a process holds open a file of a folder that has no name any more. */
function holdsFileOf(folder: string, pid: number): boolean {
  const open = `/proc/${pid}/fd`;
  return readdirSync(open).some((file) => {
    try {
      const path = readlinkSync(join(open, file));
      return path.startsWith(join(folder, 'rulewright-')) && path.endsWith(' (deleted)');
    } catch {
      return false; // closed meanwhile
    }
  });
}

/** Ends a replay by a signal once it sorts on disk, and says how it ended. */
async function interrupt(signal: 'SIGINT' | 'SIGTERM', folder: string): Promise<number | string | null> {
  const child = spawn(process.execPath, [main, 'replay', '--max-memory', '200M', 'backwards.jsonl'], {
    cwd,
    env: { PATH: process.env.PATH, TMPDIR: folder },
    stdio: 'ignore',
  });
  let ended: number | string | null | undefined;
  child.on('exit', (code, by) => {
    ended = by ?? code;
  });
  while (ended === undefined && !(holdsFileOf(folder, child.pid ?? 0) && readdirSync(folder).length === 1))
    await wait(5);
  child.kill(signal);
  while (ended === undefined) await wait(5);
  return ended;
}

testWhere(
  test,
  existsSync('/proc/self/fd') ? undefined : 'no /proc, which shows that a run sorts on disk',
  'a signal ends a run that sorts on disk, as the shell counts it, and leaves nothing behind',
  async () => {
    const backwards = requests('thief', 400_000).trimEnd().split('\n').reverse().join('\n');
    writeFileSync(join(cwd, 'backwards.jsonl'), backwards);
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const folder = join(cwd, 'tmp');
      // A shell says 128 and the number of the signal of a program that a signal ended.
      const ended = await interrupt(signal, folder);
      assert.ok(ended === signal || ended === code, `${signal}: ${ended}`);
      assert.equal(readdirSync(folder), ['x']);
    }
  },
);

test('a rule’s name makes no path: the compile is refused before anything is written', async () => {
  for (const name of ['../harvest', '/harvest', 'a/b', '..\\harvest', 'harvest\u0000']) {
    const folder = makeFolder({
      ...project,
      'rules/harvest.yaml': (project['rules/harvest.yaml'] ?? '').replace(
        'name: harvest',
        `name: ${JSON.stringify(name)}`,
      ),
    });
    try {
      const ended = await runInside(['compile', '--target', 'siem', '--out', 'out'], folder.path);
      assert.is(ended.code, 1, ended.err);
      assert.not.ok(existsSync(join(folder.path, 'out')));
      assert.equal(readdirSync(folder.path).sort(), ['rules', 'targets']);
    } finally {
      folder.remove();
    }
  }
});

test('what was kept for the tests is removed', () => remove());

test.run();
