import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseSize, sizeInWords } from '../../src/text/size.js';
import { makeFolder, run, runInside } from '../cli/command-line.js';
import { project, start } from '../cli/project.js';

const test = suite('limits of memory');

/** Events of as many principals, all at one instant or one millisecond apart. */
function crowd(count: number, step: number): string {
  const lines: string[] = [];
  for (let i = 0; i < count; i++)
    lines.push(
      `{"ts":${(start + i * step).toFixed(3)},"principal":"p${i}","input_hash":"h${i}","wants_probs":true}\n`,
    );
  return lines.join('');
}

test('sizes are whole numbers with a unit of 1024', () => {
  assert.is(parseSize('512M'), 512 * 1024 ** 2);
  assert.is(parseSize('2GiB'), 2 * 1024 ** 3);
  assert.is(parseSize('1kb'), 1024);
  assert.is(parseSize('800'), 800);
  for (const text of ['', '0', '-1', '1.5G', '1e9', '8 G', 'M', '99999999999999', '0x10'])
    assert.is(parseSize(text), undefined, text);
  assert.is(sizeInWords(1536 * 1024 ** 2), '1.5 GiB');
});

test('past --max-memory a run stops with 3 and says what it had; a flag that is no size is wrong usage', async () => {
  const { path, remove } = makeFolder({ ...project, 'log.jsonl': crowd(150_000, 0.001) });
  try {
    for (const command of ['replay', 'principals']) {
      const { code, err } = await run([command, '--max-memory', '100M', 'log.jsonl'], { cwd: path });
      assert.is(code, 3, err);
      assert.match(err, 'more than 100 MiB (--max-memory)');
      assert.match(err, /events? of [\d,]+ lines? had been read; what was found is true as far as it goes/);
      assert.not.match(err, /\n\s+at |This is a bug/);
    }
    const wrong = await runInside(['replay', '--max-memory', 'lots', 'log.jsonl'], path);
    assert.is(wrong.code, 2);
    assert.match(wrong.err, '--max-memory "lots" is no size');
  } finally {
    remove();
  }
});

test('a log out of order that does not fit into --max-memory is sorted on disk, and finds the same', async () => {
  const inputs = 'x'.repeat(1000);
  const lines: string[] = [];
  // Ten principals over ten days, each of whom is a thief in the first five minutes.
  for (let i = 0; i < 60_000; i++) {
    const time = start + (i < 300 ? i : i * 100);
    lines.push(`{"ts":${time},"principal":"p${i % 10}","input_hash":"${inputs}${i}","wants_probs":true}\n`);
  }
  const { path, remove } = makeFolder({ ...project, 'log.jsonl': lines.reverse().join('') });
  try {
    const whole = await run(['replay', '--max-memory', '4G', '--format', 'findings', 'log.jsonl'], {
      cwd: path,
    });
    assert.match(whole.err, '10 alerts');
    const small = await run(['replay', '--max-memory', '160M', '--format', 'findings', 'log.jsonl'], {
      cwd: path,
    });
    assert.is(small.code, 0, small.err);
    assert.is(small.out, whole.out);
  } finally {
    remove();
  }
});

test('a hundred thousand groups at one instant begin and end to fire together, in time that grows with their number', async () => {
  const rule = project['rules/harvest.yaml']?.replace('above: 10 }', 'above: 0 }') ?? '';
  const { path, remove } = makeFolder({
    ...project,
    'rules/harvest.yaml': rule,
    'log.jsonl': crowd(100_000, 0),
  });
  try {
    const { code, err } = await run(['replay', 'log.jsonl'], { cwd: path });
    assert.is(code, 0, err);
    assert.match(err, '100,000 alerts, 1,200,000 findings');
  } finally {
    remove();
  }
});

test.run();
