import { chmodSync, readdirSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ownShape } from '../../src/ir/mapping.js';
import { createTally, openLog } from '../../src/log/reader.js';
import { type Ended, makeFolder, run, runInside, runShell } from '../cli/command-line.js';
import { project, requests, ruleTest } from '../cli/project.js';
import { source } from './reading.js';
import { bound, missingBound, missingFullDevice, missingMount, testWhere } from './surroundings.js';

const test = suite('hostile files');

const thief = requests('thief', 12);
const { path: cwd, remove } = makeFolder({ ...project, 'log.jsonl': thief, 'folder/x': '' });

/** No stack trace, no talk of bugs. */
function expectCalm({ err }: Ended): void {
  assert.not.match(err, /\n\s+at |This is a bug/);
}

test('what cannot be read is named with its cause: exit 2', async () => {
  for (const [file, cause] of [
    ['missing.jsonl', 'there is no such file'],
    ['folder', 'it is a folder'],
    ['log.jsonl/x', /no such file|not a directory/],
    [`${'x'.repeat(300)}.jsonl`, /cannot be read/],
  ] as const) {
    for (const command of ['replay', 'principals']) {
      const ended = await runInside([command, file], cwd);
      assert.is(ended.code, 2, `${command} ${file}`);
      assert.match(ended.err, cause);
      expectCalm(ended);
    }
  }
});

test('a file that becomes shorter while it is read is told', async () => {
  const path = join(cwd, 'shrinking.jsonl');
  writeFileSync(path, requests('p', 30_000));
  const tally = createTally(ownShape(source));
  const log = openLog({ kind: 'file', path }, 0, ownShape(source), tally);
  assert.ok(await log.more());
  truncateSync(path, 10);
  let message = '';
  try {
    do while (log.next());
    while (await log.more());
  } catch (error) {
    message = error instanceof Error ? error.message : String(error);
  }
  await log.close();
  assert.match(message, /^it became shorter while it was read/);
});

test('a file that vanishes while it is read is read to its end', async () => {
  const path = join(cwd, 'vanishing.jsonl');
  writeFileSync(path, requests('p', 30_000));
  const tally = createTally(ownShape(source));
  const log = openLog({ kind: 'file', path }, 0, ownShape(source), tally);
  assert.ok(await log.more());
  unlinkSync(path);
  do while (log.next());
  while (await log.more());
  await log.close();
  assert.is(tally.events, 30_000);
});

test('a pipe with a name is read as standard input is, by principals too', async () => {
  for (const command of ['replay', 'principals']) {
    const ended = await runShell(
      `mkfifo ${command}.fifo; cat log.jsonl > ${command}.fifo & rulewright ${command} ${command}.fifo`,
      cwd,
    );
    assert.is(ended.code, 0, ended.err);
    assert.match(ended.out, 'thief');
    assert.match(ended.err, '12 events of 12 lines');
  }
});

test('many files are read at once', async () => {
  const folder = makeFolder({
    ...project,
    ...Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`log/${i}.jsonl`, thief])),
  });
  try {
    const ended = await runShell('rulewright replay log/*.jsonl', folder.path);
    assert.is(ended.code, 0, ended.err);
    assert.match(ended.err, '4,800 events of 4,800 lines');
  } finally {
    folder.remove();
  }
});

testWhere(
  test,
  missingFullDevice,
  'standard output that cannot be written is told: exit 3; one that nobody reads ends the run',
  async () => {
    for (const line of [
      'replay log.jsonl',
      'replay --format findings log.jsonl',
      'principals --json log.jsonl',
    ]) {
      const ended = await runShell(`rulewright ${line} > /dev/full`, cwd);
      assert.is(ended.code, 3, ended.err);
      assert.match(ended.err, 'standard output cannot be written: no space is left on the device');
      expectCalm(ended);
      const unread = await runShell(`rulewright ${line} | true; echo "code \${PIPESTATUS[0]}"`, cwd);
      assert.match(unread.out, /^code [03]$/m);
      expectCalm(unread);
    }
  },
);

test('a report that cannot be written is told, and leaves nothing behind', async () => {
  const before = readdirSync(cwd).sort();
  for (const target of ['/dev/full', 'log.jsonl/stats.json', 'folder', `${'y'.repeat(300)}`]) {
    const ended = await run(['replay', '--stats', target, 'log.jsonl'], { cwd });
    assert.is(ended.code, 2, ended.err);
    assert.match(ended.err, 'cannot be written');
    expectCalm(ended);
  }
  assert.equal(readdirSync(cwd).sort(), before);
});

testWhere(
  test,
  missingBound,
  'a folder that cannot be written is told, and nothing is put beside it',
  async () => {
    const folder = makeFolder({ ...project, ...ruleTest, 'log.jsonl': thief, 'shut/x': '' });
    chmodSync(folder.path, 0o755);
    chmodSync(join(folder.path, 'shut'), 0o555);
    try {
      for (const command of [
        ['compile', '--target', 'siem', '--out', 'shut/out'],
        ['test', '--junit', 'shut/junit.xml'],
        ['replay', '--stats', 'shut/stats.json', 'log.jsonl'],
      ]) {
        const ended = await run(command, { cwd: folder.path, ...bound });
        assert.is(ended.code, 2, ended.err);
        assert.match(ended.err, 'permission denied');
        expectCalm(ended);
        assert.equal(readdirSync(join(folder.path, 'shut')), ['x']);
      }
    } finally {
      chmodSync(join(folder.path, 'shut'), 0o755);
      folder.remove();
    }
  },
);

/** Runs a shell line with TMPDIR on a disk of 1 MB. */
function runOnSmallDisk(line: string, folder: string): Promise<Ended> {
  return runShell(
    `export -f rulewright; unshare -rm bash -c 'mount -t tmpfs -o size=1m x /mnt && export TMPDIR=/mnt && ${line}'`,
    folder,
  );
}

testWhere(
  test,
  missingMount,
  'a full disk for what is put aside is told: exit 3, and nothing stays there',
  async () => {
    const folder = makeFolder({ ...project, 'large.jsonl': requests('p', 30_000) });
    try {
      const ended = await runOnSmallDisk(
        'cat large.jsonl | rulewright principals -; code=$?; ls -A /mnt >&2; exit $code',
        folder.path,
      );
      assert.is(ended.code, 3, ended.err);
      assert.match(ended.err, 'no space is left on the device');
      assert.match(ended.err, /names another folder\n$/);
      expectCalm(ended);
    } finally {
      folder.remove();
    }
  },
);

test('what was kept for the tests is removed', () => remove());

test.run();
