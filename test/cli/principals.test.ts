import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, run, runInside } from './command-line.js';
import { project, requests, start } from './project.js';

const test = suite('principals');
const hostile = '\u001b[31meve\u0007 who has a very, very long name indeed';
const log =
  requests('thief', 12) +
  // Two clock hours, three requests in the later one, of one input.
  [-20, 10, 20, 30]
    .map(
      (at) =>
        `${JSON.stringify({ ts: start + 3600 + at, principal: hostile, input_hash: 'h', wants_probs: at === 10 })}\n`,
    )
    .join('') +
  `${JSON.stringify({ ts: start })}\n`;
const { path: cwd, remove } = makeFolder({ ...project, 'log.jsonl': log });

test('the table: everyone, most active first, names made safe and short', async () => {
  const { code, out, err } = await runInside(['principals', 'log.jsonl'], cwd);
  assert.is(code, 0);
  assert.is(
    out,
    `principal             queries  unique  full  busiest hour (UTC)        first – last
thief                      12    1.00  1.00  01-12 09:00 12 1.00 1.00  01-12 09:00–09:03
    alerts: harvest
\\u{1b}[31meve\\u{7} …        4    0.25  0.25  01-12 10:00  3 0.33 0.33  01-12 09:59–10:00
`,
  );
  assert.match(err, '1 event without principal not listed');
});

test('for machines: exact names and figures; standard input is read to its end', async () => {
  const { code, out } = await run(['principals', '--json', '-'], { cwd, stdin: log });
  assert.is(code, 0);
  assert.equal(JSON.parse(out), [
    {
      principal: 'thief',
      queries: 12,
      unique_ratio: 1,
      prob_request_ratio: 1,
      busiest: { from: '2026-01-12T09:00:00.000Z', queries: 12, unique_ratio: 1, prob_request_ratio: 1 },
      first_seen: '2026-01-12T09:00:00.000Z',
      last_seen: '2026-01-12T09:03:40.000Z',
      alerts: ['harvest'],
    },
    {
      principal: hostile,
      queries: 4,
      unique_ratio: 0.25,
      prob_request_ratio: 0.25,
      busiest: {
        from: '2026-01-12T10:00:00.000Z',
        queries: 3,
        unique_ratio: 1 / 3,
        prob_request_ratio: 1 / 3,
      },
      first_seen: '2026-01-12T09:59:40.000Z',
      last_seen: '2026-01-12T10:00:30.000Z',
      alerts: [],
    },
  ]);
});

test('by other fields, and by one that there is not', async () => {
  const by = await runInside(['principals', '--by', 'wants_probs,input_hash', '--json', 'log.jsonl'], cwd);
  const wrong = await runInside(['principals', '--by', 'principle', 'log.jsonl'], cwd);
  assert.is(by.code, 0);
  assert.match(by.out, '{"wants_probs":false,"input_hash":"h","queries":3,');
  assert.equal([wrong.code, wrong.out], [2, '']);
  assert.match(wrong.err, /there is no field principle\n {2}did you mean principal\?/);
});

test('teardown', remove);

test.run();
