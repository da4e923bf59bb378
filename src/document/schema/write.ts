import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileKind, fileShapes } from './kinds.js';

/** The schema of a kind of file, as it is shipped for editors: without our own keyword. */
export function writeSchema(kind: FileKind): string {
  const text = JSON.stringify(
    fileShapes[kind].schema,
    (key, value) => (key === 'x-form' ? undefined : value),
    2,
  );
  return `${text}\n`;
}

/** Writes every schema into a folder, as `<kind>.schema.json`. */
export function writeSchemas(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const kind of fileKinds) writeFileSync(join(folder, `${kind}.schema.json`), writeSchema(kind));
}

export const fileKinds: readonly FileKind[] = ['rule', 'source', 'list', 'mapping', 'target', 'rule-test'];
