import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LONGEST_LINE } from '../../src/log/reader.js';
import { makeFolder, run, runInside } from '../cli/command-line.js';
import { project, start } from '../cli/project.js';
import { countText, readFile, readText } from './reading.js';

const test = suite('hostile lines');

const good = `{"ts": ${start}, "principal": "p"}`;

const notObjects = [
  'not json',
  '[]',
  '[1, 2]',
  '"text"',
  '17',
  'null',
  'true',
  '{',
  '{}}',
  '{"a":1,}',
  '{"a" 1}',
  "{'a': 1}",
  '{"a": 01}',
  '{"a": +1}',
  '{"a": .5}',
  '{"a": NaN}',
  '{"a": "\u0001"}',
  '{"a": "\\x"}',
  '{"a": "\\ud83"}',
  '{"a": tru}',
  `${good}${good}`,
  `${good} x`,
  '\u00a0{}',
  '\u0000',
  '{"a": "unclosed}',
];

test('a line that is no JSON object is skipped and counted, and the lines around it are read', async () => {
  const text = notObjects.map((line) => `${line}\n${good}\n`).join('');
  const { tally, events } = await readText(text);
  assert.is(tally.lines, notObjects.length * 2);
  assert.is(tally.skipped, notObjects.length);
  assert.is(tally.events, notObjects.length);
  assert.equal(
    events.map(({ line }) => line),
    notObjects.map((_, i) => i * 2 + 2),
  );
});

test('nothing but white space is no line; CR and LF end lines, a byte order mark begins a file', async () => {
  const { lines, events } = await countText(`\ufeff${good}\r\n \t\r\n\n\r\n${good}`);
  assert.equal([lines, events], [2, 2]);
  const again = await countText(`\ufeff`);
  assert.equal([again.lines, again.skipped], [0, 0]);
  // Within a file it is no white space of JSON's.
  const later = await countText(`${good}\n\ufeff${good}\n`);
  assert.equal([later.lines, later.events, later.skipped], [2, 1, 1]);
});

const withTime: readonly (readonly [ts: string, time: number | undefined])[] = [
  ['1768208400', 1768208400000],
  ['"1768208400.0019"', 1768208400001],
  ['-1', -1000],
  ['-0.0001', -1],
  ['-0', 0],
  ['1768208400e0', 1768208400000],
  ['0.17682084e10', 1768208400000],
  ['253402300799.9999', 253402300799999],
  ['253402300800', undefined],
  ['8640000000000', undefined],
  ['-62167219200', -62167219200000],
  ['-62167219200.001', undefined],
  ['1e999', undefined],
  ['1e-999', 0],
  ['-1e-999', -1],
  ['9007199254740993', undefined],
  ['null', undefined],
  ['"soon"', undefined],
  ['""', undefined],
  ['" 1"', undefined],
  ['"0x10"', undefined],
  ['"2026-01-12T09:00:00Z"', undefined],
  ['true', undefined],
  ['{}', undefined],
  ['[]', undefined],
  ['[1, 2]', undefined],
  ['[1768208400, 1768208400]', 1768208400000],
];

test('what is no time is counted as an event without one, whatever it is', async () => {
  for (const [ts, time] of withTime) {
    const { tally, events } = await readText(`{"ts": ${ts}}\n`);
    assert.equal(
      events.map((event) => event.time),
      time === undefined ? [] : [time],
      ts,
    );
    assert.is(tally.events + tally.withoutTime, 1, ts);
    assert.is(tally.skipped, 0, ts);
  }
  const { tally } = await readText('{}\n{"principal": "p"}\n{"TS": 1}\n');
  assert.is(tally.withoutTime, 3);
});

test('numbers at the edges of a double fit or are counted as unfit', async () => {
  const numbers: readonly (readonly [size: string, fits: boolean])[] = [
    ['9007199254740992', true],
    ['-9007199254740992', true],
    ['9007199254740993', false],
    ['9007199254740993.0', true],
    ['1e308', true],
    ['1e309', false],
    ['-1e999', false],
    ['1e-999', true],
    ['-0', true],
    ['"1e999"', false],
    [`1${'0'.repeat(400)}`, false],
    [`0.${'0'.repeat(400)}1`, true],
  ];
  for (const [size, fits] of numbers) {
    const { tally } = await readText(`{"ts": 1, "size": ${size}}\n`);
    assert.equal([tally.events, tally.unfit[2]], [1, fits ? 0 : 1], size);
  }
});

