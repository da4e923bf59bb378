import { type Diagnostic, hasErrors, sortDiagnostics } from '../diagnostics/diagnostic.js';
import { firstOf } from '../document/most-told.js';
import type { Document, Node } from '../document/node.js';
import { readDocument } from '../document/read.js';
import { timeFormats } from '../document/schema/vocabulary.js';
import { validate } from '../document/validate.js';
import type { Derivation, Mapping } from '../ir/mapping.js';
import type { Source } from '../ir/source.js';
import { nearName } from '../text/near-name.js';
import type { Span } from '../text/source-text.js';
import { checkDerivation, checkPath } from './derivation.js';
import { type FieldScope, findField } from './field.js';
import { checkFileName, fileNameOf } from './file-name.js';
import { asText, entryOf, mapOf, textAt, wordAt } from './read-node.js';
import { openReport } from './report.js';

/** What came of reading a mapping. */
export interface LoadedMapping {
  /** Not there where the file has an error. */
  readonly mapping: Mapping | undefined;
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads and checks a mapping. Its name is the file's; a time that it does not state is the source's own, under its own name.
 * @param sources By name, as `loadPack` gives them.
 */
export function loadMapping(path: string, sources: ReadonlyMap<string, Source>): LoadedMapping {
  const { document, diagnostics } = readDocument(path);
  if (document === undefined) return { mapping: undefined, diagnostics };
  const checked = checkMapping(document, fileNameOf(path), sources);
  const all = sortDiagnostics(firstOf([...diagnostics, ...checked.diagnostics]));
  return { mapping: hasErrors(all) ? undefined : checked.mapping, diagnostics: all };
}

function checkMapping(
  document: Document,
  fileName: string,
  sources: ReadonlyMap<string, Source>,
): LoadedMapping {
  const report = openReport();
  report.diagnostics.push(...validate(document, 'mapping').diagnostics);
  const { root } = document;
  const name = textAt(root, 'mapping');
  checkFileName(name, fileName, report);
  const named = textAt(root, 'source');
  const source = named && sources.get(named.text);
  if (source === undefined) {
    const known = [...sources.keys()];
    if (named !== undefined)
      report.tell('unknown-source', named.span, {
        source: named.text,
        near: nearName(named.text, known),
        known,
      });
    return { mapping: undefined, diagnostics: report.diagnostics };
  }
  const scope: FieldScope = { source: source.name, fields: source.fields, report };
  const time = entryOf(root, 'time')?.value;
  const timePath = time === undefined ? [source.time.field] : checkPath(entryOf(time, 'path')?.value, report);
  const format = time === undefined ? source.time.format : wordAt(time, 'format', timeFormats);
  const written = mapOf(entryOf(root, 'fields')?.value)?.entries ?? new Map();
  const fields = checkFields(entryOf(root, 'fields')?.value, scope);
  const needs = checkRemarks(entryOf(root, 'needs')?.value, scope, (field, span) => {
    if (!written.has(field)) report.tell('need-of-unmapped', span, { field });
  });
  const absent = checkRemarks(entryOf(root, 'absent')?.value, scope, (field, span) => {
    if (written.has(field)) report.tell('mapped-and-absent', span, { field });
  });
  if (timePath === undefined || format === undefined)
    return { mapping: undefined, diagnostics: report.diagnostics };
  const mapping: Mapping = {
    name: name?.text ?? fileName,
    description: textAt(root, 'description')?.text ?? '',
    source,
    time: { path: timePath, format },
    fields,
    needs,
    absent,
    sampled: entryOf(root, 'sampled')?.value.plain === true,
  };
  return { mapping, diagnostics: report.diagnostics };
}

function checkFields(node: Node | undefined, scope: FieldScope): Map<string, Derivation> {
  const fields = new Map<string, Derivation>();
  for (const entry of mapOf(node)?.entries.values() ?? []) {
    const derivation = checkDerivation(entry, scope);
    if (derivation !== undefined) fields.set(entry.key, derivation);
  }
  return fields;
}

/** What a mapping says of fields, by name; each field is also told to `use`. */
function checkRemarks(
  node: Node | undefined,
  scope: FieldScope,
  use: (field: string, span: Span) => void,
): Map<string, string> {
  const remarks = new Map<string, string>();
  for (const { key, keySpan, value } of mapOf(node)?.entries.values() ?? []) {
    if (findField(key, keySpan, scope) !== undefined) use(key, keySpan);
    const remark = asText(value)?.text;
    if (remark !== undefined) remarks.set(key, remark);
  }
  return remarks;
}
