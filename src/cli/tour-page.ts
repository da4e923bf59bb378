import type { Compilation } from '../backends/compile-target.js';
import type { ReplayStats } from '../evaluate/finding.js';
import { alertFields } from '../ir/rule.js';
import type { Figures } from '../score/figures.js';
import type { Label } from '../score/labels.js';
import { type Client, countQueries } from '../score/observe.js';
import { columnsOf } from '../text/printable.js';
import type { CaseResult } from '../unit-test/verdict.js';
import { describeGroup, describeSignals, markSeverity } from './alert-text.js';
import type { ProjectCheck } from './check.js';
import { writeMatrix } from './fidelity-matrix.js';
import { countThings, fit, pad, wrapParts, writeCount, writeEntry } from './layout.js';
import type { Output, Verdict } from './output.js';
import { describeLosses } from './replay-stats.js';
import { type AlertRow, principalOf } from './truth.js';

/** What the tour found out. */
export interface TourResult {
  readonly check: ProjectCheck;
  /** The log that was replayed. */
  readonly fixture: string;
  readonly stats: ReplayStats;
  readonly rows: readonly AlertRow[];
  readonly labels: ReadonlyMap<string, Label>;
  readonly clients: ReadonlyMap<string, Client>;
  /** Of the whole pack. */
  readonly figures: Figures;
  readonly tests: readonly CaseResult[];
  readonly compilations: readonly Compilation[];
}

/** The tour as a person reads it: the first line says whether all is well, the last one what to do next. */
export function writeTour(
  result: TourResult,
  out: Output,
): { readonly text: string; readonly isWell: boolean } {
  const problems = findProblems(result);
  const sections = [
    writeVerdict(problems, result, out),
    writeReading(result, out),
    writeAlerts(result, out),
    writeScore(result.figures, out),
    writeTests(result.tests, out),
    writeCompiled(result, out),
    writeNext(out),
  ];
  return { text: sections.filter((text) => text !== '').join('\n'), isWell: problems.length === 0 };
}

function findProblems({ tests, compilations, stats }: TourResult): string[] {
  const failed = tests.filter(({ outcome }) => outcome !== 'passed').length;
  const unbuilt = compilations.filter(({ failures }) => failures.length > 0);
  return [
    ...(stats.brokenOff === undefined ? [] : ['the traffic could not be read to its end']),
    ...(tests.length === 0 ? ['there is no rule test'] : []),
    ...(failed > 0 ? [`${countThings(failed, 'rule test')} failed`] : []),
    ...unbuilt.map(({ manifest }) => `${manifest.target} does not build`),
  ];
}

function writeVerdict(
  problems: readonly string[],
  { check, tests, compilations, figures }: TourResult,
  out: Output,
): string {
  if (problems.length > 0) return `${out.mark('bad', 'Not well')}  ${problems.join(', ')}\n`;
  const { attacks, caught } = countAttacks(figures);
  const parts = [
    `${caught} of ${attacks} attacks caught`,
    `${countThings(tests.length, 'rule test')} passed`,
    `compiled for ${countThings(compilations.length, 'target')}`,
    ...(check.diagnostics.length > 0 ? [countThings(check.diagnostics.length, 'warning')] : []),
  ];
  return `${out.mark('good', 'All well')}  ${parts.join(', ')}\n`;
}

function writeReading({ check, fixture, stats, labels }: TourResult, out: Output): string {
  const day = (instant: number | undefined) =>
    instant === undefined ? '' : new Date(instant).toISOString().slice(0, 10);
  const what = [
    fixture,
    `${countThings(stats.events, 'request')} of ${countThings(labels.size, 'principal')}`,
    `${day(stats.from)} to ${day(stats.to)}`,
  ];
  const warnings = check.diagnostics.length;
  return (
    writeEntry(
      'Checked',
      `${check.said}: ${warnings === 0 ? 'no problem' : `${countThings(warnings, 'warning')} (rulewright check)`}`,
      out.columns,
    ) +
    `Replayed  ${wrapParts(what, out.columns - 10, ' '.repeat(10))}\n` +
    writeEntry('', describeLosses(stats), out.columns)
  );
}

/** So many rows are shown in full; the others are counted. */
const mostRows = 24;

function writeAlerts(result: TourResult, out: Output): string {
  const { rows, fixture } = result;
  const shown = rows.slice(0, mostRows);
  const names = shown.map(({ first }) => describeGroup(alertFields(first.rule), first.group, 24));
  const rules = shown.map(({ first }) => first.rule);
  const widths = {
    severity: widest(rules.map(({ severity }) => severity)),
    rule: widest(rules.map(({ name }) => name)),
    name: widest(names),
  };
  const text = shown.map((row, index) => {
    const { rule, firstAt } = row.first;
    const when = `${new Date(firstAt).toISOString().slice(5, 16).replace('T', ' ')}Z`;
    const cells = [
      pad(rule.name, widths.rule),
      pad(names[index] ?? '', widths.name),
      rule.atlas[0] ?? '',
      when,
    ];
    const head = ` ${markSeverity(rule.severity, out, widths.severity)}  ${cells.join('  ')}`;
    return `${head}\n${writeGrounds(row, result, ' '.repeat(widths.severity + 3), out)}`;
  });
  const rest = rows.length - shown.length;
  const more =
    rest > 0
      ? ` and ${writeCount(rest)} more: rulewright replay --mapping lab --format text ${fixture}\n`
      : '';
  return `Alerts\n${text.join('')}${more}`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(columnsOf));
}

