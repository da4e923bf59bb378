import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from './command-line.js';

const test = suite('tour');

test('the first line is the verdict, the last one what to do next, at most 100 columns, no colour', async () => {
  const { code, out, err } = await run(['tour'], { env: { FORCE_COLOR: '3' } });
  assert.is(err, '');
  assert.is(code, 0, out.split('\n')[0]);
  const lines = out.trimEnd().split('\n');
  assert.match(
    lines[0] ?? '',
    /^All well {2}\d+ of \d+ attacks caught, \d+ rule tests passed, compiled for \d+ targets$/,
  );
  assert.match(out, /\nNext {6}your own log: npx rulewright replay FILE · [^\n]*\n[^\n]*\n$/);
  for (const heading of ['Checked', 'Replayed', 'Alerts', 'Truth', 'Tests', 'Compiled'])
    assert.ok(
      lines.some((line) => line.startsWith(heading)),
      heading,
    );
  for (const line of lines) assert.ok([...line].length <= 100, line);
  assert.not.match(out, '\u001b');
});

test.run();
