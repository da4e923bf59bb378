import { loadMapping } from '../../src/check/mapping.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import type { Example } from '../../src/diagnostics/fault.js';
import { parseDocument } from '../../src/document/parse.js';
import type { FileKind } from '../../src/document/schema/kinds.js';
import { validate } from '../../src/document/validate.js';
import {
  aggregateRule,
  inFolder,
  loadFiles,
  matchRule,
  replaceKeys,
  sequenceRule,
  source,
} from '../check/pack.js';
import { checkTestExample } from '../unit-test/example-project.js';

const mapping = `mapping: example
description: Another gateway
source: inference
fields: { principal: { path: user } }
`;

const target = `target: example
description: A SIEM
backend: elastic
index: audit-*
`;

/** What is said of an example when it stands in the model file of its kind. */
export function checkExample(example: Exclude<Example, { of: 'situation' }>): readonly Diagnostic[] {
  const path = example.path ?? 'example.yaml';
  if ([path, example.beside?.path].some((file) => file?.endsWith('.test.yaml')))
    return checkTestExample(example);
  switch (example.of) {
    case 'file':
      return checkRules({ [path]: example.text });
    case 'rule':
    case 'match rule':
    case 'sequence': {
      const model = models[example.of];
      const { beside } = example;
      return checkRules({
        [path]: replaceKeys(model, example.text),
        ...(beside === undefined ? {} : { [beside.path]: replaceKeys(model, beside.text) }),
      });
    }
    case 'source':
      return loadFiles({
        'example.yaml': replaceKeys(matchRule, 'where: { principal: x }'),
        'sources/inference.yaml': replaceKeys(withoutDefinitions, example.text),
      }).diagnostics;
    case 'list':
      return loadFiles({
        'sources/inference.yaml': source,
        'example.yaml': aggregateRule,
        'lists/example.yaml': example.text,
      }).diagnostics;
    case 'mapping': {
      const { sources } = loadFiles({ 'example.yaml': aggregateRule, 'sources/inference.yaml': source }).pack;
      return inFolder({ 'example.yaml': replaceKeys(mapping, example.text) }, (folder) =>
        loadMapping(`${folder}/example.yaml`, sources),
      ).diagnostics;
    }
    case 'target':
      return checkShape(replaceKeys(target, example.text), 'target');
    case 'rule-test':
      return checkTestExample(example);
    case 'situation':
      throw new Error('a situation has no text to check');
  }
}

const models = { rule: aggregateRule, 'match rule': matchRule, sequence: sequenceRule } as const;
const withoutDefinitions = source.replace(/define:.*$/s, '');

function checkRules(files: Readonly<Record<string, string>>): readonly Diagnostic[] {
  return loadFiles({ 'sources/inference.yaml': source, ...files }).diagnostics;
}

function checkShape(text: string, kind: FileKind): readonly Diagnostic[] {
  const { document, diagnostics } = parseDocument({ file: `${kind}.yaml`, text });
  return document === undefined ? diagnostics : [...diagnostics, ...validate(document, kind).diagnostics];
}