test('invalid UTF-8 costs its own line alone, lone surrogates their own value', async () => {
  const { path, remove } = makeFolder({
    'log.jsonl': Buffer.concat([
      Buffer.from(`${good}\n{"ts": 1, "principal": "`),
      Buffer.of(0xff),
      Buffer.from(`"}\n${good}\n{"ts": 1, "principal": "`),
      // An overlong encoding, a surrogate in UTF-8, and a sequence that breaks off.
      Buffer.of(0xc0, 0xaf),
      Buffer.from('"}\n{"ts": 1, "principal": "'),
      Buffer.of(0xed, 0xa0, 0x80),
      Buffer.from('"}\n{"ts": 1, "principal": "'),
      Buffer.of(0xf0, 0x9f, 0x98),
      Buffer.from(`"}\n${good}\n`),
    ]),
  });
  try {
    const { tally } = await readFile(join(path, 'log.jsonl'));
    assert.equal([tally.lines, tally.events, tally.skipped], [7, 3, 4]);
  } finally {
    remove();
  }
  const { tally } = await readText(
    '{"ts": 1, "principal": "\\ud800"}\n{"ts": 1, "principal": "\\ud83d\\ude00"}\n{"ts": 1, "principal": "\\udc00\\ud800"}\n',
  );
  assert.equal([tally.events, tally.unfit[1]], [3, 2]);
});

test('of duplicate keys the last counts, and the names of JavaScript objects are names', async () => {
  const { events, tally } = await readText(
    [
      '{"ts": 1, "principal": "a", "principal": "b"}',
      '{"ts": "no", "ts": 2, "principal": {"x": 1}, "principal": "c"}',
      '{"ts": 3, "principal": "__proto__", "__proto__": {"ts": 9}, "constructor": {"prototype": {"ts": 9}}}',
      '{"__proto__": {"ts": 4, "principal": "polluted"}}',
      '{"ts": 5, "\\u0070rincipal": "constructor"}',
      '{"ts": 6, "principal": "x", "principal": null}',
    ].join('\n'),
  );
  assert.equal(
    events.map(({ time, principal }) => [time, principal]),
    [
      [1000, 'b'],
      [2000, 'c'],
      [3000, '__proto__'],
      [5000, 'constructor'],
      [6000, undefined],
    ],
  );
  assert.is(tally.withoutTime, 1);
  assert.is(({} as { ts?: unknown }).ts, undefined);
});

test('fields and groups may be called as JavaScript calls its own', async () => {
  const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
  const { path, remove } = makeFolder({
    'rules/sources/odd.yaml': `source: odd\ndescription: Odd names\ntime: { field: ts, format: epoch_seconds }\nfields:\n  ts: { type: timestamp }\n${names
      .map((name) => `  ${name}: { type: keyword }\n`)
      .join('')}`,
    'rules/odd.yaml': `id: 6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11
name: odd
title: Odd
description: Odd
status: test
severity: low
atlas: [AML.T0024.002]
source: odd
by: [${names.join(', ')}]
window: { size: 1h, every: 1h }
signals:
  constructor: { distinct: __proto__, above: 0 }
  volume: { count: events, above: 0 }
`,
    'log.jsonl': `{"ts": 1, "__proto__": "__proto__", "constructor": "constructor", "hasOwnProperty": "x", "toString": "y"}\n`,
  });
  try {
    const { code, out, err } = await runInside(['replay', '--format', 'findings', 'log.jsonl'], path);
    // Either the checker refuses such names in words, or they work.
    if (code === 1) assert.match(err, /error/);
    else {
      assert.is(code, 0, err);
      assert.match(
        out,
        '"group":{"__proto__":"__proto__","constructor":"constructor","hasOwnProperty":"x","toString":"y"}',
      );
    }
    assert.not.match(err, /\bat .*\.[jt]s/);
  } finally {
    remove();
  }
});

