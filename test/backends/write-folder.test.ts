import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileTarget, filesOf } from '../../src/backends/compile-target.js';
import { findBadPath, writeFolder } from '../../src/backends/write-folder.js';
import { elasticTarget, fullVectorHarvest } from './samples.js';

const files = filesOf(compileTarget([fullVectorHarvest], elasticTarget, { now: 0 }));
const names = ['hunt/full-vector-harvest.esql', 'live/full-vector-harvest.esql', 'manifest.json'];

async function inFolder(run: (folder: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-write-'));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function list(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

test('a new folder holds the files and nothing else, and so does its parent', async () => {
  await inFolder((folder) => {
    assert.is(writeFolder(join(folder, 'deep/compiled'), files), undefined);
    assert.equal(list(join(folder, 'deep/compiled')), names);
    assert.equal(readdirSync(join(folder, 'deep')), ['compiled']);
    for (const { path, text } of files)
      assert.is(readFileSync(join(folder, 'deep/compiled', path), 'utf8'), text);
  });
});

test('what was compiled before and is no longer goes away', async () => {
  await inFolder((folder) => {
    const out = join(folder, 'compiled');
    writeFolder(out, files);
    const fewer = filesOf(compileTarget([fullVectorHarvest], elasticTarget, { now: 0, shapes: ['live'] }));
    assert.is(writeFolder(out, fewer), undefined);
    assert.equal(list(out), names.slice(1));
    assert.equal(readdirSync(folder), ['compiled']);
  });
});

test('a folder with files of another is left alone', async () => {
  await inFolder((folder) => {
    writeFileSync(join(folder, 'thesis.txt'), 'mine');
    assert.match(writeFolder(folder, files)?.path ?? '', /thesis\.txt$/);
    assert.equal(list(folder), ['thesis.txt']);
    const out = join(folder, 'compiled');
    writeFolder(out, files);
    writeFileSync(join(out, 'hunt/notes.txt'), 'mine');
    assert.match(writeFolder(out, files)?.path ?? '', /notes\.txt$/);
    assert.ok(list(out).includes('hunt/notes.txt'));
    assert.match(writeFolder(join(folder, 'thesis.txt'), files)?.problem ?? '', /not a folder/);
  });
});

test('a link to the folder stays a link', async () => {
  await inFolder((folder) => {
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'compiled'));
    assert.is(writeFolder(join(folder, 'compiled'), files), undefined);
    assert.equal(list(join(folder, 'real')), names);
    assert.equal(readdirSync(folder).sort(), ['compiled', 'real']);
  });
});

test('no path leaves the folder', async () => {
  const bad = [
    '',
    '/etc/passwd',
    '../x',
    'hunt/../../x',
    'hunt//x',
    './x',
    'hunt/.',
    '.hidden',
    'a\\b',
    'C:x',
    'a\u0000b',
    'a b',
    'hunt/é',
    'x.',
  ];
  for (const path of bad) assert.is(findBadPath([path])?.path, path, JSON.stringify(path));
  assert.is(findBadPath(['hunt/A.esql', 'hunt/a.esql'])?.path, 'hunt/a.esql');
  assert.is(findBadPath(names), undefined);
  await inFolder((folder) => {
    const out = join(folder, 'compiled');
    assert.is(writeFolder(out, [...files, { path: '../x', text: '' }])?.path, '../x');
    assert.equal(readdirSync(folder), []);
  });
});

test('where the files cannot all be written, the folder is as it was', async () => {
  await inFolder((folder) => {
    const out = join(folder, 'compiled');
    writeFolder(out, files);
    const broken = [...files, { path: 'manifest.json/inner', text: '' }];
    assert.throws(() => writeFolder(out, broken));
    assert.equal(list(out), names);
    assert.equal(readdirSync(folder), ['compiled']);
  });
});

test.run();
