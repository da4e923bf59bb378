import { hasErrors } from '../diagnostics/diagnostic.js';
import type { MapEntry, Node } from '../document/node.js';
import { validate } from '../document/validate.js';
import type { Condition } from '../ir/condition.js';
import { logSource, type ReportItem, type Rule, type Signal, statuses, type Window } from '../ir/rule.js';
import { nearName } from '../text/near-name.js';
import { checkCondition, signalsOf } from './condition.js';
import { findFields } from './field.js';
import { type OpenedSource, openFindings } from './findings-source.js';
import { checkDate, checkTechniques, readHead } from './head.js';
import type { Lists } from './list.js';
import type { MeasureScope } from './measure.js';
import { checkPredicate, type PredicateScope } from './predicate.js';
import { asText, entryOf, mapOf, type Text, textAt, textsAt, wordAt } from './read-node.js';
import { openReport, type Report } from './report.js';
import { checkReportItems } from './report-items.js';
import type { Draft } from './rule-file.js';
import { mostParts, sizeOf } from './rule-size.js';
import { checkSignals, findUnused } from './signals.js';
import type { CheckedSource } from './source.js';
import { checkSteps } from './steps.js';
import { checkSuppression } from './suppression.js';
import { checkWindow } from './window.js';

/** Sources by name; undefined where there is one whose file could not be read, which was told. */
export type Sources = ReadonlyMap<string, CheckedSource | undefined>;

/** What a rule can speak of besides itself. */
export interface RuleScope {
  readonly sources: Sources;
  readonly lists: Lists;
  /** A rule by its name, checked before; undefined where there is none, or it is wrong, which is told where it stands. */
  readonly findRule: (name: string) => Rule | undefined;
}

/** What came of checking a rule. */
export interface CheckedRule {
  /** Not there where the rule has an error, or its source a faulty definition that it uses, or a rule that it reads an error. */
  readonly rule: Rule | undefined;
  readonly diagnostics: Report['diagnostics'];
}

/** Checks a rule by itself: what it shares with other rules (names, ids, who reads whom) is the pack's matter. */
export function checkRule({ document, isSound }: Draft, scope: RuleScope): CheckedRule {
  const report = openReport();
  report.diagnostics.push(...validate(document, 'rule').diagnostics);
  const { root } = document;
  checkTechniques(root, report);
  checkDate(root, report);
  const rule = checkMeaning(root, scope, report);
  if (rule !== undefined && sizeOf(rule) > mostParts)
    report.tell('rule-too-large', rule.span, { limit: mostParts });
  return {
    rule: isSound && !hasErrors(report.diagnostics) ? rule : undefined,
    diagnostics: report.diagnostics,
  };
}

/** The keys that tell an aggregate rule, and those that tell a sequence. */
const countingKeys = ['window', 'signals', 'condition'] as const;
const followingKeys = ['within', 'steps', 'every'] as const;

/** The kind of a rule, by its keys; undefined where they do not tell it, which is told. */
function checkKind(root: Node, report: Report): Rule['kind'] | undefined {
  const first = (keys: readonly string[]) => keys.flatMap((key) => entryOf(root, key) ?? [])[0];
  const counting = first(countingKeys);
  const following = first(followingKeys);
  if (counting !== undefined && following !== undefined) {
    const later = counting.keySpan.start > following.keySpan.start ? counting : following;
    report.tell('several-kinds', later.keySpan, { counting: counting.key, following: following.key });
    return undefined;
  }
  if (counting !== undefined) return 'aggregate';
  if (following !== undefined) {
    // Of the others the schema tells what they need.
    if (following.key === 'every')
      report.tell('missing-key', following.keySpan, { keys: ['within', 'steps'] });
    return 'sequence';
  }
  if (entryOf(root, 'where') !== undefined) return 'match';
  // A misspelt key may have been meant as one of them.
  if (!hasErrors(report.diagnostics))
    report.tell('kind-unclear', textAt(root, 'name')?.span ?? root.span, {});
  return undefined;
}

function checkMeaning(root: Node, around: RuleScope, report: Report): Rule | undefined {
  const kind = checkKind(root, report);
  const window = checkWindows(root, kind, report);
  const found = findSource(root, around, report);
  if (found === undefined) return undefined;
  const scope = found.scope(report);
  const by = findFields(textsAt(root, 'by'), scope);
  const where = entryOf(root, 'where');
  const filter = where && checkPredicate(where.value, scope);
  const suppress = checkSuppression(entryOf(root, 'suppress'), by, window?.size, scope);
  const counting = kind === 'aggregate' ? checkCounting(root, window, scope) : undefined;
  const steps = kind === 'sequence' ? checkSteps(entryOf(root, 'steps'), scope) : undefined;
  const reported = checkReported(root, kind, window, counting?.find, scope);
  const read = reported && readHead(root, found.source, by, suppress, reported);
  const head = read && (found.reads === undefined ? read : { ...read, reads: found.reads });
  if (head === undefined || (where !== undefined && filter === undefined)) return undefined;
  const counted = filter === undefined ? {} : { where: filter };
  switch (kind) {
    case 'match':
      return filter && { kind, ...head, where: filter };
    case 'aggregate':
      return window && counting?.made && { kind, ...head, ...counted, window, ...counting.made };
    case 'sequence':
      return window && steps && { kind, ...head, ...counted, window, steps };
    default:
      return undefined;
  }
}

