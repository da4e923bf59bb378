import { hasErrors } from '../diagnostics/diagnostic.js';
import type { Document, Node } from '../document/node.js';
import { validate } from '../document/validate.js';
import type { Condition } from '../ir/condition.js';
import type { Rule, Signal, Window } from '../ir/rule.js';
import { nearName } from '../text/near-name.js';
import { checkCondition, signalsOf } from './condition.js';
import { findFields } from './field.js';
import { checkFileName } from './file-name.js';
import { checkDate, checkTechniques, readHead } from './head.js';
import { checkPredicate, type PredicateScope } from './predicate.js';
import { entryOf, mapOf, type Text, textAt, textsAt } from './read-node.js';
import { openReport, type Report } from './report.js';
import { checkSignals, findUnused } from './signals.js';
import type { CheckedSource } from './source.js';
import { checkSuppression } from './suppression.js';
import { checkWindow } from './window.js';

/** Sources by name; undefined where there is one whose file could not be read, which was told. */
export type Sources = ReadonlyMap<string, CheckedSource | undefined>;

/** What came of checking a rule file. */
export interface CheckedRule {
  /** Not there where the file has an error, or its source a faulty definition that the rule uses. */
  readonly rule: Rule | undefined;
  /** There whatever else is wrong. */
  readonly name: Text | undefined;
  readonly id: Text | undefined;
  readonly diagnostics: Report['diagnostics'];
}

/**
 * Checks a rule by itself: what it shares with other rules (names, ids) is the pack's matter.
 * @param fileName The file's name without folder and ending, which the rule's name must equal.
 */
export function checkRule(document: Document, fileName: string, sources: Sources): CheckedRule {
  const report = openReport();
  report.diagnostics.push(...validate(document, 'rule').diagnostics);
  const { root } = document;
  const name = textAt(root, 'name');
  checkFileName(name, fileName, report);
  checkTechniques(root, report);
  checkDate(root, report);
  const rule = checkMeaning(root, sources, report);
  return {
    rule: hasErrors(report.diagnostics) ? undefined : rule,
    name,
    id: textAt(root, 'id'),
    diagnostics: report.diagnostics,
  };
}

function checkMeaning(root: Node, sources: Sources, report: Report): Rule | undefined {
  const isAggregate = ['signals', 'window', 'condition'].some((key) => entryOf(root, key) !== undefined);
  const where = entryOf(root, 'where');
  // A misspelt key may have been meant as one of them.
  if (!isAggregate && where === undefined && !hasErrors(report.diagnostics))
    report.tell('kind-unclear', textAt(root, 'name')?.span ?? root.span, {});
  const window = isAggregate ? checkWindow(entryOf(root, 'window')?.value, report) : undefined;
  const found = findSource(root, sources, report);
  if (found === undefined) return undefined;
  const scope = found.scope(report);
  const by = findFields(textsAt(root, 'by'), scope);
  const filter = where && checkPredicate(where.value, scope);
  const suppress = checkSuppression(entryOf(root, 'suppress'), by, window?.size, scope);
  const counting = isAggregate ? checkCounting(root, window, scope) : undefined;
  const head = readHead(root, found.source, by, suppress);
  if (head === undefined || (where !== undefined && filter === undefined)) return undefined;
  if (window !== undefined && counting !== undefined)
    return {
      kind: 'aggregate',
      ...head,
      ...(filter === undefined ? {} : { where: filter }),
      window,
      ...counting,
    };
  return filter === undefined ? undefined : { kind: 'match', ...head, where: filter };
}

/** The source that a rule names; where there is none, that is told. */
function findSource(root: Node, sources: Sources, report: Report): CheckedSource | undefined {
  const name = textAt(root, 'source');
  if (name === undefined) return undefined;
  const source = sources.get(name.text);
  const known = [...sources.keys()];
  if (!sources.has(name.text))
    report.tell('unknown-source', name.span, { source: name.text, near: nearName(name.text, known), known });
  return source;
}

function checkCounting(
  root: Node,
  window: Window | undefined,
  scope: PredicateScope,
): { readonly signals: readonly Signal[]; readonly condition: Condition } | undefined {
  const node = mapOf(entryOf(root, 'signals')?.value);
  if (node === undefined || node.entries.size === 0) return undefined;
  const checked = checkSignals(node, window, scope);
  const written = entryOf(root, 'condition');
  const text = textAt(root, 'condition');
  if (written !== undefined && text === undefined) return undefined;
  const condition =
    text === undefined ? allOf(checked.names) : checkCondition(text, checked.names, scope.report);
  if (condition === undefined) return undefined;
  for (const name of findUnused(checked, signalsOf(condition))) {
    const span = node.entries.get(name)?.keySpan;
    if (span !== undefined) scope.report.tell('unused-signal', span, { name });
  }
  return checked.signals.length < checked.names.length ? undefined : { signals: checked.signals, condition };
}

/** The condition of a rule that does not say one. */
function allOf(names: readonly string[]): Condition {
  const of = names.map((name): Condition => ({ kind: 'signal', name }));
  return of.length === 1 ? of[0] : { kind: 'and', of };
}
