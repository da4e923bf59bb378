import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fidelityPath, writeFidelityPage } from './fidelity-page.js';

const test = suite('the fidelity page');

test('it says what the compiler answers now, and what has run (npm run fidelity)', () => {
  const page = writeFidelityPage();
  assert.ok(page.includes('full-vector-harvest'));
  assert.is(readFileSync(fidelityPath, 'utf8'), page);
});

test.run();
