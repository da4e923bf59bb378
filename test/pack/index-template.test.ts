import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadPack } from '../../src/check/load-pack.js';

const test = suite('the index template of elastic-native');

const read = (name: string): unknown =>
  JSON.parse(readFileSync(`targets/elastic-native/${name}.json`, 'utf8'));

test('each field of the source is mapped in its own type, and nothing that drops or changes values is set', () => {
  const { pack } = loadPack('rules');
  const types = { keyword: 'keyword', number: 'double', boolean: 'boolean', ip: 'ip', timestamp: 'date' };
  const fields = [...(pack.sources.get('inference')?.fields.values() ?? [])].filter(
    ({ name }) => name !== 'ts',
  );
  assert.ok(fields.length > 20);
  assert.equal(read('component-template.mappings'), {
    template: {
      mappings: {
        dynamic: false,
        properties: {
          '@timestamp': { type: 'date' },
          ts: { type: 'keyword', index: false, doc_values: false },
          ...Object.fromEntries(fields.map(({ name, type }) => [name, { type: types[type] }])),
        },
      },
    },
    _meta: {
      description:
        'The audit record, each field in its own type; what rules do not know is kept in the source and not indexed',
    },
  });
});

test('the template is of its component templates, and the settings name the pipeline', () => {
  const parts = ['inference-audit@mappings', 'inference-audit@settings'];
  const template = JSON.stringify(read('index-template'));
  assert.match(template, JSON.stringify(parts));
  assert.match(
    JSON.stringify(read('component-template.settings')),
    '"index.default_pipeline":"inference-audit-time"',
  );
});

test.run();
