import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, run, runInside, runShell } from '../cli/command-line.js';
import { project, requests, start } from '../cli/project.js';
import { packRepeated, readFile } from './reading.js';

const test = suite('hostile gzip');

const text = requests('thief', 3000);
const packed = gzipSync(text);
const line = `${JSON.stringify({ ts: start, principal: 'p' })}\n`;

const { path: cwd, remove } = makeFolder({
  ...project,
  'whole.gz': packed,
  'padded.gz': Buffer.concat([packed, Buffer.alloc(1_500_000)]),
  'members.gz': Buffer.concat(Array.from({ length: 2000 }, () => gzipSync(line))),
  'empty-members.gz': Buffer.concat([gzipSync(''), packed, gzipSync(''), gzipSync('')]),
  'trailing.gz': Buffer.concat([packed, Buffer.from(line)]),
  'hidden.gz': Buffer.concat([packed, Buffer.alloc(1000), Buffer.from(line)]),
  'hidden-far.gz': Buffer.concat([packed, Buffer.alloc(1_500_000), packed]),
  'cut.gz': packed.subarray(0, packed.length - 9),
  'cut-trailer.gz': packed.subarray(0, packed.length - 3),
  'cut-member.gz': Buffer.concat([packed, packed.subarray(0, 40)]),
  'damaged.gz': Buffer.concat([
    packed.subarray(0, 20_000),
    Buffer.from([0xff, 0xff, 0xff, 0xff]),
    packed.subarray(20_004),
  ]),
  'wrong-sum.gz': Buffer.concat([packed.subarray(0, packed.length - 8), Buffer.alloc(8, 7)]),
  'head-only.gz': Buffer.of(0x1f, 0x8b),
  'not-gzip.gz': text,
});

test('members, empty ones too, are read as one, and zeros at the end are padding', async () => {
  for (const [file, lines] of [
    ['whole.gz', 3000],
    ['padded.gz', 3000],
    ['members.gz', 2000],
    ['empty-members.gz', 3000],
    ['not-gzip.gz', 3000],
  ] as const) {
    const { tally } = await readFile(join(cwd, file));
    assert.equal([tally.lines, tally.events], [lines, lines], file);
    assert.is((await runInside(['replay', file], cwd)).code, 0, file);
  }
});

test('bytes after the gzip data are told, and the run is incomplete', async () => {
  for (const file of ['trailing.gz', 'hidden.gz', 'hidden-far.gz', 'cut-member.gz']) {
    const { code, out, err } = await runInside(['replay', file], cwd);
    assert.is(code, 3, file);
    assert.match(err, `rulewright: ${file} broke off: it`, file);
    assert.not.match(err, 'bug');
    // What was read before counts.
    if (file.startsWith('hidden')) {
      assert.match(err, '3,000 events of 3,000 lines');
      assert.match(err, 'followed by other bytes, which were not read');
      assert.match(out, '"principal":"thief"');
    }
  }
});

test('gzip that breaks off or is damaged is told: 3 once events were read, 2 before', async () => {
  for (const file of ['cut.gz', 'cut-trailer.gz', 'damaged.gz', 'wrong-sum.gz']) {
    const { code, err } = await runInside(['replay', file], cwd);
    assert.ok(code === 3 || (code === 2 && /cannot be read/.test(err)), `${file}: ${code} ${err}`);
    assert.match(err, /breaks off inside its gzip data|its gzip data is damaged/, file);
  }
  assert.is((await runInside(['replay', 'head-only.gz'], cwd)).code, 2);
});

test('standard input is unpacked too, a byte at a time if need be', async () => {
  const { code, err } = await runShell(
    '{ head -c 1 whole.gz; sleep 0.2; tail -c +2 whole.gz; } | rulewright replay -',
    cwd,
  );
  assert.is(code, 0, err);
  assert.match(err, '3,000 events of 3,000 lines');
});

test('a bomb is unpacked within bounded memory: many small lines, one line without an end, blank lines', async () => {
  const folder = makeFolder({
    ...project,
    // 40 MB of lines that are skipped, 200 MB of one line, 40 MB of nothing.
    'lines.gz': await packRepeated(Buffer.from('x\n'.repeat(1 << 19)), 40),
    'line.gz': await packRepeated(Buffer.alloc(1 << 20, 'x'), 200),
    'blank.gz': await packRepeated(Buffer.alloc(1 << 20, ' \n'), 40),
  });
  try {
    for (const [file, code, lines] of [
      ['lines.gz', 2, '20971520'],
      ['line.gz', 2, '1 are not JSON'],
      ['blank.gz', 0, ''],
    ] as const) {
      const ended = await run(['replay', '--max-memory', '600M', file], { cwd: folder.path });
      assert.is(ended.code, code, ended.err);
      assert.match(ended.err, lines);
    }
  } finally {
    folder.remove();
  }
});

test('what was kept for the tests is removed', () => remove());

test.run();
