import { join } from 'node:path';
import { loadPack } from '../../src/check/load-pack.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import type { Example } from '../../src/diagnostics/fault.js';
import { loadTests } from '../../src/unit-test/load-tests.js';
import { aggregateRule, inFolder, replaceKeys, source } from '../check/pack.js';

/** A project in which the tests of the rule `example` are complete. */
const project = {
  'rules/sources/inference.yaml': source,
  'rules/sources/elsewhere.yaml': replaceKeys(source, 'source: elsewhere'),
  'rules/example.yaml': aggregateRule,
  'targets/mappings/native.yaml':
    'mapping: native\ndescription: The record\nsource: inference\nfields: { principal: { path: principal } }\n',
  'targets/mappings/elsewhere.yaml':
    'mapping: elsewhere\ndescription: Another log\nsource: elsewhere\nfields: { principal: { path: user } }\n',
};

const complete = ['[]', '[ { group: { principal: a } } ]']
  .map(
    (alerts, index) =>
      `  - { name: complete ${index}, events: [ { ts: 1 } ], expect: { alerts: ${alerts} } }\n`,
  )
  .join('');
const ruleTest = `rule: example\ncases:\n${complete}`;

/** What is said of the tests of a project with this example in it: of a test file, or of a rule with one beside it. */
export function checkTestExample({ of, text, beside }: Example): readonly Diagnostic[] {
  const files =
    beside === undefined
      ? {
          'rules/complete.test.yaml': ruleTest.replaceAll('complete', 'model'),
          'rules/example.test.yaml': of === 'file' ? text : replaceKeys(ruleTest, text),
        }
      : { 'rules/example.yaml': replaceKeys(aggregateRule, text), [`rules/${beside.path}`]: beside.text };
  return inFolder({ ...project, ...files }, (folder) => {
    const rules = join(folder, 'rules');
    const loaded = loadPack(rules);
    return [...loaded.diagnostics, ...loadTests(loaded, rules).diagnostics];
  });
}