function checkWindows(root: Node, kind: Rule['kind'] | undefined, report: Report): Window | undefined {
  switch (kind) {
    case 'aggregate':
      return checkWindow(entryOf(root, 'window')?.value, report);
    case 'sequence':
      return checkWindow(root, report, 'within');
    default:
      return undefined;
  }
}

/** What the rule reports; undefined after telling what is wrong with it. */
function checkReported(
  root: Node,
  kind: Rule['kind'] | undefined,
  window: Window | undefined,
  findSignal: MeasureScope['findSignal'] | undefined,
  scope: PredicateScope,
): readonly ReportItem[] | undefined {
  const entry = entryOf(root, 'report');
  if (entry !== undefined && kind === 'match') {
    scope.report.tell('report-without-window', entry.keySpan, {});
    return undefined;
  }
  function findNone({ text, span }: Text): undefined {
    scope.report.tell('unknown-signal', span, { name: text, near: undefined });
  }
  return checkReportItems(entry, window, findSignal ?? findNone, scope);
}

interface FoundSource extends OpenedSource {
  readonly reads?: readonly Rule[];
}

/** The source that a rule names, or that the findings of the rules make which it names; where there is none, that is told. */
function findSource(root: Node, scope: RuleScope, report: Report): FoundSource | undefined {
  const { sources } = scope;
  const findings = entryOf(entryOf(root, 'source')?.value, 'findings');
  if (findings !== undefined) return findFindings(root, findings, scope, report);
  const name = textAt(root, 'source');
  if (name === undefined) return undefined;
  const source = sources.get(name.text);
  const known = [...sources.keys()];
  if (!sources.has(name.text))
    report.tell('unknown-source', name.span, { source: name.text, near: nearName(name.text, known), known });
  return source;
}

/** How many rules may read each other's findings in a row. */
const mostLevels = 8;

/** The findings of the rules that a rule reads; names that no rule has were told. */
function findFindings(
  root: Node,
  { keySpan, value }: MapEntry,
  { findRule, lists }: RuleScope,
  report: Report,
): FoundSource | undefined {
  const named = value.kind === 'list' ? value.items.flatMap((item) => asText(item) ?? []) : [];
  const reads: Rule[] = [];
  for (const { text, span } of named) {
    const rule = findRule(text);
    if (rule === undefined) continue;
    const [first = rule] = reads;
    const [firstSource, source] = [logSource(first).name, logSource(rule).name];
    if (firstSource !== source)
      report.tell('findings-of-several-logs', span, { first: first.name, firstSource, name: text, source });
    if (rule.status === 'deprecated' && wordAt(root, 'status', statuses) !== 'deprecated')
      report.tell('reads-deprecated', span, { name: text });
    reads.push(rule);
  }
  if (named.length === 0 || reads.length < named.length) return undefined;
  if (Math.max(...reads.map(levelOf)) < mostLevels) return { ...openFindings(reads, keySpan, lists), reads };
  report.tell('findings-too-deep', keySpan, { limit: mostLevels });
  return undefined;
}

const levels = new WeakMap<Rule, number>();

/** How many rules lie between a rule and the log. */
function levelOf(rule: Rule): number {
  const known = levels.get(rule);
  if (known !== undefined) return known;
  const level = rule.reads === undefined ? 0 : 1 + Math.max(...rule.reads.map(levelOf));
  levels.set(rule, level);
  return level;
}

interface Counting {
  readonly signals: readonly Signal[];
  readonly condition: Condition;
}

/** @returns What the signals measure, whatever is wrong; what is made of them, where nothing is. */
function checkCounting(
  root: Node,
  window: Window | undefined,
  scope: PredicateScope,
): { readonly find: MeasureScope['findSignal']; readonly made: Counting | undefined } | undefined {
  const node = mapOf(entryOf(root, 'signals')?.value);
  if (node === undefined || node.entries.size === 0) return undefined;
  const checked = checkSignals(node, window, scope);
  const { signals, names, find } = checked;
  const written = entryOf(root, 'condition');
  const text = textAt(root, 'condition');
  if (written !== undefined && text === undefined) return { find, made: undefined };
  const condition = text === undefined ? allOf(names) : checkCondition(text, names, scope.report);
  if (condition === undefined) return { find, made: undefined };
  for (const name of findUnused(checked, signalsOf(condition))) {
    const span = node.entries.get(name)?.keySpan;
    if (span !== undefined) scope.report.tell('unused-signal', span, { name });
  }
  return { find, made: signals.length < names.length ? undefined : { signals, condition } };
}

/** The condition of a rule that does not say one. */
function allOf(names: readonly string[]): Condition {
  const of = names.map((name): Condition => ({ kind: 'signal', name }));
  return of.length === 1 ? of[0] : { kind: 'and', of };
}
