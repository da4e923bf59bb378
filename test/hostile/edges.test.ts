import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createStreamClock } from '../../src/evaluate/stream.js';
import { createRow, type Row } from '../../src/log/row.js';
import { createSorter } from '../../src/log/sorter.js';
import { isWithin, parseIp } from '../../src/text/ip.js';
import { makeFolder, runInside } from '../cli/command-line.js';
import { project, start } from '../cli/project.js';
import { isInside, parseAddress } from '../oracle/address.js';
import type { SourceDoc } from '../oracle/documents.js';
import { satisfies } from '../oracle/predicate.js';
import { noCounts } from '../oracle/reading.js';
import { followClock } from '../oracle/stream.js';

/*
 * Edges that random inputs seldom meet. The evaluator and the oracle are each held to what is written here, so that a mistake that
 * both make is seen too.
 */

const test = suite('edges of the evaluator and the oracle');

const day = 86_400_000;

test('an event a day ahead of a stream’s clock moves it, one more than a day ahead waits', () => {
  const began = Array.from({ length: 10 }, (_, i) => i);
  for (const [time, waited, cutShort] of [
    [9 + day, 10, 0],
    [9 + day + 1, 11, 1],
  ] as const) {
    // Where the clock moved, what lies behind it is late.
    const times = [...began, time, 9];
    const counts = { late: 0, waited: 0, cutShort: 0 };
    const seen: number[] = [];
    const clock = createStreamClock(
      0,
      { ...createSorter([]), push: (row: Row) => seen.push(row.time) },
      counts,
    );
    const row = createRow(0);
    for (const each of times) {
      row.time = each;
      clock.take(row);
    }
    clock.finish();
    const late = cutShort === 0 ? 1 : 0;
    assert.equal(counts, { late, waited, cutShort });
    assert.is(seen.length, 12 - late);
    const judged = noCounts();
    followClock(
      times.map((each, line) => ({ time: each, fields: new Map(), place: { input: 0, line } })),
      0,
      judged,
    );
    assert.equal([judged.late, judged.waited, judged.cutShort], [late, waited, cutShort]);
  }
});

test('what is an address ends at octet 255 and at four digits of a group', () => {
  const zeros = Array<number>(13).fill(0);
  for (const [text, bytes] of [
    ['255.255.255.255', [255, 255, 255, 255]],
    ['0.0.0.0', [0, 0, 0, 0]],
    ['256.0.0.0', undefined],
    ['0.256.0.0', undefined],
    ['0.0.256.0', undefined],
    ['0.0.0.256', undefined],
    ['0.0.0.999', undefined],
    ['0.0.0.1000', undefined],
    ['0.0.0.00', undefined],
    ['0.0.0', undefined],
    ['0.0.0.0.0', undefined],
    ['::ffff:255.255.255.255', [255, 255, 255, 255]],
    ['::ffff:255.255.255.256', undefined],
    ['::ffff:256.0.0.0', undefined],
    ['::ff', [...zeros, 0, 0, 255]],
    ['::100', [...zeros, 0, 1, 0]],
    ['::ffff', [...zeros, 0, 255, 255]],
    ['::10000', undefined],
    ['::fffe:1.2.3.4', [...Array<number>(10).fill(0), 255, 254, 1, 2, 3, 4]],
  ] as const) {
    assert.equal(parseIp(text), bytes, text);
    assert.equal(parseAddress(text), bytes, text);
  }
});

test('a network ends at its last address', () => {
  for (const [address, network, isIn] of [
    ['255.255.255.255', '0.0.0.0/0', true],
    ['127.255.255.255', '0.0.0.0/1', true],
    ['128.0.0.0', '0.0.0.0/1', false],
    ['10.255.255.255', '10.0.0.0/8', true],
    ['11.0.0.0', '10.0.0.0/8', false],
    ['9.255.255.255', '10.0.0.0/8', false],
    ['10.0.0.255', '10.0.0.0/24', true],
    ['10.0.1.0', '10.0.0.0/24', false],
    ['10.0.1.255', '10.0.0.0/23', true],
    ['10.0.2.0', '10.0.0.0/23', false],
    ['10.0.0.255', '10.0.0.254/31', true],
    ['10.0.0.255', '10.0.0.255/32', true],
    ['10.0.0.254', '10.0.0.255/32', false],
    ['2001:db8::ff', '2001:db8::/120', true],
    ['2001:db8::100', '2001:db8::/120', false],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::/0', true],
  ] as const) {
    const [base = '', length] = network.split('/');
    const [inner, outer] = [parseIp(address), parseIp(base)];
    assert.ok(inner !== undefined && outer !== undefined);
    assert.is(isWithin(inner, outer, Number(length)), isIn, `${address} in ${network}`);
    assert.is(isInside(address, network), isIn, `${address} in ${network}`);
  }
});

