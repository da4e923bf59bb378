import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fileShapes } from '../../src/document/schema/kinds.js';
import { fileKinds, writeSchema } from '../../src/document/schema/write.js';

const folder = new URL('../../../schemas/', import.meta.url);
const test = suite('schemas');

test('are written out as they are in the code (npm run schemas)', () => {
  assert.equal(Object.keys(fileShapes).sort(), [...fileKinds].sort());
  assert.equal(readdirSync(folder).sort(), fileKinds.map((kind) => `${kind}.schema.json`).sort());
  for (const kind of fileKinds)
    assert.is(readFileSync(new URL(`${kind}.schema.json`, folder), 'utf8'), writeSchema(kind), kind);
});

test('are schemas by the rules of 2020-12', () => {
  for (const kind of fileKinds) {
    const ajv = new Ajv2020({
      strict: true,
      strictTypes: false,
      strictRequired: false,
      allowUnionTypes: true,
    });
    ajv.compile(JSON.parse(writeSchema(kind)));
  }
});

test.run();
