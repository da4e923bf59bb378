import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPack } from '../../src/check/load-pack.js';
import { loadMapping } from '../../src/check/mapping.js';
import { ownShape } from '../../src/ir/mapping.js';

const test = suite('the shipped rules');

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { pack, diagnostics, files } = loadPack(join(root, 'rules'));
const mappingsFolder = join(root, 'targets/mappings');
const mappings = readdirSync(mappingsFolder).map((file) =>
  loadMapping(join(mappingsFolder, file), pack.sources),
);

test('check without a problem', () => {
  assert.ok(pack.rules.length > 0);
  assert.equal(diagnostics, []);
  assert.equal(
    mappings.flatMap((loaded) => loaded.diagnostics),
    [],
  );
});

test('each has tests beside it', () => {
  const tested = files.tests.map((path) => path.replace(/\.test\.ya?ml$/, ''));
  const untested = files.rules
    .map((path) => path.replace(/\.ya?ml$/, ''))
    .filter((path) => !tested.includes(path));
  assert.equal(untested, []);
});

test('each says what it mistakes and what it misses', () => {
  for (const rule of pack.rules) {
    assert.ok(rule.falsePositives.length > 0, rule.name);
    assert.ok(rule.blindSpots.length > 0, rule.name);
  }
});

test('every field of a source is described, and its unit said where numbers have one', () => {
  for (const { fields } of pack.sources.values())
    for (const { name, type, description, unit } of fields.values()) {
      assert.ok(description, `${name} has no description`);
      if (unit !== undefined) assert.ok(type === 'number' || type === 'timestamp', `${name} has a unit`);
    }
});

test('the native mapping is the shape of its source, and no mapping forgets a field', () => {
  const native = mappings.find(({ mapping }) => mapping?.name === 'native')?.mapping;
  assert.ok(native);
  const own = ownShape(native.source);
  assert.equal(native.time, own.time);
  for (const { mapping } of mappings) {
    assert.ok(mapping);
    const unsaid = [...mapping.source.fields.keys()].filter(
      (name) => name !== mapping.source.time.field && !mapping.fields.has(name) && !mapping.absent.has(name),
    );
    assert.equal(unsaid, [], `${mapping.name} does not say whether it has these`);
  }
  for (const [name, derivation] of native.fields) assert.equal(derivation, own.fields.get(name), name);
});

test.run();
