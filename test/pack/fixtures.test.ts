import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('fixtures');

const folder = fileURLToPath(new URL('../../../fixtures', import.meta.url));
const logs = readdirSync(folder).filter((file) => file.endsWith('.jsonl.gz'));
const readme = readFileSync(join(folder, 'README.md'), 'utf8');

function readJson(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  assert.ok(typeof value === 'object' && value !== null);
  return { ...value };
}

test('each log has labels for its principals and no others', () => {
  assert.ok(logs.length > 0);
  for (const log of logs) {
    const events = gunzipSync(readFileSync(join(folder, log)))
      .toString()
      .trimEnd()
      .split('\n')
      .map(readJson);
    const principals = new Set(events.map(({ principal }) => String(principal)));
    const name = basename(log, '.jsonl.gz');
    const labels = readJson(readFileSync(join(folder, `${name}.labels.json`), 'utf8'));
    assert.equal([...principals].sort(), Object.keys(labels).sort(), log);
    const row = `| \`${name}\` | ${events.length.toLocaleString('en-US')} | ${principals.size} |`;
    assert.ok(readme.includes(row), `fixtures/README.md has no row ${row}`);
  }
});

test('no log holds an input', () => {
  const fields = new Set([...readme.matchAll(/`([a-z_]+)`/g)].map(([, field]) => field));
  for (const log of logs) {
    const [first = ''] = gunzipSync(readFileSync(join(folder, log)))
      .toString()
      .split('\n', 1);
    const unknown = Object.keys(readJson(first)).filter((field) => !fields.has(field));
    assert.equal(unknown, [], `fixtures/README.md does not say what these fields of ${log} are`);
  }
});

test('the repository stays small', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  assert.ok(files.length > 10);
  assert.ok(bytes < 8_500_000, `${bytes} bytes`);
});

test.run();
