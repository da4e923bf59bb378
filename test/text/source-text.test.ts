import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { positionAt } from '../../src/text/source-text.js';
import { createRandom } from '../random/random.js';

const test = suite('positionAt');

test('counts lines over LF, CRLF and CR, and columns in code points', () => {
  const source = { file: 'a.yaml', text: 'a\r\nb😀c\rd' };
  assert.equal(positionAt(source, 0), { line: 1, column: 1 });
  assert.equal(positionAt(source, 3), { line: 2, column: 1 });
  assert.equal(positionAt(source, 6), { line: 2, column: 3 });
  assert.equal(positionAt(source, 8), { line: 3, column: 1 });
  assert.equal(positionAt(source, 99), { line: 3, column: 2 });
});

/** The plainest way to count. */
function countTo(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\n|\r(?=[^\n]|$)/);
  // A CR that a LF follows has not ended its line yet.
  if (text[offset - 1] === '\r' && text[offset] === '\n') {
    before.pop();
    before[before.length - 1] += '\r';
  }
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}

test('finds the same places as counting from the start', () => {
  const random = createRandom(1);
  const parts = ['a', '\n', '\r', '\r\n', '😀', '\ud83d', '\ude00', '\t', 'ä'];
  for (let run = 0; run < 300; run++) {
    const text = Array.from({ length: random.whole(0, 12) }, () => random.pick(parts)).join('');
    for (let offset = 0; offset <= text.length; offset++)
      assert.equal(
        positionAt({ file: 'a.yaml', text }, offset),
        countTo(text, offset),
        JSON.stringify([text, offset]),
      );
  }
});

test.run();
