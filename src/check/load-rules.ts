import { firstOf } from '../document/most-told.js';
import { readDocument } from '../document/read.js';
import type { Rule } from '../ir/rule.js';
import { fileNameOf } from './file-name.js';
import type { Text } from './read-node.js';
import { orderByReading } from './reading-order.js';
import type { Report } from './report.js';
import { checkRule, type RuleScope } from './rule.js';
import { type Draft, type RuleFile, readRuleFile } from './rule-file.js';

/** The rules of a folder. */
export interface LoadedRules {
  /** Those without an error, sorted by name. */
  readonly rules: readonly Rule[];
  /** The names of all, wrong ones too; of a file that says no name, the file's. */
  readonly names: ReadonlySet<string>;
  /** The rules of each file that stands for its variants, by the file's name. */
  readonly variants: ReadonlyMap<string, readonly string[]>;
}

/** Reads and checks rule files: every mistake goes to the report. */
export function loadRules(
  paths: readonly string[],
  around: Omit<RuleScope, 'findRule'>,
  report: Report,
): LoadedRules {
  const drafts: Draft[] = [];
  const byName = new Map<string, Draft>();
  const names = new Set<string>();
  const variants = new Map<string, readonly string[]>();
  const unique = openUniqueness(report);
  for (const path of paths) {
    const file = readFile(path, report);
    if (file === undefined || file.drafts.length === 0) names.add(fileNameOf(path));
    if (file === undefined) continue;
    // A file's own name and id are taken, too, where they are none of a rule.
    let isNew = unique(file, path);
    for (const draft of file.drafts) {
      if (file.hasVariants) isNew = unique(draft, path) && isNew;
      const taken = isNew ? draft : { ...draft, isSound: false };
      drafts.push(taken);
      const name = draft.name?.text;
      if (name !== undefined && !byName.has(name)) byName.set(name, taken);
    }
    const own = file.drafts.flatMap(({ name }) => name?.text ?? []);
    for (const name of own) names.add(name);
    if (file.hasVariants && file.name !== undefined && own.length > 0) variants.set(file.name.text, own);
  }
  const rules = new Map<string, Rule>();
  for (const draft of orderByReading(drafts, byName, variants, report)) {
    const { rule, diagnostics } = checkRule(draft, { ...around, findRule: (name) => rules.get(name) });
    report.diagnostics.push(...diagnostics);
    if (rule !== undefined) rules.set(rule.name, rule);
  }
  tellUnread(drafts, rules, report);
  return {
    rules: [...rules.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    names,
    variants,
  };
}

function readFile(path: string, report: Report): RuleFile | undefined {
  const { document, diagnostics } = readDocument(path);
  report.diagnostics.push(...diagnostics);
  if (document === undefined) return undefined;
  const isSound = diagnostics.every(({ severity }) => severity !== 'error');
  const file = readRuleFile(document, fileNameOf(path), isSound);
  report.diagnostics.push(...firstOf(file.diagnostics));
  return file;
}

/** Tells names and ids that were seen before. */
function openUniqueness(report: Report): (one: Pick<RuleFile, 'name' | 'id'>, path: string) => boolean {
  const names = new Map<string, string>();
  const ids = new Map<string, string>();
  return ({ name, id }, path) =>
    [
      isFirst(
        name,
        names,
        path,
        (first) => name && report.tell('duplicate-name', name.span, { name: name.text, first }),
      ),
      isFirst(id, ids, path, (first) => id && report.tell('duplicate-id', id.span, { id: id.text, first })),
    ].every(Boolean);
}

/** Whether a text was not seen before; case does not count, as it does not in a UUID. */
function isFirst(
  text: Text | undefined,
  seen: Map<string, string>,
  path: string,
  tell: (first: string) => void,
): boolean {
  if (text === undefined) return true;
  const key = text.text.toLowerCase();
  const first = seen.get(key);
  if (first !== undefined) tell(first);
  else seen.set(key, path);
  return first === undefined;
}

/** Tells building blocks that nobody reads. */
function tellUnread(drafts: readonly Draft[], rules: ReadonlyMap<string, Rule>, report: Report): void {
  const read = new Set(drafts.flatMap(({ reads }) => reads.map(({ text }) => text)));
  for (const { name, buildingBlock, status, span } of rules.values())
    if (buildingBlock && status !== 'deprecated' && !read.has(name))
      report.tell('unread-building-block', span, { name });
}
