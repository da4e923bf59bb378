import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPack } from '../../src/check/load-pack.js';
import { loadMapping } from '../../src/check/mapping.js';
import { ownShape } from '../../src/ir/mapping.js';
import type { Rule } from '../../src/ir/rule.js';
import { loadTests } from '../../src/unit-test/load-tests.js';
import { runTests } from '../../src/unit-test/run.js';
import { alterRule } from './alterations.js';

const test = suite('the shipped rules');

const root = fileURLToPath(new URL('../../..', import.meta.url));
const loaded = loadPack(join(root, 'rules'));
const { pack, diagnostics } = loaded;
const tests = loadTests(loaded, join(root, 'rules'));
const mappingsFolder = join(root, 'targets/mappings');
const mappings = readdirSync(mappingsFolder).map((file) =>
  loadMapping(join(mappingsFolder, file), pack.sources),
);

test('check without a problem', () => {
  assert.ok(pack.rules.length > 0);
  assert.equal(diagnostics, []);
  assert.equal(
    mappings.flatMap((one) => one.diagnostics),
    [],
  );
});

test('fire where they should, and nowhere else', async () => {
  assert.equal(tests.diagnostics, []);
  assert.ok(tests.cases.length > pack.rules.length);
  const results = await runTests(tests.cases);
  assert.equal(results.length, tests.cases.length);
  for (const { testCase, outcome } of results)
    assert.is(outcome, 'passed', `${testCase.rule.name}: ${testCase.name}`);
});

/** Whether some case of a rule on generated traffic fails once the rule is replaced. */
async function isNoticed(rule: Rule, altered: Rule): Promise<boolean> {
  const cases = tests.cases.filter((one) => one.rule === rule && one.log.kind !== 'fixture');
  const results = await runTests(cases.map((one) => ({ ...one, rule: altered })));
  return results.some(({ outcome }) => outcome !== 'passed');
}

test('have a test that notices each bound, n, among, where and the window', async () => {
  const unnoticed: string[] = [];
  for (const rule of pack.rules)
    for (const { what, altered } of alterRule(rule))
      if (!(await isNoticed(rule, altered))) unnoticed.push(`${rule.name}: ${what}`);
  assert.equal(unnoticed, []);
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
