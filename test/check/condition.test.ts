import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readMarks, showExpected, showFound } from '../marked.js';
import { aggregateRule, loadFiles, replaceKeys, source } from './pack.js';

const test = suite('checkCondition');

const signals = `signals:
  a: { count: events, above: 1 }
  b: { count: events, above: 2 }
  net_a: { count: events, above: 3 }
`;

function expectFaults(condition: string, ...codes: string[]): readonly string[] {
  const expected = readMarks(replaceKeys(aggregateRule, `${signals}condition: ${condition}`));
  const { diagnostics } = loadFiles({ 'sources/inference.yaml': source, 'example.yaml': expected.text });
  const found = diagnostics.filter(({ code }) => code !== 'unused-signal');
  assert.equal(showFound(found), showExpected(expected, codes), condition);
  return found.map(({ message }) => message);
}

test('mistakes of syntax are told where they stand', () => {
  for (const [condition, message] of [
    ['a ⟦AND⟧ b', /lower case/],
    ['⟦Not⟧ a', /lower case/],
    ['a ⟦b⟧', /and or or/],
    ['a and⟦⟧', /breaks off/],
    ['⟦(⟧a or b', /not closed/],
    ['a ⟦)⟧', /not opened/],
    ['a ⟦&⟧ b', /no meaning/],
    ['⟦and⟧ a', /should stand here/],
    ['a or ⟦or⟧ b', /should stand here/],
    ['not⟦⟧', /breaks off/],
    ['⟦any⟧ of them', /should stand here/],
    ['2 ⟦a⟧', /of should stand/],
    ['all⟦⟧', /breaks off/],
    ['all of ⟦a⟧', /them, or a prefix/],
    ['2 of⟦⟧', /breaks off/],
    ['⟦0⟧ of them', /always holds/],
    ['a and (b or ⟦)⟧', /should stand here/],
    ["'a ⟦;⟧ b'", /no meaning/],
    [`${'('.repeat(64)}⟦(⟧a${')'.repeat(65)}`, /too deep/],
    [`${'not '.repeat(63)}⟦not⟧ a`, /too deep/],
  ] as const) {
    const [first] = expectFaults(condition, 'condition-syntax');
    assert.match(first, message, condition);
  }
});

test('names, prefixes and numbers are held to the signals', () => {
  expectFaults('⟦c⟧ or (⟦d⟧ and a)', 'unknown-signal', 'unknown-signal');
  expectFaults('1 of ⟦nett_*⟧ or ⟦c⟧', 'no-signal-matches', 'unknown-signal');
  expectFaults('⟦4⟧ of them', 'too-few-signals');
  expectFaults('⟦2⟧ of net_*', 'too-few-signals');
  expectFaults('1 of net_* and a');
  // Where a text is written otherwise than it reads, the whole of it is marked.
  expectFaults('⟦>-\n  a and\n  c\n⟧'.replace('\n⟧', '\n⟧'), 'unknown-signal');
});

test('signals that decide nothing are warned of; what a used ratio uses is used', () => {
  const unused = (keys: string): string[] =>
    loadFiles({
      'sources/inference.yaml': source,
      'example.yaml': replaceKeys(aggregateRule, keys),
    }).diagnostics.map(({ code, severity, message }) => `${severity} ${code} ${message.split(' ').at(-1)}`);
  assert.equal(unused(`${signals}condition: a`), ['warning unused-signal b', 'warning unused-signal net_a']);
  const ratio = `${signals}  r: { ratio: { of: a, to: q }, above: 1 }\n  q: { ratio: { of: b, to: b }, above: 1 }\n`;
  assert.equal(unused(`${ratio}condition: r`), ['warning unused-signal net_a']);
  assert.equal(unused(`${ratio}condition: net_a`).length, 4);
});

test.run();
