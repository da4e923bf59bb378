import { readdirSync, readFileSync } from 'node:fs';
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

test.run();
