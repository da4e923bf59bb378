import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact } from '../backends/backend.js';
import { type BuildFailure, manifestPath } from '../backends/compile-target.js';
import type { Manifest } from '../backends/manifest.js';
import { writeFolder } from '../backends/write-folder.js';
import { CommandError, describeSystemError, isSystemError } from './command-error.js';
import { fit } from './layout.js';
import type { Output } from './output.js';

/**
 * Writes a compiled folder in place of what an earlier compile wrote there.
 * @param part the manifest where only a part of the rules, shapes or time was compiled: then the folder must not hold more than that
 * @throws CommandError where nothing was written, saying why
 */
export function writeCompiled(folder: string, files: readonly Artifact[], part: Manifest | undefined): void {
  const lost = part === undefined ? undefined : findOther(join(folder, manifestPath), part);
  if (lost !== undefined)
    throw new CommandError(
      `${fit(folder, 200)} holds ${lost}, which this would take away; give --out another folder, or compile everything`,
    );
  try {
    const refusal = writeFolder(folder, files);
    if (refusal === undefined) return;
    throw new CommandError(
      `${fit(folder, 200)} was not written: ${fit(refusal.path, 200)}: ${refusal.problem}`,
    );
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new CommandError(`${fit(folder, 200)} was not written: ${describeSystemError(error)}`);
  }
}

/** Something that a folder's manifest names and a part does not. */
function findOther(path: string, part: Manifest): string | undefined {
  const own = new Set(part.entries.map(({ rule, shape }) => `${rule}, ${shape}`));
  return readEntries(path).find((name) => !own.has(name));
}

/** What a manifest names; nothing where there is none that can be read. */
function readEntries(path: string): string[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return [];
  }
  const entries =
    typeof content === 'object' && content !== null && 'entries' in content ? content.entries : [];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'rule' in entry && 'shape' in entry
      ? [`${entry.rule}, ${entry.shape}`]
      : [],
  );
}

/** Why a build fails: a line a rule and code, with the shapes that it concerns. The reason itself stands with the answer. */
export function writeFailures(failures: readonly BuildFailure[], target: string, err: Output): string {
  if (failures.length === 0) return '';
  const shapesOf = new Map<string, string[]>();
  for (const { rule, code, shape } of failures) {
    const what = `${rule}: ${code}`;
    shapesOf.set(what, [...(shapesOf.get(what) ?? []), shape]);
  }
  const lines = [...shapesOf].map(([what, shapes]) => `  ${what} (${[...new Set(shapes)].join(', ')})\n`);
  const head = `${err.mark('bad', 'The build fails')}: ${target} accepts none of these\n`;
  return `${head}${lines.join('')}`;
}