test('a value of any depth is passed over, wanted or not', async () => {
  const depth = 100_000;
  const lines = [
    `{"ts": 1, "other": ${'['.repeat(depth)}${']'.repeat(depth)}}`,
    `{"ts": 2, "other": ${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`,
    `{"ts": 3, "principal": ${'['.repeat(depth)}${']'.repeat(depth)}}`,
    `{"ts": 4, "principal": ${'{"principal":'.repeat(depth)}"x"${'}'.repeat(depth)}}`,
    `{"ts": ${'['.repeat(depth)}5${']'.repeat(depth)}}`,
    `{"ts": 6, "other": ${'['.repeat(depth)}}`,
    '['.repeat(depth),
    `{"ts": 7, ${'"k": {}, '.repeat(depth)}"principal": "p"}`,
  ];
  const { tally, events } = await readText(lines.join('\n'));
  assert.equal(
    events.map(({ time }) => time),
    [1000, 2000, 3000, 4000, 7000],
  );
  assert.equal([tally.skipped, tally.withoutTime, tally.unfit[1]], [2, 1, 2]);
});

test('a line that is too long is skipped and counted, whatever the chunks', async () => {
  const long = `{"ts": 1, "principal": "${'x'.repeat(5000)}"}`;
  for (const text of [
    `${good}\n${long}\n${good}\n`,
    `${long}\n${good}\n${long}`,
    `${good}\n${long}`,
    `${long}\r\n${long}\n\n${good}`,
  ]) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const longs = lines.filter((line) => line.startsWith(long)).length;
    const { tally, events } = await readText(text, { longestLine: 1000 });
    assert.equal([tally.lines, tally.skipped], [lines.length, longs]);
    assert.equal(
      events.map(({ line }) => line),
      text.split('\n').flatMap((line, i) => (line.startsWith(good) ? [i + 1] : [])),
    );
  }
});

test('a long line that comes in chunks is let go as it comes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-'));
  try {
    const path = join(folder, 'log.jsonl');
    const long = `{"ts": 1, "principal": "${'x'.repeat(3_000_000)}"}`;
    writeFileSync(path, `${good}\n${long}\n${good}\n${'y'.repeat(2_000_000)}\n${good}\n${long}`);
    const { tally, events } = await readFile(path, { longestLine: 1_000_000 });
    assert.equal([tally.lines, tally.events, tally.skipped], [6, 3, 3]);
    assert.equal(
      events.map(({ line }) => line),
      [1, 3, 5],
    );
    const whole = await readFile(path);
    assert.equal([whole.tally.lines, whole.tally.events, whole.tally.skipped], [6, 5, 1]);
    assert.equal(
      whole.events.map(({ line }) => line),
      [1, 2, 3, 5, 6],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Writes a file with a line of so many bytes between two good ones. */
function writeLongLine(path: string, head: string, filler: string, bytes: number, tail: string): void {
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(1 << 20, filler);
  writeSync(file, `${good}\n${head}`);
  for (let left = bytes; left > 0; left -= piece.length)
    writeSync(file, piece, 0, Math.min(left, piece.length));
  writeSync(file, `${tail}\n${good}\n`);
  closeSync(file);
}

test('a line of 100 MB is read, or skipped where it is no JSON, and a longer one is never held', async () => {
  const { path, remove } = makeFolder(project);
  try {
    const cases = [
      { bytes: 100_000_000, tail: '"}', read: 3 },
      { bytes: 10_000_000, tail: '}', read: 2 },
      { bytes: LONGEST_LINE * 3, tail: '"}', read: 2 },
    ];
    for (const { bytes, tail, read } of cases) {
      writeLongLine(join(path, 'log.jsonl'), `{"ts": ${start}, "user_agent": "`, 'u', bytes, tail);
      const { code, err } = await run(['replay', '--max-memory', '700M', 'log.jsonl'], { cwd: path });
      assert.is(code, 0, err);
      assert.match(err, `${read} events of 3 lines`);
      assert.match(err, `skipped ${3 - read} line`);
    }
  } finally {
    remove();
  }
});

test('an empty file is no fault, one without an event is', async () => {
  const { path, remove } = makeFolder({
    ...project,
    'empty.jsonl': '',
    'none.jsonl': 'x\n{}\n',
    'bom.jsonl': '\ufeff',
  });
  try {
    assert.is((await runInside(['replay', 'empty.jsonl'], path)).code, 0);
    assert.is((await runInside(['replay', 'bom.jsonl'], path)).code, 0);
    const { code, err } = await runInside(['replay', 'none.jsonl'], path);
    assert.is(code, 2);
    assert.match(err, 'none of the 2 lines is an event: 1 are not JSON objects, 1 have no time');
  } finally {
    remove();
  }
});

test.run();
