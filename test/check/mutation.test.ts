import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkRule } from '../../src/check/rule.js';
import { readRuleFile } from '../../src/check/rule-file.js';
import { checkSource } from '../../src/check/source.js';
import { renderDiagnostic } from '../../src/diagnostics/code-frame.js';
import { type Diagnostic, hasErrors } from '../../src/diagnostics/diagnostic.js';
import { recordDiagnostic } from '../../src/diagnostics/json.js';
import { parseDocument } from '../../src/document/parse.js';
import { aggregateRule, replaceKeys, source } from './pack.js';

const test = suite('mutated files');

const rule = replaceKeys(
  aggregateRule,
  `risk: 30
date: 2026-11-24
where:
  all:
    - { label: ["a", b], status|above: 200, src_ip|cidr: 10.0.0.0/8 }
    - not: { is: near_boundary }
    - [ { user_agent|wildcard: 'a*b?' }, { user_agent|regex|nocase: '^x[0-9]+' } ]
window: { size: 2h, every: 5m }
signals:
  volume: { count: events, above: 100 }
  part: { share: { wants_probs: true }, among: { label|exists: true }, n: 10, between: [0.1, 0.9] }
  spread: { percentile: margin, p: 95, at_least: 0.3 }
  pace: { rate_cv: 1m, below: 0.2 }
  quotient: { ratio: { of: volume, to: { distinct: model } }, at_most: 5 }
condition: (volume or not part) and 2 of them or all of p*
suppress: { for: 1h, by: [principal] }
report: { addresses: { values: src_ip, limit: 3 }, most: { ratio: { of: volume, to: { max: margin } } } }
variants: { a: {}, b: { severity: high, signals: { volume: { count: events, above: 5 } } }, c: { by: [src_ip], suppress: none } }`,
);

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
function openRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutate(text: string, random: (below: number) => number): string {
  let mutated = text;
  for (let left = 1 + random(3); left > 0; left--) {
    const words = [...mutated.matchAll(/[\w.|*]+|[^\w\s]/g)];
    const word = words[random(words.length)];
    if (word === undefined) continue;
    const scrap = random(3) === 0 ? (words[random(words.length)]?.[0] ?? '') : scraps[random(scraps.length)];
    const end = word.index + (random(4) === 0 ? 0 : word[0].length);
    mutated = mutated.slice(0, word.index) + scrap + mutated.slice(end);
  }
  return mutated;
}

/** What is told can be shown, and lies in the file. */
function expectShown(diagnostics: readonly Diagnostic[], what: string): void {
  for (const diagnostic of diagnostics) {
    const { start, end, source: within } = diagnostic.span;
    assert.ok(start >= 0 && start <= end && end <= within.text.length, what);
    const shown = renderDiagnostic(diagnostic) + JSON.stringify(recordDiagnostic(diagnostic));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.not.match(shown, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/, what);
    assert.not.match(shown, /undefined|NaN|\[object/, what);
  }
}

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const sources = new Map([['inference', checkSource(wholeSource(source), 'inference', new Map())]]);

function wholeSource(text: string) {
  const { document } = parseDocument({ file: 'inference.yaml', text });
  if (document === undefined) throw new Error('the model source cannot be read');
  return document;
}

test(`a rule is right or something is told, and nothing throws (SEED=${seed})`, () => {
  const random = openRandom(seed);
  let right = 0;
  for (let run = 0; run < 1500; run++) {
    const text = run === 0 ? rule : mutate(rule, random);
    const what = `SEED=${seed}, run ${run}:\n${text}`;
    const { document, diagnostics } = parseDocument({ file: 'example.yaml', text });
    const file = document && readRuleFile(document, 'example');
    const scope = { sources, lists: new Map(), findRule: () => undefined };
    const rules = file?.drafts.map((draft) => checkRule(draft, scope)) ?? [];
    const all = [
      ...diagnostics,
      ...(file?.diagnostics ?? []),
      ...rules.flatMap((checked) => checked.diagnostics),
    ];
    expectShown(all, what);
    const isRight = rules.length > 0 && rules.every((checked) => checked.rule) && !hasErrors(diagnostics);
    assert.is(isRight, !hasErrors(all), what);
    if (isRight) right++;
    if (run === 0)
      assert.equal(
        all.map(({ message }) => message),
        [],
      );
  }
  assert.ok(right > 10 && right < 1000, String(right));
});

test(`a source is read or something is told, and nothing throws (SEED=${seed})`, () => {
  const random = openRandom(seed + 1);
  for (let run = 0; run < 500; run++) {
    const text = mutate(source, random);
    const { document, diagnostics } = parseDocument({ file: 'inference.yaml', text });
    const checked = document && checkSource(document, 'inference', new Map());
    expectShown([...diagnostics, ...(checked?.diagnostics ?? [])], `SEED=${seed}, run ${run}:\n${text}`);
  }
});

test.run();