test('windows at both ends of the times that can be written are written, and none beyond them', async () => {
  const requests = (second: number) =>
    Array.from(
      { length: 11 },
      (_, i) =>
        `${JSON.stringify({ ts: second + i, principal: 'one', input_hash: String(i), wants_probs: true })}\n`,
    ).join('');
  const folder = makeFolder({
    ...project,
    'log.jsonl': requests(-62_167_219_200) + requests(253_402_300_799 - 8 * 60),
  });
  try {
    const { code, out, err } = await runInside(['replay', '--format', 'findings', 'log.jsonl'], folder.path);
    assert.is(code, 0, err);
    const found = out
      .trimEnd()
      .split('\n')
      .map((line): string => JSON.parse(line).window_end);
    const early = Array.from({ length: 12 }, (_, i) => new Date(-62_167_219_200_000 + (i + 1) * 300_000));
    assert.equal(found, [...early.map((end) => end.toISOString()), '9999-12-31T23:55:00.000Z']);
    assert.not.match(out, /"[+-]\d{6}-/);
  } finally {
    folder.remove();
  }
});

const source: SourceDoc = {
  source: 'inference',
  description: '',
  time: { field: 'ts', format: 'epoch_seconds' },
  fields: { principal: { type: 'keyword', description: '' } },
};

/** Which of the texts a predicate is true of, by the evaluator and by the oracle. */
async function matching(predicate: Readonly<Record<string, string>>, texts: readonly string[]) {
  const folder = makeFolder({
    ...project,
    'rules/near-tie.yaml': (project['rules/near-tie.yaml'] ?? '').replace('{ margin|below: 0.01 }', () =>
      JSON.stringify(predicate),
    ),
    'log.jsonl': texts.map((text) => `${JSON.stringify({ ts: start, principal: text })}\n`).join(''),
  });
  try {
    const { code, out, err } = await runInside(['replay', '--format', 'findings', 'log.jsonl'], folder.path);
    assert.is(code, 0, err);
    const lines = out === '' ? [] : out.trimEnd().split('\n');
    const found = lines.map((line): string => texts[JSON.parse(line).line - 1] ?? '');
    const judged = texts.filter((text) =>
      satisfies({ time: 0, fields: new Map([['principal', text]]) }, predicate, { source, lists: [] }),
    );
    return { found, judged };
  } finally {
    folder.remove();
  }
}

test('nocase takes A to Z as a to z and nothing else', async () => {
  const ascii = Array.from({ length: 127 }, (_, i) => String.fromCharCode(i + 1));
  const others = [
    'é',
    'É',
    'ß',
    'SS',
    'ss',
    'ſ',
    '\u212a',
    'İ',
    'i\u0307',
    'ı',
    'Σ',
    'σ',
    'ς',
    'Å',
    '\u212b',
    'Ａ',
    'ａ',
    '𐐀',
    '𐐨',
  ];
  const texts = [...ascii, ...others];
  for (const text of ['k', 'S', '[', '@', 'é', 'ß', 'ſ', '\u212a', 'İ', 'Σ', '𐐀']) {
    const lower = (one: string) => one.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    for (const [modifier, isTrue] of [
      ['', (one: string) => lower(one) === lower(text)],
      ['|contains', (one: string) => lower(one).includes(lower(text))],
      ['|starts_with', (one: string) => lower(one).startsWith(lower(text))],
      ['|ends_with', (one: string) => lower(one).endsWith(lower(text))],
      ['|wildcard', (one: string) => lower(one) === lower(text)],
    ] as const) {
      const { found, judged } = await matching({ [`principal${modifier}|nocase`]: text }, texts);
      assert.equal(found, texts.filter(isTrue), `${modifier} ${text}`);
      assert.equal(judged, found, `${modifier} ${text}`);
    }
  }
});

test('under regex nocase is RE2’s (?i), which folds one character to one', async () => {
  const texts = ['k', 'K', '\u212a', 's', 'ſ', 'ss', 'ß', 'é', 'É'];
  for (const [expression, expected] of [
    ['^k$', ['k', 'K', '\u212a']],
    ['^s$', ['s', 'ſ']],
    ['^ss$', ['ss']],
    ['^é$', ['é', 'É']],
  ] as const) {
    const { found, judged } = await matching({ 'principal|regex|nocase': expression }, texts);
    assert.equal(found, expected, expression);
    assert.equal(judged, expected, expression);
  }
});

test.run();
