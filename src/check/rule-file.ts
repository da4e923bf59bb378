import { hasErrors } from '../diagnostics/diagnostic.js';
import type { Document } from '../document/node.js';
import { validate } from '../document/validate.js';
import { checkFileName } from './file-name.js';
import { entryOf, type Text, textAt, textsAt } from './read-node.js';
import { openReport, type Report } from './report.js';
import { expandVariants } from './variants.js';

/** A rule as it is written, before anything else of it is checked: a file of its own, or a variant of one, written out. */
export interface Draft {
  readonly document: Document;
  readonly name: Text | undefined;
  readonly id: Text | undefined;
  /** The rules whose findings it reads. */
  readonly reads: readonly Text[];
  /** Whether its file could be read without an error. */
  readonly isSound: boolean;
}

/** What a rule file stands for. */
export interface RuleFile {
  /** The file's own, which name no rule where it has variants. */
  readonly name: Text | undefined;
  readonly id: Text | undefined;
  readonly drafts: readonly Draft[];
  readonly hasVariants: boolean;
  readonly diagnostics: Report['diagnostics'];
}

/**
 * Reads which rules a file stands for.
 * @param fileName The file's name without folder and ending, which the name in the file must equal.
 * @param isSound Whether the file could be parsed without an error.
 */
export function readRuleFile(document: Document, fileName: string, isSound = true): RuleFile {
  const report = openReport();
  const { root } = document;
  const name = textAt(root, 'name');
  const id = textAt(root, 'id');
  checkFileName(name, fileName, report);
  const variants = entryOf(root, 'variants');
  const head = { name, id, hasVariants: variants !== undefined, diagnostics: report.diagnostics };
  if (variants === undefined || root.kind !== 'map') {
    const draft = openDraft(document, isSound && !hasErrors(report.diagnostics));
    return { ...head, drafts: [draft] };
  }
  const shape = validate(document, 'rule').diagnostics;
  report.diagnostics.push(...shape);
  // What the file lacks, each of its variants would lack too.
  const isWhole = ['id', 'name', 'status', 'source'].every((key) => entryOf(root, key) !== undefined);
  const roots = isWhole ? expandVariants(root, variants, report) : [];
  const isRight = isSound && !hasErrors(report.diagnostics);
  return { ...head, drafts: roots.map((one) => openDraft({ root: one, span: document.span }, isRight)) };
}

function openDraft(document: Document, isSound: boolean): Draft {
  const { root } = document;
  return {
    document,
    name: textAt(root, 'name'),
    id: textAt(root, 'id'),
    reads: textsAt(entryOf(root, 'source')?.value, 'findings'),
    isSound,
  };
}
