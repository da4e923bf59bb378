import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runInside } from '../cli/command-line.js';

const test = suite('the scorecard');

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('no figure is worse than what is committed (npm run scorecard)', async () => {
  // One of its shifts: what is not worse there may be so at another, and the conformance suite runs them all.
  const { code, err } = await runInside(
    ['score', '--json', '--shifts', '433s', '--baseline', 'rules/scorecard.json'],
    root,
  );
  assert.is(code, 0, err);
});

test('the page names every rule that the card has', () => {
  const card: { figures: object } = JSON.parse(readFileSync(join(root, 'rules/scorecard.json'), 'utf8'));
  const page = readFileSync(join(root, 'rules/SCORECARD.md'), 'utf8');
  const rules = Object.keys(card.figures).flatMap((where) => where.split('/')[2] ?? []);
  assert.ok(rules.length > 5);
  for (const rule of new Set(rules))
    assert.ok(rule.startsWith('pack at ') || page.includes(`| ${rule} |`), rule);
});

test.run();
