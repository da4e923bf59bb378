import { isUtf8 } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from '../cli/command-line.js';
import { project } from '../cli/project.js';
import { toDocument } from '../differential/source-document.js';
import { noCounts, readEvents } from '../oracle/reading.js';
import { createRandom } from '../random/random.js';
import { makeLine } from './mutate-lines.js';
import { countFile, source } from './reading.js';

const test = suite('mutated lines');

/** RULEWRIGHT_MUTANTS sets how many lines, SEED which. */
const most = Number(process.env.RULEWRIGHT_MUTANTS ?? 30_000);
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const AT_ONCE = 10_000;

/** The same source, as the oracle reads it. */
const document = toDocument(source);

/** How many lines hold something, and how many of these JSON.parse takes for an object. */
function countObjects(bytes: Buffer): { readonly lines: number; readonly objects: number } {
  let lines = 0;
  let objects = 0;
  const start = bytes.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf)) ? 3 : 0;
  for (let at = start, end = at; at < bytes.length; at = end + 1) {
    end = bytes.indexOf(10, at);
    if (end < 0) end = bytes.length;
    const line = bytes.subarray(at, end);
    const text = line.toString('utf8');
    if (!/[^ \t\r]/.test(text)) continue;
    lines++;
    if (isUtf8(line) && isObject(text)) objects++;
  }
  return { lines, objects };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function makeLines(count: number, of: number): Buffer {
  const random = createRandom(of);
  const pieces: Buffer[] = [];
  for (let i = 0; i < count; i++) pieces.push(makeLine(random), Buffer.from('\n'));
  return Buffer.concat(pieces);
}

test(`every line is counted as the contract says, and none is lost (SEED=${seed}, RULEWRIGHT_MUTANTS=${most})`, async () => {
  const folder = makeFolder({});
  const path = join(folder.path, 'log.jsonl');
  const seen = { lines: 0, events: 0, skipped: 0, withoutTime: 0, unfit: 0 };
  try {
    for (let done = 0; done < most; done += AT_ONCE) {
      const what = `SEED=${seed + done}, RULEWRIGHT_MUTANTS=${Math.min(AT_ONCE, most)}`;
      const bytes = makeLines(Math.min(AT_ONCE, most - done), seed + done);
      writeFileSync(path, bytes);
      const stats = await countFile(path);
      const { lines, objects } = countObjects(bytes);
      assert.is(stats.lines, lines, what);
      assert.is(stats.events + stats.withoutTime, objects, what);
      assert.is(stats.skipped, lines - objects, what);
      const counts = noCounts();
      readEvents(bytes, 0, document, undefined, counts);
      assert.equal(
        {
          ...counts,
          unfit: { ...counts.unfit },
          withoutGroup: {},
        },
        { ...counts, ...stats, unfit: Object.fromEntries(stats.unfit), withoutGroup: {} },
        what,
      );
      seen.lines += lines;
      seen.events += stats.events;
      seen.skipped += stats.skipped;
      seen.withoutTime += stats.withoutTime;
      for (const count of stats.unfit.values()) seen.unfit += count;
    }
  } finally {
    folder.remove();
  }
  const { lines, events, skipped, withoutTime, unfit } = seen;
  if (most > 30_000)
    console.log(
      `  ${lines} lines: ${events} events, ${skipped} skipped, ${withoutTime} without a time, ${unfit} unfit values`,
    );
  // Each way of losing something is met.
  for (const count of [events, skipped, withoutTime, unfit])
    assert.ok(count > lines / 100, JSON.stringify(seen));
});

test('a replay of them says the same, and --strict fails it', async () => {
  const folder = makeFolder(project);
  try {
    const bytes = makeLines(1000, seed);
    writeFileSync(join(folder.path, 'log.jsonl'), bytes);
    const { lines, objects } = countObjects(bytes);
    const what = `SEED=${seed}`;
    const lax = await runInside(['replay', '--stats', 'stats.json', 'log.jsonl'], folder.path);
    assert.is(lax.code, 0, `${what}\n${lax.err}`);
    const told: unknown = JSON.parse(readFileSync(join(folder.path, 'stats.json'), 'utf8'));
    const count = (name: string) => Number(Reflect.get(Object(told), name));
    assert.equal([count('lines'), count('skipped')], [lines, lines - objects], what);
    assert.is(count('events') + count('without_time'), objects, what);
    assert.match(lax.err, `skipped ${(lines - objects).toLocaleString('en')} lines`, what);
    const strict = await runInside(['replay', '--strict', 'log.jsonl'], folder.path);
    assert.is(strict.code, 1, `${what}\n${strict.err}`);
  } finally {
    folder.remove();
  }
});

test.run();