/** Below an alert: the truth about it, then each signal beside its bound. */
function writeGrounds(row: AlertRow, { labels, clients }: TourResult, indent: string, out: Output): string {
  const { first, alerts, principals } = row;
  const { verdict, shown, who } = judge(row, labels, clients);
  const more = principals.size > 1 ? countThings(principals.size, 'principal') : '';
  const folded = alerts > Math.max(1, principals.size) ? countThings(alerts, 'alert') : '';
  const parts = [who, more, folded, ...describeSignals(first.rule, first.values)].filter(
    (part) => part !== '',
  );
  const under = indent + ' '.repeat(shown.length + 2);
  const text = wrapParts(parts, out.columns - under.length, under);
  return `${indent}${out.mark(verdict, shown)}  ${text}\n`;
}

/** The truth beside an alert, in a word. */
interface Truth {
  readonly verdict: Verdict;
  readonly shown: string;
  /** Who that principal really is and, of an attacker, how much of the attack had passed. */
  readonly who: string;
}

function judge({ first }: AlertRow, labels: TourResult['labels'], clients: TourResult['clients']): Truth {
  const principal = principalOf(first);
  const label = principal === undefined ? undefined : labels.get(principal);
  if (principal === undefined || label === undefined) return { verdict: 'aside', shown: 'unknown', who: '' };
  const kind = fit(label.kind, 40);
  if (label.label === 'benign') return { verdict: 'doubtful', shown: 'false ', who: kind };
  const own = clients.get(principal)?.times ?? [];
  const passed = `query ${writeCount(countQueries(first.rule, own, first.firstAt))} of ${writeCount(own.length)}`;
  return { verdict: 'good', shown: 'caught', who: `${kind}, ${passed}` };
}

/** Evasions are attacks too. One run only: least and most are the same. */
function countAttacks({ attacks, evasions }: Figures) {
  const kinds = [...attacks.kinds, ...evasions.kinds];
  const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);
  return {
    attacks: kinds.length,
    caught: attacks.caught.min + evasions.caught.min,
    early: attacks.early.min + evasions.early.min,
    missed: kinds.flatMap(({ attack, caughtIn }) => (caughtIn === 0 ? [attack.kind] : [])),
    principals: sum(kinds.flatMap(({ attack }) => attack.runs.map((run) => run.principals.length))),
    named: sum(kinds.map(({ named }) => named.min)),
  };
}

function writeScore(figures: Figures, out: Output): string {
  const { attacks, caught, early, missed, principals, named } = countAttacks(figures);
  const { services, people } = figures;
  const list = (of: readonly string[]) =>
    of.length === 0 ? '' : ` (${of.map((kind) => fit(kind, 40)).join(', ')})`;
  const woken = services.kinds.flatMap(({ benign, wokenIn }) => (wokenIn > 0 ? [benign.kind] : []));
  const indent = ' '.repeat(10);
  const lines = [
    [
      `attacks ${attacks}: caught ${caught}, missed ${missed.length}${list(missed)}`,
      `before half of the queries ${early}`,
      `of their ${principals} principals named ${named}`,
    ],
    [
      `benign services ${services.of}: alerted ${woken.length}${list(woken)}`,
      `people ${people.principals.woken.min} of ${people.principals.of}`,
    ],
  ];
  return `Truth     ${lines.map((parts) => wrapParts(parts, out.columns - indent.length, indent)).join(`\n${indent}`)}\n`;
}

function writeTests(tests: readonly CaseResult[], out: Output): string {
  const failed = tests.filter(({ outcome }) => outcome !== 'passed');
  const head = `${tests.length - failed.length} passed, ${failed.length} failed`;
  const lines = failed.map(({ testCase, outcome }) =>
    writeEntry(
      '',
      `${out.mark('bad', outcome)}  ${testCase.rule.name}: ${fit(testCase.name, 200)}`,
      out.columns,
    ),
  );
  return writeEntry('Tests', head, out.columns) + lines.join('');
}

function writeCompiled({ compilations }: TourResult, out: Output): string {
  if (compilations.length === 0) return writeEntry('Compiled', 'there is no target', out.columns);
  return (
    writeMatrix(compilations, out) +
    ' why an answer is not exact: npx rulewright explain RULE\n' +
    ' the queries: targets/TARGET/compiled, written by npx rulewright compile --target TARGET\n'
  );
}

function writeNext(out: Output): string {
  const parts = [
    'your own log: npx rulewright replay FILE',
    'who is in it: npx rulewright principals FILE',
    'a rule of your own: docs/first-rule.md',
  ];
  return `Next      ${wrapParts(parts, out.columns - 10, ' '.repeat(10))}\n`;
}
