import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPack } from '../../src/check/load-pack.js';
import { loadTests } from '../../src/unit-test/load-tests.js';
import { runTests } from '../../src/unit-test/run.js';
import type { TestReading } from '../../src/unit-test/test-document.js';
import { aggregateRule, replaceKeys, source } from '../check/pack.js';

const caseText = (name: string, log: string, alerts = '[]') =>
  `  - { name: ${name}, ${log}, expect: { alerts: ${alerts} } }\n`;
const mapping =
  'mapping: other\ndescription: Another log\nsource: inference\ntime: { path: at, format: rfc3339 }\nfields: { principal: { path: user } }\n';
const project = {
  'rules/sources/inference.yaml': source,
  'rules/deep/example.yaml': aggregateRule,
  'targets/mappings/other.yaml': mapping,
  'logs/one.jsonl': '{"at":"2026-01-12T09:00:00Z","user":"a"}\n',
  'rules/deep/example.test.yaml': `rule: example\ncases:\n${caseText('mapped', 'fixture: logs/one.jsonl, mapping: other')}`,
};

async function inProject<T>(
  change: Readonly<Record<string, string>>,
  act: (tests: TestReading, folder: string) => T,
): Promise<Awaited<T>> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-load-'));
  try {
    for (const [path, text] of Object.entries({ ...project, ...change })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const rules = join(folder, 'rules');
    return await act(loadTests(loadPack(rules), rules), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is said of the tests: in which file, and which code. */
function told({ diagnostics }: TestReading, folder: string): string[] {
  return diagnostics.map(({ code, span }) => `${span.source.file.slice(folder.length + 1)} ${code}`);
}

test('reads a project, its fixtures beside the rules folder, and runs it', async () => {
  await inProject({}, async (tests, folder) => {
    assert.equal(told(tests, folder), ['rules/deep/example.yaml rule-untested']);
    assert.equal(
      (await runTests(tests.cases)).map(({ testCase, outcome }) => `${testCase.name} ${outcome}`),
      ['mapped passed'],
    );
  });
});

test('variants without a test are all told to go into the one test file of their family', async () => {
  const family = `${aggregateRule}variants: { a: {}, b: {} }\n`;
  const tested = project['rules/deep/example.test.yaml'].replace('example', 'example-a');
  await inProject({ 'rules/deep/example.yaml': family, 'rules/deep/example.test.yaml': tested }, (tests) => {
    assert.equal(
      tests.diagnostics.map(({ message, hint }) => [/example-[ab]/.exec(message)?.[0], hint]),
      [
        ['example-a', 'add one to example.test.yaml beside it'],
        ['example-b', 'add one to example.test.yaml beside it'],
      ],
    );
  });
});

test('tests of a rule with mistakes wait, and are not told to test nothing', async () => {
  const broken = replaceKeys(aggregateRule, 'severity: hihg');
  await inProject({ 'rules/deep/example.yaml': broken }, (tests, folder) => {
    assert.equal(told(tests, folder), []);
    assert.equal(tests.cases, []);
  });
});

test('a mapping with mistakes is told of once, and its cases wait', async () => {
  const change = {
    'targets/mappings/other.yaml': replaceKeys(mapping, 'fields: { principle: { path: user } }'),
    'rules/second.test.yaml': `rule: example\ncases:\n${caseText('again', 'fixture: logs/one.jsonl, mapping: other')}${caseText('plain', 'events: [ { ts: 1 } ]')}`,
  };
  await inProject(change, (tests, folder) => {
    assert.equal(told(tests, folder), ['targets/mappings/other.yaml unknown-field']);
    assert.equal(
      tests.cases.map(({ name }) => name),
      ['plain'],
    );
  });
});

test('with a mistake in a test, nothing is said of what may only lack because of it', async () => {
  const change = { 'rules/second.test.yaml': 'rule: exmaple\ncases: []\n' };
  await inProject(change, (tests, folder) => {
    assert.equal(told(tests, folder), ['rules/second.test.yaml empty-list']);
  });
});

test.run();
