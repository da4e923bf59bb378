import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createRandom, type Random } from '../random/random.js';
import { readText } from './reading.js';

const test = suite('mutated lines');

/** LINES sets how many, SEED which. */
const most = Number(process.env.LINES ?? 20_000);
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

const lines = [
  '{"ts": 1768208400.25, "principal": "p\\u00e9", "size": 12, "flag": true, "from": "10.0.0.1"}',
  '{"ts":"1768208400","principal":["a","a",null],"size":"1e3","other":{"a":[1,{"b":null}]}}',
  '{"principal": 7, "ts": -1, "flag": "false", "from": "::ffff:1.2.3.4", "size": -0.5e-3}',
];

const scraps = [
  '',
  ' ',
  '\t',
  '\r',
  '\n',
  '\n\n',
  '"',
  '\\',
  '\\u',
  '\\ud800',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '0',
  '-',
  '.',
  'e',
  '1e999',
  'null',
  'tru',
  '"ts":',
  '"ts": 2,',
  '__proto__',
  '\u0000',
  '\u001f',
  '\ufeff',
  '\u00a0',
  '\u2028',
  '😀',
  '9007199254740993',
];

function mutate(text: string, random: Random): string {
  let mutated = text;
  for (let left = random.whole(0, 3); left > 0; left--) {
    const at = random.whole(0, mutated.length);
    mutated = mutated.slice(0, at) + random.pick(scraps) + mutated.slice(at + random.whole(0, 4));
  }
  return mutated;
}

/** Whether a plain reader finds a JSON object. */
function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

test(`every line is an event, skipped, without a time or blank, as JSON.parse says (SEED=${seed}, LINES=${most})`, async () => {
  const random = createRandom(seed);
  for (let done = 0; done < most; done += 1000) {
    let text = '';
    // Half of a surrogate pair is no text that UTF-8 could hold.
    for (let i = 0; i < 1000; i++)
      text += `${Buffer.from(mutate(random.pick(lines), random), 'utf8').toString('utf8')}\n`;
    const { tally, events } = await readText(text);
    const found = text
      .replace(/^\ufeff/, '')
      .split('\n')
      .filter((line) => /[^ \t\r]/.test(line));
    const objects = found.filter(isObject).length;
    const what = `SEED=${seed}, lines from ${done}`;
    assert.is(tally.lines, found.length, what);
    assert.is(tally.skipped, found.length - objects, what);
    assert.is(tally.events + tally.withoutTime, objects, what);
    assert.is(tally.events, events.length, what);
  }
});

test.run();
