import { join } from 'node:path';
import { compileTarget } from '../../src/backends/compile-target.js';
import type { EvidenceSource } from '../../src/backends/evidence.js';
import { readEvidenceFrom } from '../../src/backends/evidence-folder.js';
import { deviationsOf, type Lowering, refusalsOf } from '../../src/backends/lowering.js';
import type { ManifestEntry } from '../../src/backends/manifest.js';
import { lowerRule, shapesOf } from '../../src/backends/registry.js';
import { listTargets, loadTarget } from '../../src/bind/load-target.js';
import { loadPack } from '../../src/check/load-pack.js';
import type { Rule } from '../../src/ir/rule.js';
import type { Target } from '../../src/ir/target.js';
import { measureCases, otherCases, predicateCases } from '../backends/matrix.js';
import { dslTarget, elasticTarget, sigmaTarget, splunkTarget } from '../backends/samples.js';

/** The languages of the page's columns, each by a target that speaks it. */
const languages: readonly (readonly [title: string, target: Target])[] = [
  ['ES\\|QL', elasticTarget],
  ['Query DSL', dslTarget],
  ['Splunk SPL', splunkTarget],
  ['Sigma', sigmaTarget],
];

/** Where the page is kept. */
export const fidelityPath = 'docs/FIDELITY.md';

/** docs/FIDELITY.md: what is exact, what is not and why, and what ran it. */
export function writeFidelityPage(): string {
  const reasons: Reasons = new Map();
  const said = [
    ...writeCases('Tests of an event', predicateCases, reasons),
    ...writeCases('Measures of a window', measureCases, reasons),
    ...writeCases('Besides', otherCases, reasons),
  ];
  return [
    '# Fidelity',
    '',
    'How far each query says what its rule says, and what ran it. `npm run fidelity` writes this page from what the compiler answers and from the',
    'committed evidence; a test holds it to both. The words are those of [targets.md](targets.md#how-far-a-query-says-what-its-rule-says).',
    '',
    '## The shipped rules',
    '',
    ...listTargets().flatMap(writeTarget),
    '## What a rule can say, by language',
    '',
    'The codes of what is not exact [stand below](#the-codes): `over` may find too much, `under` too little, `both` either. A bare `refused` is not compiled',
    'to that language yet.',
    '',
    ...said,
    '## The codes',
    '',
    'An example of what each says, from the tables above.',
    '',
    ...writeReasons(reasons),
    '',
  ].join('\n');
}

/** An example of what each code says, by `code` (language). */
type Reasons = Map<string, string>;

function addReason(reasons: Reasons, code: string, reason: string, language: string): void {
  const head = `\`${code}\` (${language})`;
  if (!isPlain(code) && !reasons.has(head)) reasons.set(head, reason);
}

/** Whether a code says no more than that something is not compiled. */
function isPlain(code: string): boolean {
  return code.startsWith('unsupported-');
}

function writeReasons(reasons: Reasons): string[] {
  return [...reasons].sort(([a], [b]) => (a < b ? -1 : 1)).map(([head, reason]) => `- ${head}: ${reason}`);
}

function writeCases(
  title: string,
  cases: { readonly [name: string]: { readonly rule: Rule } },
  reasons: Reasons,
): string[] {
  return [
    ...writeHead([title, ...languages.map(([language]) => language)]),
    ...Object.entries(cases).map(([name, { rule }]) =>
      writeRow([
        /^[a-z_]+$/.test(name) ? `\`${name}\`` : name,
        ...languages.map(([language, target]) => writeAnswers(rule, language, target, reasons)),
      ]),
    ),
    '',
  ];
}

/** One answer where all shapes have the same. */
function writeAnswers(rule: Rule, language: string, target: Target, reasons: Reasons): string {
  const answers = shapesOf(target).map((shape) => {
    const lowering = lowerRule(rule, target, shape);
    for (const { code, reason } of [...deviationsOf(lowering), ...refusalsOf(lowering)])
      addReason(reasons, code, reason, language);
    return { shape, answer: writeAnswer(lowering) };
  });
  const [first] = answers;
  if (first !== undefined && answers.every(({ answer }) => answer === first.answer)) return first.answer;
  return answers.map(({ shape, answer }) => `${shape}: ${answer}`).join('<br>');
}

