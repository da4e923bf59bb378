import type { Document, MapNode, Node } from '../document/node.js';
import { fieldTypes } from '../document/schema/source.js';
import { timeFormats } from '../document/schema/vocabulary.js';
import { validate } from '../document/validate.js';
import type { Predicate } from '../ir/predicate.js';
import type { Field, FieldType, Source } from '../ir/source.js';
import { type FieldScope, findField } from './field.js';
import type { TestScope } from './field-test.js';
import { checkFileName } from './file-name.js';
import type { Lists } from './list.js';
import { checkPredicate, type PredicateScope } from './predicate.js';
import { entryOf, mapOf, type Text, textAt, wordAt } from './read-node.js';
import { openReport, type Report } from './report.js';

/** A source as far as it is right, and what is wrong with its file. */
export interface CheckedSource {
  readonly source: Source;
  /** What predicates over the source can speak of; what is wrong with them goes to the report. */
  readonly scope: (report: Report) => PredicateScope;
  readonly name: Text | undefined;
  readonly diagnostics: Report['diagnostics'];
}

/**
 * Checks a source file. A faulty field keeps its name where its type is known, so that rules are not blamed for it.
 * @param fileName The file's name without folder and ending, which the source's name must equal.
 */
export function checkSource(document: Document, fileName: string, lists: Lists): CheckedSource {
  const report = openReport();
  report.diagnostics.push(...validate(document, 'source').diagnostics);
  const { root } = document;
  const name = textAt(root, 'source');
  checkFileName(name, fileName, report);
  const fields = readFields(entryOf(root, 'fields')?.value, report);
  const scope: FieldScope = { source: fileName, fields, report };
  const time = entryOf(root, 'time')?.value;
  checkSpecial(textAt(time, 'field'), 'time', 'timestamp', scope);
  const id = textAt(root, 'id');
  checkSpecial(id, 'id', 'keyword', scope);
  const definitions = checkDefinitions(mapOf(entryOf(root, 'define')?.value), { ...scope, lists });
  const define = new Map<string, Predicate>();
  for (const key of definitions.names) {
    const predicate = definitions.find(key, root.span);
    if (predicate !== undefined) define.set(key, predicate);
  }
  const source: Source = {
    name: fileName,
    description: textAt(root, 'description')?.text ?? '',
    time: {
      field: textAt(time, 'field')?.text ?? '',
      format: wordAt(time, 'format', timeFormats) ?? 'rfc3339',
    },
    ...(id === undefined ? {} : { id: id.text }),
    dedupe: entryOf(root, 'dedupe')?.value.plain === true,
    fields,
    define,
    span: name?.span ?? document.span,
  };
  return {
    source,
    scope: (to) => ({
      source: source.name,
      fields,
      lists,
      report: to,
      definitions: { names: definitions.names, find: (key) => define.get(key) },
    }),
    name,
    diagnostics: report.diagnostics,
  };
}

/** Words that stand for something else where a test's field stands. */
const reserved: readonly string[] = ['all', 'any', 'not', 'is'];

function readFields(node: Node | undefined, report: Report): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const { key, keySpan, value } of mapOf(node)?.entries.values() ?? []) {
    if (reserved.includes(key)) report.tell('reserved-field-name', keySpan, { name: key });
    const type = wordAt(value, 'type', fieldTypes);
    if (type === undefined) continue;
    const required = entryOf(value, 'required')?.value.plain === true;
    const unit = textAt(value, 'unit')?.text;
    const description = textAt(value, 'description')?.text;
    fields.set(key, {
      name: key,
      type,
      required,
      ...(unit === undefined ? {} : { unit }),
      ...(description === undefined ? {} : { description }),
    });
  }
  return fields;
}

function checkSpecial(
  name: Text | undefined,
  use: 'time' | 'id',
  wanted: FieldType,
  scope: FieldScope,
): void {
  const field = name && findField(name.text, name.span, scope);
  if (name === undefined || field === undefined || field.type === wanted) return;
  scope.report.tell('special-field-type', name.span, { use, field: field.name, type: field.type, wanted });
}

/** How deep definitions may use each other. */
const mostLevels = 16;

/** The source's definitions, each checked once, when it is first asked for: they may use each other in any order. */
function checkDefinitions(node: MapNode | undefined, scope: TestScope): PredicateScope['definitions'] {
  const names = [...(node?.entries.keys() ?? [])];
  const checked = new Map<string, Predicate | undefined>();
  const open: string[] = [];
  /** Over how many others each stands. */
  const levels = new Map<string, number>();
  function use(name: string): void {
    const user = open.at(-1);
    if (user !== undefined) levels.set(user, Math.max(levels.get(user) ?? 0, (levels.get(name) ?? 0) + 1));
  }
  const definitions: PredicateScope['definitions'] = {
    names,
    find: (name, span) => {
      if (checked.has(name)) {
        use(name);
        return checked.get(name);
      }
      const at = open.indexOf(name);
      if (at >= 0) {
        scope.report.tell('circular-definition', span, { circle: [...open.slice(at), name] });
        return undefined;
      }
      const entry = node?.entries.get(name);
      if (entry === undefined) return undefined;
      if (open.length > mostLevels) {
        scope.report.tell('definitions-too-deep', span, { limit: mostLevels });
        return undefined;
      }
      open.push(name);
      let predicate = checkPredicate(entry.value, { ...scope, definitions });
      open.pop();
      if ((levels.get(name) ?? 0) > mostLevels) {
        if (predicate !== undefined)
          scope.report.tell('definitions-too-deep', entry.keySpan, { limit: mostLevels });
        predicate = undefined;
      }
      checked.set(name, predicate);
      use(name);
      return predicate;
    },
  };
  return definitions;
}
