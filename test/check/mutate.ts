import * as assert from 'uvu/assert';
import { renderDiagnostic } from '../../src/diagnostics/code-frame.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { recordDiagnostic } from '../../src/diagnostics/json.js';

/** What a slip, a merge or an attacker leaves in a file. */
const scraps = [
  '',
  ' ',
  '\n',
  '  ',
  '\t',
  '-',
  ':',
  '{',
  '}',
  '[',
  ']',
  ',',
  '#',
  '"',
  "'",
  '*',
  '&a ',
  '*a',
  '!x ',
  '|',
  '>',
  '?',
  '\\',
  '---\n',
  'null',
  '~',
  'true',
  'no',
  '0',
  '-1',
  '007',
  '1e400',
  '.inf',
  '.nan',
  '9007199254740993',
  '1.10',
  '[]',
  '{}',
  '[[]]',
  '{a: {}}',
  'events',
  'all',
  'of',
  'them',
  'and',
  'not',
  '(',
  ')',
  '5m',
  '0m',
  '7m',
  '400d',
  'none',
  'volume',
  '__proto__',
  'constructor',
  '\u0000',
  '\u202e',
  '\u001b[31m',
  '\ud800',
  '"\\ud800"',
  '😀',
  'é',
  '\ufeff',
  '\r',
  '<<: *a',
  'AML.T0024',
  '::ffff:0:0/96',
];

/** A generator of whole numbers below a bound (mulberry32), the same for the same seed. */
export function openRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** How many files are mutated: so many as RULEWRIGHT_MUTANTS says, or a few. */
export function countMutants(few: number): number {
  return Number(process.env.RULEWRIGHT_MUTANTS ?? few);
}

/** Changes up to three words or bytes of a file. Bytes may leave no UTF-8, which a reader of bytes tells and a text shows as U+FFFD. */
export function mutate(text: string, random: (below: number) => number): string {
  let mutated = text;
  for (let left = 1 + random(3); left > 0; left--) {
    if (random(4) === 0) {
      mutated = mutateBytes(mutated, random);
      continue;
    }
    const words = [...mutated.matchAll(/[\w.|*]+|[^\w\s]/g)];
    const word = words[random(words.length)];
    if (word === undefined) continue;
    const scrap = random(3) === 0 ? (words[random(words.length)]?.[0] ?? '') : scraps[random(scraps.length)];
    const end = word.index + (random(4) === 0 ? 0 : word[0].length);
    mutated = mutated.slice(0, word.index) + scrap + mutated.slice(end);
  }
  return mutated;
}

function mutateBytes(text: string, random: (below: number) => number): string {
  const bytes = Buffer.from(text);
  const at = random(bytes.length + 1);
  const added = Buffer.from(Array.from({ length: random(3) }, () => random(256)));
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + random(3))]).toString();
}

/** Does something that may take a second at the most, and gives what it gives. */
export function inASecond<T>(what: string, act: () => T): T {
  const started = performance.now();
  const done = act();
  const took = performance.now() - started;
  assert.ok(took < 1000, `${Math.round(took)} ms: ${what}`);
  return done;
}

/** What is told can be shown, and lies in the file. */
export function expectShown(diagnostics: readonly Diagnostic[], what: string): void {
  for (const diagnostic of diagnostics) {
    const { start, end, source: within } = diagnostic.span;
    assert.ok(start >= 0 && start <= end && end <= within.text.length, what);
    const shown = renderDiagnostic(diagnostic) + JSON.stringify(recordDiagnostic(diagnostic));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.not.match(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/, what);
    assert.match(renderDiagnostic(diagnostic), /:\d+:\d+.*\n(?:.*\n)*.*\^/, what);
    assert.not.match(shown, /undefined|NaN|\[object/, what);
  }
}
