import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { positionAt } from '../../src/text/source-text.js';

const test = suite('positionAt');

test('counts lines over LF, CRLF and CR, and columns in code points', () => {
  const source = { file: 'a.yaml', text: 'a\r\nb😀c\rd' };
  assert.equal(positionAt(source, 0), { line: 1, column: 1 });
  assert.equal(positionAt(source, 3), { line: 2, column: 1 });
  assert.equal(positionAt(source, 6), { line: 2, column: 3 });
  assert.equal(positionAt(source, 8), { line: 3, column: 1 });
  assert.equal(positionAt(source, 99), { line: 3, column: 2 });
});

test.run();
