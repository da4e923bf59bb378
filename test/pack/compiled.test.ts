import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compileTarget, filesOf } from '../../src/backends/compile-target.js';
import { readEvidenceFrom } from '../../src/backends/evidence-folder.js';
import type { Manifest } from '../../src/backends/manifest.js';
import { listTargets, loadTarget } from '../../src/bind/load-target.js';
import { loadPack } from '../../src/check/load-pack.js';
import { type BackendName, backendNames } from '../../src/ir/target.js';

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

/** What `npm run conformance` can show of each language's queries: what an engine ran, what was interpreted, nothing. */
const evidenceFor: { readonly [B in BackendName]: RegExp } = {
  elastic: /^run on \S/,
  splunk: /^interpreted, not run on Splunk$/,
  sigma: /^none$/,
};

test('no query is committed without the evidence that its language can have (npm run conformance -- --record)', () => {
  const held = new Set<BackendName>();
  for (const name of names) {
    const { target } = loadTarget(join('targets', name, 'target.yaml'), pack);
    if (target === undefined) throw new Error(`the target ${name} does not load`);
    const { backend } = target;
    const text = readFileSync(join('targets', name, 'compiled', 'manifest.json'), 'utf8');
    const { entries }: Manifest = JSON.parse(text);
    const written = entries.filter(({ fidelity }) => fidelity !== 'refused');
    if (written.length > 0) held.add(backend);
    const bare = written.filter(({ evidence }) => !evidenceFor[backend].test(evidence));
    assert.equal(
      bare.map(({ rule, shape, evidence }) => `${name} ${shape} ${rule}: ${evidence}`),
      [],
    );
  }
  assert.equal([...held].sort(), [...backendNames].sort());
});

test.run();
