import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import type { Artifact, Range, Shape } from '../../src/backends/backend.js';
import { lowerRule, shapesOf } from '../../src/backends/registry.js';
import type { Rule } from '../../src/ir/rule.js';
import type { Target } from '../../src/ir/target.js';

/**
 * Holds artifacts to the committed files of a folder (`test/backends/<folder>`), byte for byte; a committed file that nothing makes
 * fails too. With GOLDEN=write in the environment the folder is written instead, to be read as a diff.
 */
export function holdToGolden(folder: string, artifacts: readonly Artifact[]): void {
  const root = fileURLToPath(new URL(`../../../test/backends/${folder}`, import.meta.url));
  if (process.env.GOLDEN === 'write') {
    rmSync(root, { recursive: true, force: true });
    for (const { path, text } of artifacts) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }
  for (const { path, text } of artifacts)
    assert.fixture(
      text,
      readFileSync(join(root, path), 'utf8'),
      `${folder}/${path} (GOLDEN=write renews it)`,
    );
  const committed = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
  assert.equal(committed, artifacts.map(({ path }) => path).sort(), `files of ${folder}`);
}

/** What a rule compiles to, which must be exact, below a folder; only hunts take the range. */
export function compile(
  rule: Rule,
  target: Target,
  folder: string,
  hunt?: Range,
  shapes: readonly Shape[] = shapesOf(target),
): readonly Artifact[] {
  return shapes.flatMap((shape) => {
    const lowering = lowerRule(rule, target, shape, shape === 'hunt' ? hunt : undefined);
    assert.is(lowering.fidelity, 'exact', JSON.stringify(lowering));
    return lowering.fidelity === 'refused'
      ? []
      : lowering.output.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
  });
}
