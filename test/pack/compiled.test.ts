import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compileTarget, filesOf } from '../../src/backends/compile-target.js';
import { readEvidenceFrom } from '../../src/backends/evidence-folder.js';
import type { Manifest } from '../../src/backends/manifest.js';
import { listTargets, loadTarget } from '../../src/bind/load-target.js';
import { loadPack } from '../../src/check/load-pack.js';

const test = suite('committed output');

const { pack } = loadPack('rules');
const names = listTargets();

test('there are rules and a target for each back end', () => {
  assert.ok(pack.rules.length > 0);
  assert.ok(names.length >= 3);
});

for (const name of names) {
  test(`targets/${name}/compiled is what the rules compile to now (npm run compile)`, () => {
    const { target } = loadTarget(join('targets', name, 'target.yaml'), pack);
    if (!target) throw new Error(`the target ${name} does not load`);
    const broken: string[] = [];
    const compilation = compileTarget(pack.rules, target, {
      now: Date.now(),
      evidence: readEvidenceFrom(join('targets', name, 'evidence'), ({ file }) => broken.push(file)),
    });
    assert.equal(broken, []);
    assert.equal(
      compilation.failures.map(({ rule, code }) => `${rule} ${code}`),
      [],
    );
    const folder = join('targets', name, 'compiled');
    const committed = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    const expected = filesOf(compilation);
    assert.equal(committed, expected.map(({ path }) => join(folder, path)).sort());
    for (const { path, text } of expected) assert.is(readFileSync(join(folder, path), 'utf8'), text, path);
  });
}

/** Whose queries `npm run conformance` runs on a real engine. */
const proven = names.filter((name) => {
  const { target } = loadTarget(join('targets', name, 'target.yaml'), pack);
  return target?.backend === 'elastic';
});

test('no query that an engine is there for is called exact without having been run on it', () => {
  assert.ok(proven.length > 0);
  for (const name of proven) {
    const text = readFileSync(join('targets', name, 'compiled', 'manifest.json'), 'utf8');
    const { entries }: Manifest = JSON.parse(text);
    const bare = entries.filter(
      ({ fidelity, evidence }) => fidelity !== 'refused' && !evidence.startsWith('run on'),
    );
    assert.equal(
      bare.map(({ rule, shape }) => `${name} ${shape} ${rule}`),
      [],
    );
  }
});

test.run();
