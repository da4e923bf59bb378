import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runInside } from '../cli/command-line.js';

const test = suite('the whole scorecard');

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('measured again at every shift it is what is committed (npm run scorecard)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-scorecard-'));
  try {
    const { code, err } = await runInside(['score', '--json', '--write', folder], root);
    assert.is(code, 0, err);
    for (const name of ['scorecard.json', 'SCORECARD.md', 'scorecard.svg'])
      assert.is(readFileSync(join(folder, name), 'utf8'), readFileSync(join(root, 'rules', name), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
