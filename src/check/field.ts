import type { Field } from '../ir/source.js';
import { nearName } from '../text/near-name.js';
import type { Span } from '../text/source-text.js';
import type { Text } from './read-node.js';
import type { Report } from './report.js';

/** The fields that names can stand for, and whose they are. */
export interface FieldScope {
  readonly source: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly report: Report;
  /** Of a source made of findings: fields that some of the rules have, and not all with one type. */
  readonly unshared?: ReadonlySet<string>;
}

/** The field of a name; where there is none, that is told at the span. */
export function findField(
  name: string,
  span: Span,
  { source, fields, report, unshared }: FieldScope,
): Field | undefined {
  const field = fields.get(name);
  if (field === undefined)
    report.tell('unknown-field', span, {
      source,
      field: name,
      near: nearName(name, fields.keys()),
      unshared: unshared?.has(name) === true,
    });
  return field;
}

/** The fields of a list of names, each once. */
export function findFields(names: readonly Text[], scope: FieldScope): Field[] {
  const found = new Set<Field>();
  for (const { text, span } of names) {
    const field = findField(text, span, scope);
    if (field !== undefined) found.add(field);
  }
  return [...found];
}
