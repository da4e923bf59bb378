import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { renderDiagnostic } from '../../src/diagnostics/code-frame.js';
import { diagnose } from '../../src/diagnostics/diagnostic.js';
import { recordDiagnostic } from '../../src/diagnostics/json.js';
import { readMarks } from '../marked.js';

const test = suite('code frames');

/** The source lines and carets of a frame round the marked range. */
function frame(marked: string, file = 'rules/a.yaml'): string[] {
  const { text, ranges } = readMarks(marked);
  const [start, end] = ranges[0];
  const source = { file, text };
  return renderDiagnostic(
    diagnose('unknown-field', { source, start, end }, { source: 's', field: 'f', near: 'g' }),
  ).split('\n');
}

test('a frame is place, code, line, carets, message, page', () => {
  assert.equal(frame('a: 1\n  novelty: { distinct_ratio: ⟦input_hsh⟧, above: 0.9 }\n'), [
    'rules/a.yaml:2:30  unknown-field',
    '    2 |   novelty: { distinct_ratio: input_hsh, above: 0.9 }',
    '      |                              ^^^^^^^^^',
    '   the source s has no field f; near it: g',
    '   rulewright explain unknown-field',
  ]);
});

test('carets stand under tabs, wide and combining characters', () => {
  assert.equal(frame('a:\t⟦x⟧').slice(1, 3), ['    1 | a:  x', '      |     ^']);
  assert.equal(frame('名前: ⟦値段⟧ x').slice(1, 3), ['    1 | 名前: 値段 x', '      |       ^^^^']);
  assert.equal(frame('e\u0301: ⟦😀⟧').slice(1, 3), ['    1 | e\u0301: 😀', '      |    ^^']);
});

test('an empty range has one caret, at the end of the file too', () => {
  assert.equal(frame('a:⟦⟧').slice(0, 3), ['rules/a.yaml:1:3  unknown-field', '    1 | a:', '      |   ^']);
  assert.equal(frame('⟦⟧').slice(0, 3), ['rules/a.yaml:1:1  unknown-field', '    1 |', '      | ^']);
  assert.equal(frame('a: 1\n⟦⟧').slice(0, 3), ['rules/a.yaml:2:1  unknown-field', '    2 |', '      | ^']);
});

test('a range over several lines marks each without its indentation, and breaks off', () => {
  assert.equal(frame('a: ⟦{ b: 1,\r\n     c: 2 }⟧ # x').slice(1, 5), [
    '    1 | a: { b: 1,',
    '      |    ^^^^^^^',
    '    2 |      c: 2 } # x',
    '      |      ^^^^^^',
  ]);
  assert.equal(frame('⟦a\nb\nc\nd\ne⟧').slice(1, -2), [
    '    1 | a',
    '      | ^',
    '    2 | b',
    '      | ^',
    '    3 | c',
    '      | ^',
    '      | …',
  ]);
});

test('long lines are cut round the range', () => {
  for (const marked of [
    `${'a'.repeat(500)}⟦bad⟧${'c'.repeat(500)}`,
    `⟦${'b'.repeat(500)}⟧`,
    `⟦bad⟧${'c'.repeat(500)}`,
    `${'a'.repeat(500)}⟦${'b'.repeat(500)}⟧`,
    `${'名'.repeat(300)}⟦bad⟧${'名'.repeat(300)}`,
  ]) {
    const [, line, carets] = frame(marked);
    assert.ok(line.length <= 100 && carets.length <= 100, line);
    assert.ok(/bad|bbb/.test(line), line);
    assert.match(line, /…/);
  }
  const [, line, carets] = frame(`${'a'.repeat(500)}⟦bad⟧${'c'.repeat(500)}`);
  assert.is(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1), 'bad');
});

test('a megabyte on one line is cut too', () => {
  const lines = frame(`${'a'.repeat(1_000_000)}⟦bad⟧${'c'.repeat(1_000_000)}`);
  assert.ok(lines.every((line) => line.length < 120));
});

test('nothing that a terminal obeys gets out', () => {
  const out = frame('a: "\u009b31m⟦\u202ex⟧"', 'rules/\u001b[31m.yaml').join('\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  assert.not.match(out.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u202e]/);
  const source = { file: 'a', text: 'x' };
  const span = { source, start: 0, end: 1 };
  const { message } = diagnose('unknown-field', span, {
    source: 's',
    field: `\u001b[2J${'x'.repeat(9999)}`,
    near: undefined,
  });
  assert.match(message, /^the source s has no field \\u\{1b\}\[2Jx+…$/);
  assert.ok(message.length <= 400);
});

test('the record has the places of both ends', () => {
  const { text, ranges } = readMarks('a: 1\n😀: ⟦b\nc⟧');
  const source = { file: 'a.yaml', text };
  const made = diagnose(
    'leading-zero',
    { source, start: ranges[0][0], end: ranges[0][1] },
    { text: '01', value: 1 },
  );
  assert.equal(recordDiagnostic(made), {
    file: 'a.yaml',
    line: 2,
    column: 4,
    end_line: 3,
    end_column: 2,
    code: 'leading-zero',
    severity: 'error',
    message: '01 is the number 1 in YAML',
    hint: "write '01' for the text, or 1 for the number",
  });
});

test.run();
