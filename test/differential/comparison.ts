import type { AlertLine } from '../oracle/alerts.js';
import type { RuleDoc } from '../oracle/documents.js';
import type { FindingLine } from '../oracle/found.js';
import type { Judgement } from '../oracle/judge.js';
import { isClose, isRough } from '../oracle/measure.js';
import type { Outcome } from './outcome.js';

export interface Comparison {
  /** In words; empty where oracle and evaluator agree. */
  readonly differences: readonly string[];
  /** Windows left out because their verdict hangs on the last bits of a double. */
  readonly onEdge: number;
}

/**
 * Holds the evaluator's outcome against the oracle's. Where the lines were moved about, places are not compared, nor the order that they give.
 */
export function compare(
  judgement: Judgement,
  outcome: Outcome,
  rules: readonly RuleDoc[],
  moved: boolean,
): Comparison {
  const edges = new Set(judgement.onEdge.map(identify));
  const unsure = findUnsure(judgement, rules);
  const reads = (name: string) => typeof rules.find((rule) => rule.name === name)?.source === 'object';
  const prepare = (findings: readonly FindingLine[]) => {
    const sure = findings.filter(
      (finding) => !edges.has(identify(finding)) && !(unsure.has(finding.rule) && reads(finding.rule)),
    );
    return moved ? sure.map(withoutPlace).sort((a, b) => (identify(a) < identify(b) ? -1 : 1)) : sure;
  };
  const sureAlerts = (alerts: readonly AlertLine[]) => alerts.filter(({ rule }) => !unsure.has(rule));
  const agree = agreementOf(rules);
  return {
    differences: [
      ...compareLists('finding', prepare(judgement.findings), prepare(outcome.findings), agree),
      ...compareLists('alert', sureAlerts(judgement.alerts), sureAlerts(outcome.alerts), agree),
      ...(moved || edges.size > 0 ? [] : compareEvidence(judgement, outcome, rules)),
      ...compareLists('counts', [judgement.counts], [outcome.counts], (a, b) => stable(a) === stable(b)),
    ],
    onEdge: edges.size,
  };
}

/** The rules some of whose verdicts hang on the last bits of a double, and those that read them. */
function findUnsure(judgement: Judgement, rules: readonly RuleDoc[]): ReadonlySet<string> {
  const unsure = new Set(judgement.onEdge.map(({ rule }) => rule));
  for (let before = -1; before < unsure.size; ) {
    before = unsure.size;
    for (const { name, source } of rules)
      if (typeof source === 'object' && source.findings.some((read) => unsure.has(read))) unsure.add(name);
  }
  return unsure;
}

function withoutPlace({ line: _line, file: _file, ...rest }: FindingLine): FindingLine {
  return rest;
}

/** A finding's identity, with its time first so that a sort keeps to it. */
function identify(finding: FindingLine): string {
  const { rule, group, window_end, time, line, file, id } = finding;
  return JSON.stringify([window_end ?? time, rule, group, line, file, id]);
}

type Line = FindingLine | AlertLine;

/**
 * What an alert shows must be some of what its opening finding was computed from. Rules with one group and one window between them show
 * what any of them counts.
 */
function compareEvidence(judgement: Judgement, outcome: Outcome, rules: readonly RuleDoc[]): string[] {
  const wanted = judgement.evidence.map((evidence, i) => {
    const name = judgement.alerts[i]?.rule;
    // Findings lie on no line.
    return { ...evidence, hasLines: typeof rules.find((rule) => rule.name === name)?.source === 'string' };
  });
  const got = outcome.evidence.map((evidence) => ({ ...evidence, hasLines: false }));
  return compareLists('evidence', wanted, got, (all, some) => {
    const places = new Set(all.places.map(({ input, line }) => `${input}:${line}`));
    return (
      all.from === some.from &&
      all.to === some.to &&
      some.places.length > 0 === all.hasLines &&
      some.places.every(({ input, line }) => places.has(`${input}:${line}`)) &&
      some.ids.every((id) => all.ids.includes(id))
    );
  });
}

/** Whether two lines say the same, sums of doubles being the same up to their last bits. */
function agreementOf(rules: readonly RuleDoc[]): (a: Line, b: Line) => boolean {
  return (a, b) => {
    const signals = rules.find((rule) => rule.name === a.rule)?.signals ?? {};
    const rough = Object.keys(signals).filter((name) => isRough(signals[name] ?? {}, signals));
    const strip = (line: Line) => stable(line, (path) => rough.some((name) => path.endsWith(`s.${name}`)));
    if (strip(a) !== strip(b)) return false;
    return rough.every(
      (name) =>
        isClose(a.values?.[name], b.values?.[name]) &&
        (!('extremes' in a && 'extremes' in b) || isClose(a.extremes[name], b.extremes[name])),
    );
  };
}

/** JSON with sorted keys, without the values at some paths. */
function stable(value: unknown, leaveOut: (path: string) => boolean = () => false, path = ''): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([key, inner]) => inner !== undefined && !leaveOut(`${path}.${key}`))
    .map(([key, inner]) => `${JSON.stringify(key)}:${stable(inner, leaveOut, `${path}.${key}`)}`);
  return `{${entries.sort().join(',')}}`;
}

function compareLists<T>(
  what: string,
  wanted: readonly T[],
  got: readonly T[],
  agree: (a: T, b: T) => boolean,
): string[] {
  for (let i = 0; i < Math.max(wanted.length, got.length); i++) {
    const [a, b] = [wanted[i], got[i]];
    if (a !== undefined && b !== undefined && (JSON.stringify(a) === JSON.stringify(b) || agree(a, b)))
      continue;
    const show = (one: T | undefined) => (one === undefined ? 'nothing' : JSON.stringify(one));
    return [`${what} ${i + 1}\n  the oracle says    ${show(a)}\n  the evaluator says ${show(b)}`];
  }
  return [];
}
