import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mostNesting, parseDocument } from '../../src/document/parse.js';
import { readMarks, showExpected, showFound } from '../marked.js';

const test = suite('parseDocument');

function expectFaults(marked: string, ...codes: string[]): void {
  const expected = readMarks(marked);
  const { diagnostics } = parseDocument({ file: 'x.yaml', text: expected.text });
  assert.equal(showFound(diagnostics), showExpected(expected, codes));
}

test('gives every value and key its place', () => {
  const text = 'a: { b|x: [1, "two"] }\n';
  const { document, diagnostics } = parseDocument({ file: 'x.yaml', text });
  assert.equal(diagnostics, []);
  const root = document?.root;
  assert.is(root?.kind, 'map');
  const a = root?.kind === 'map' ? root.entries.get('a') : undefined;
  const b = a?.value.kind === 'map' ? a.value.entries.get('b|x') : undefined;
  assert.is(b && text.slice(b.keySpan.start, b.keySpan.end), 'b|x');
  const items = b?.value.kind === 'list' ? b.value.items : [];
  assert.equal(
    items.map(({ span, plain }) => [text.slice(span.start, span.end), plain]),
    [
      ['1', 1],
      ['"two"', 'two'],
    ],
  );
});

test('reads scalars as the core schema of YAML 1.2 has them', () => {
  const { document } = parseDocument({
    file: 'x.yaml',
    text: '[yes, no, on, 12:30, 1_000, 2026-01-01, true, null, 0x1F]',
  });
  assert.equal(document?.root.plain, ['yes', 'no', 'on', '12:30', '1_000', '2026-01-01', true, null, 31]);
});

test('tells YAML traps at their place', () => {
  expectFaults(
    'where: { ua|wildcard: ⟦*bot*⟧, label: ⟦0200⟧, b: ⟦!x⟧ y }',
    'alias-as-text',
    'leading-zero',
    'yaml-tag',
  );
  expectFaults('ua|wildcard: ⟦*⟧\nb: ⟦*.example⟧\n', 'alias-as-text', 'alias-as-text');
  expectFaults('a: 1\n⟦---⟧\nb: 2\n', 'several-documents');
  expectFaults('a: 1\nb: 2\n⟦a⟧: 3\n', 'duplicate-key');
  expectFaults('⟦404⟧: true\n⟦true⟧: 1\n', 'key-not-text', 'key-not-text');
  expectFaults('a: "⟦\u0000⟧"', 'binary-file');
  expectFaults('⟦⟧# nothing\n', 'empty-document');
  expectFaults('⟦⟧', 'empty-document');
});

test('tells what a reviewer would not see', () => {
  expectFaults('a: x ⟦#7⟧\nb: y #\nc: z # a comment\nd: "q" #1\n', 'comment-in-text');
  expectFaults('a: x⟦\u202e⟧y', 'direction-control');
});

test('a byte order mark and CRLF move nothing', () => {
  expectFaults('\ufeffa: 1\r\nb:\r\n  c: ⟦*x*⟧\r\n', 'alias-as-text');
});

test('tells a broken text once', () => {
  for (const text of [
    'a: [1, 2',
    'a: {b|regex: ^x{2,3}$}',
    'a: @b',
    'a: b: c',
    'a: "x\n',
    'a:\n  b: 1\n c: 2\n',
  ])
    assert.equal(
      parseDocument({ file: 'x.yaml', text }).diagnostics.map(({ code }) => code),
      ['yaml-syntax'],
      text,
    );
});

test('points at what is not closed', () => {
  expectFaults('a: 1\nb: ⟦"⟧x\nc: 2\n', 'yaml-syntax');
  expectFaults("a: { b: ⟦'⟧x }\nc: 2\n", 'yaml-syntax');
  expectFaults('a: ⟦[⟧1, 2', 'yaml-syntax');
  expectFaults('a: ⟦{⟧ b: [1, 2]\n', 'yaml-syntax');
});

test('is bounded in depth and in what aliases stand for', () => {
  for (const depth of [mostNesting + 2, 100_000]) {
    const deep = parseDocument({ file: 'x.yaml', text: '['.repeat(depth) + ']'.repeat(depth) });
    assert.equal(
      deep.diagnostics.map(({ code }) => code),
      ['nesting-too-deep'],
    );
  }
  let bomb = 'a0: &a0 [x]\n';
  for (let i = 1; i < 12; i++)
    bomb += `a${i}: &a${i} [${Array(10)
      .fill(`*a${i - 1}`)
      .join(', ')}]\n`;
  assert.equal(
    parseDocument({ file: 'x.yaml', text: bomb }).diagnostics.map(({ code }) => code),
    ['alias-limit'],
  );
  const circle = parseDocument({ file: 'x.yaml', text: 'a: &a [*a]' });
  assert.equal(
    circle.diagnostics.map(({ code }) => code),
    ['alias-as-text'],
  );
});

test('keys can have any name', () => {
  const { document } = parseDocument({
    file: 'x.yaml',
    text: '__proto__: { polluted: true }\nconstructor: 1\n',
  });
  assert.equal(Object.keys(document?.root.plain ?? {}), ['__proto__', 'constructor']);
  assert.is(Reflect.get({}, 'polluted'), undefined);
});

test('refuses a key that is longer than YAML lets one be without a question mark', () => {
  const codes = (length: number) =>
    parseDocument({ file: 'x.yaml', text: `? ${'k'.repeat(length)}\n: 1\nb: 2\n` }).diagnostics.map(
      ({ code }) => code,
    );
  assert.equal(codes(1024), []);
  assert.equal(codes(1025), ['yaml-syntax']);
});

test.run();