function writeAnswer(lowering: Lowering<unknown>): string {
  const unique = (parts: readonly string[]) => [...new Set(parts)].sort().join(', ');
  switch (lowering.fidelity) {
    case 'exact':
      return 'exact';
    case 'approximate':
      return unique(lowering.deviations.map(({ code, effect }) => `${effect}: \`${code}\``));
    case 'refused':
      return unique(
        lowering.refusals.map(({ code }) => (isPlain(code) ? 'refused' : `refused: \`${code}\``)),
      );
  }
}

function writeTarget(name: string): string[] {
  const { pack } = loadPack('rules');
  const { target } = loadTarget(join('targets', name, 'target.yaml'), pack);
  if (target === undefined) throw new Error(`the target ${name} does not load`);
  const evidence = readEvidenceFrom(join('targets', name, 'evidence'), ({ file, problem }) => {
    throw new Error(`${file}: ${problem}`);
  });
  const { manifest } = compileTarget(pack.rules, target, { now: Date.now(), evidence });
  const shapes = shapesOf(target);
  const rules = [...new Set(manifest.entries.map(({ rule }) => rule))];
  return [
    `### ${name}`,
    '',
    `${target.description}.`,
    '',
    ...writeHead(['rule', ...shapes]),
    ...rules.map((rule) => {
      const entries = shapes.flatMap((shape) =>
        manifest.entries.filter((entry) => entry.rule === rule && entry.shape === shape),
      );
      return writeRow([`\`${rule}\``, ...entries.map(writeClaim)]);
    }),
    '',
    ...writeRuns(manifest.entries, evidence),
    ...writeRemarks(manifest.entries),
  ];
}

function writeClaim({ fidelity, deviations, refusals, evidence }: ManifestEntry): string {
  const codes = [
    ...deviations.map(({ code, effect }) => `${effect}: \`${code}\``),
    ...refusals.map(({ code }) => `\`${code}\``),
  ];
  const unique = [...new Set(codes)].sort().join(', ');
  switch (fidelity) {
    case 'exact':
      return `exact, ${evidence === 'none' ? 'not run' : evidence}`;
    case 'approximate':
      return `${unique}; ${evidence === 'none' ? 'not run' : evidence}`;
    case 'refused':
      return `refused: ${unique}`;
  }
}

/** What was compared, of each file that has run. */
function writeRuns(entries: readonly ManifestEntry[], evidence: EvidenceSource): string[] {
  const lines = entries.flatMap(({ files }) =>
    files.flatMap(({ path, sha256 }) => {
      const record = evidence(sha256);
      return record === undefined ? [] : [`- \`${path}\`, ${record.date}: ${record.compared}`];
    }),
  );
  return lines.length === 0
    ? []
    : ['What was run or interpreted gave the same as the evaluator:', '', ...lines, ''];
}

/** Each code of a target once, with its reasons, and that the target accepts it. */
function writeRemarks(entries: readonly ManifestEntry[]): string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { deviations, refusals } of entries)
    for (const { code, reason, accepted } of [...deviations, ...refusals]) {
      const by = accepted === undefined ? '' : `, accepted until ${accepted.expires} (“${accepted.reason}”)`;
      const head = `- \`${code}\`${by}: `;
      reasons.set(head, (reasons.get(head) ?? new Set<string>()).add(reason));
    }
  const lines = [...reasons].map(([head, texts]) => `${head}${[...texts].sort().join('; ')}`);
  return lines.length === 0 ? [] : [...lines.sort(), ''];
}

function writeHead(titles: readonly string[]): string[] {
  return [`| ${titles.join(' | ')} |`, `|${titles.map(() => '---').join('|')}|`];
}

/** A bar ends a cell, unless it is escaped. */
function writeRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
