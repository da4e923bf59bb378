import type { Text } from './read-node.js';
import type { Report } from './report.js';

/** A file's name without its folder and its ending. */
export function fileNameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? '').replace(/(?:\.test)?\.ya?ml$/, '');
}

const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export function isSlug(text: string): boolean {
  return slug.test(text);
}

/** Tells a name that differs from its file's. Of one that is no name at all the schema has told. */
export function checkFileName(name: Text | undefined, fileName: string, report: Report): void {
  if (name === undefined || name.text === fileName || !isSlug(name.text)) return;
  report.tell('name-not-file', name.span, { name: name.text, file: fileName });
}
