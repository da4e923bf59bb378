import type { Compilation } from '../backends/compile-target.js';
import type { ReplayStats } from '../evaluate/finding.js';
import { alertFields } from '../ir/rule.js';
import type { CaseResult } from '../unit-test/verdict.js';
import { describeGroup, describeSignals, markSeverity } from './alert-text.js';
import type { ProjectCheck } from './check.js';
import { writeMatrix } from './fidelity-matrix.js';
import { countThings, fit, pad, wrap, writeCount, writeEntry } from './layout.js';
import type { Output, Verdict } from './output.js';
import { describeLosses } from './replay-stats.js';
import { type AlertRow, countQueriesUntil, type Label, type Score, scoreAlerts } from './truth.js';

/** What the tour found out. */
export interface TourResult {
  readonly check: ProjectCheck;
  /** The log that was replayed. */
  readonly fixture: string;
  readonly stats: ReplayStats;
  readonly rows: readonly AlertRow[];
  readonly labels: ReadonlyMap<string, Label>;
  /** When each principal asked. */
  readonly times: ReadonlyMap<string, readonly number[]>;
  readonly tests: readonly CaseResult[];
  readonly compilations: readonly Compilation[];
}

/** The tour as a person reads it: the first line says whether all is well, the last one what to do next. */
export function writeTour(
  result: TourResult,
  out: Output,
): { readonly text: string; readonly isWell: boolean } {
  const score = scoreAlerts(result.rows, result.labels);
  const problems = findProblems(result);
  const sections = [
    writeVerdict(problems, result, score, out),
    writeReading(result, out),
    writeAlerts(result, out),
    writeScore(score, out),
    writeTests(result.tests, out),
    writeCompiled(result, out),
    writeNext(result, out),
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
  { check, tests, compilations }: TourResult,
  score: Score,
  out: Output,
): string {
  if (problems.length > 0) return `${out.mark('bad', 'Not well')}  ${problems.join(', ')}\n`;
  const caught = score.attacks - score.missed.length;
  const parts = [
    `${caught} of ${score.attacks} attackers caught`,
    `${countThings(tests.length, 'rule test')} passed`,
    `compiled for ${countThings(compilations.length, 'target')}`,
    ...(check.diagnostics.length > 0 ? [countThings(check.diagnostics.length, 'warning')] : []),
  ];
  return `${out.mark('good', 'All well')}  ${parts.join(', ')}\n`;
}

function writeReading({ check, fixture, stats, labels }: TourResult, out: Output): string {
  const day = (instant: number | undefined) =>
    instant === undefined ? '' : new Date(instant).toISOString().slice(0, 10);
  const what = `${fixture} · ${countThings(stats.events, 'request')} of ${countThings(labels.size, 'principal')} · ${day(stats.from)} to ${day(stats.to)}`;
  const warnings = check.diagnostics.length;
  return (
    writeEntry(
      'Checked',
      `${check.said}: ${warnings === 0 ? 'no problem' : `${countThings(warnings, 'warning')} (rulewright check)`}`,
      out.columns,
    ) +
    writeEntry('Replayed', what, out.columns) +
    writeEntry('', describeLosses(stats), out.columns)
  );
}

/** So many rows are shown in full; the others are counted. */
const mostRows = 24;

function writeAlerts({ rows, labels, times, fixture }: TourResult, out: Output): string {
  const shown = rows.slice(0, mostRows);
  const severityColumns = Math.max(0, ...shown.map(({ first }) => first.rule.severity.length));
  const ruleColumns = Math.max(0, ...shown.map(({ first }) => first.rule.name.length));
  const names = shown.map(({ first }) => describeGroup(alertFields(first.rule), first.group, 24));
  const nameColumns = Math.max(0, ...names.map((name) => name.length));
  const text = shown.map((row, index) => {
    const { first, alerts } = row;
    const when = `${new Date(first.firstAt).toISOString().slice(5, 16).replace('T', ' ')}Z`;
    const head = ` ${markSeverity(first.rule.severity, out, severityColumns)}  ${pad(first.rule.name, ruleColumns)}  ${pad(names[index] ?? '', nameColumns)}  ${first.rule.atlas[0] ?? ''}  ${when}`;
    const indent = ' '.repeat(severityColumns + 3);
    const { verdict, shown: truth, who } = judge(row, labels, times);
    const parts = [
      ...(who === '' ? [] : [who]),
      ...describeSignals(first.rule, first.values),
      ...(alerts > 1 ? [countThings(alerts, 'alert')] : []),
    ];
    const under = indent + ' '.repeat(truth.length + 2);
    return `${head}\n${indent}${out.mark(verdict, truth)}  ${wrap(parts.join(' · '), out.columns - under.length, under)}\n`;
  });
  const rest = rows.length - shown.length;
  if (rest > 0)
    text.push(` and ${writeCount(rest)} more: rulewright replay --mapping lab --format text ${fixture}\n`);
  return `Alerts${' '.repeat(4)}${countThings(rows.length, 'row')}, one for each rule and principal\n${text.join('')}`;
}

/** The truth beside an alert, in a word. */
interface Truth {
  readonly verdict: Verdict;
  readonly shown: string;
  /** Who that principal really is and, of an attacker, how much of the attack had passed. */
  readonly who: string;
}

function judge(
  { principal, first }: AlertRow,
  labels: TourResult['labels'],
  times: TourResult['times'],
): Truth {
  const label = principal === undefined ? undefined : labels.get(principal);
  if (principal === undefined || label === undefined) return { verdict: 'aside', shown: 'unknown', who: '' };
  const kind = fit(label.kind, 40);
  if (label.label === 'benign') return { verdict: 'doubtful', shown: 'false', who: kind };
  const own = times.get(principal) ?? [];
  const passed = `query ${writeCount(countQueriesUntil(first, own))} of ${writeCount(own.length)}`;
  return { verdict: 'good', shown: 'caught', who: `${kind}, ${passed}` };
}

function writeScore({ attacks, missed, benign, alerted, people, peopleAlerted }: Score, out: Output): string {
  const list = (of: Score['missed']) => [...new Set(of.map(({ kind }) => fit(kind, 40)))].join(', ');
  const lost = missed.length === 0 ? '' : ` (${list(missed)})`;
  const woken = alerted.length === 0 ? '' : ` (${list(alerted)})`;
  return (
    writeEntry(
      'Truth',
      `attackers ${attacks}: caught ${attacks - missed.length}, missed ${missed.length}${lost}`,
      out.columns,
    ) +
    writeEntry(
      '',
      `benign ${benign}: alerted ${alerted.length}${woken} · people ${peopleAlerted} of ${people}`,
      out.columns,
    )
  );
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
  return `Compiled\n${writeMatrix(compilations, out)}`;
}

function writeNext(_: TourResult, out: Output): string {
  return writeEntry(
    'Next',
    'your own log: npx rulewright replay FILE · a rule in words: npx rulewright explain full-vector-harvest · write a rule: docs/first-rule.md',
    out.columns,
  );
}
