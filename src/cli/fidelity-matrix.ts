import type { Compilation } from '../backends/compile-target.js';
import { type EvidenceKind, isInterpreted, weakest } from '../backends/evidence.js';
import type { Fidelity } from '../backends/lowering.js';
import type { ManifestEntry } from '../backends/manifest.js';
import { countThings, fit, pad, wrapParts } from './layout.js';
import type { Output } from './output.js';
import { fidelityVerdicts } from './target-answer.js';

/**
 * How each target says each rule: a row a rule, a column a target, the weakest of its shapes in each, in as many tables as the width asks
 * for; then what is lacking, by code. A target that refuses every rule has no column: its codes say all.
 */
export function writeMatrix(compilations: readonly Compilation[], out: Output): string {
  const names = compilations.flatMap(({ manifest }) => manifest.entries.map(({ rule }) => rule));
  const rules = [...new Set(names)].sort();
  const columns = compilations
    .filter(({ manifest }) => manifest.entries.some(({ fidelity }) => fidelity !== 'refused'))
    .map(({ manifest }) => layOutColumn(manifest.target, rules, manifest.entries));
  const tables = breakColumns(columns, out.columns - longestOf(rules) - 1)
    .map((some) => writeTable(rules, some, out))
    .join('\n');
  return `${tables}${writeCodes(compilations, out.columns)}${writeEngines(compilations, out.columns)}`;
}

function longestOf(rules: readonly string[]): number {
  return Math.max(...rules.map((name) => name.length), 0);
}

/** The columns in groups, each as wide as there is room, and of one column at least. */
function breakColumns(columns: readonly Column[], room: number): readonly (readonly Column[])[] {
  const groups: Column[][] = [[]];
  let left = room;
  for (const column of columns) {
    const last = groups.at(-1);
    if (last === undefined || (last.length > 0 && column.width + 2 > left)) {
      groups.push([column]);
      left = room;
    } else last.push(column);
    left -= column.width + 2;
  }
  return groups;
}

function writeTable(rules: readonly string[], columns: readonly Column[], out: Output): string {
  const rest = columns.reduce((sum, { width }) => sum + width + 2, 0);
  const nameColumns = Math.min(longestOf(rules), out.columns - rest - 1);
  const lines = [
    [pad('Compiled', nameColumns + 1), ...columns.map(({ title, width }) => pad(title, width))],
    ...rules.map((rule) => [
      ` ${pad(fit(rule, nameColumns), nameColumns)}`,
      ...columns.map((column) => writeCell(column, rule, out)),
    ]),
  ];
  return lines.map((cells) => `${cells.join('  ').trimEnd()}\n`).join('');
}

/** A target's answers by rule, and how wide they are. */
interface Column {
  readonly title: string;
  readonly cells: ReadonlyMap<string, { readonly fidelity: Fidelity; readonly evidence: string }>;
  readonly fidelityWidth: number;
  readonly width: number;
}

function layOutColumn(title: string, rules: readonly string[], entries: readonly ManifestEntry[]): Column {
  const cells = new Map(
    rules.flatMap((rule) => {
      const own = entries.filter((entry) => entry.rule === rule);
      return own.length === 0 ? [] : [[rule, judgeEntries(own)]];
    }),
  );
  const all = [...cells.values()];
  const fidelityWidth = Math.max(0, ...all.map(({ fidelity }) => fidelity.length));
  const evidenceWidth = Math.max(0, ...all.map(({ evidence }) => evidence.length));
  return { title, cells, fidelityWidth, width: Math.max(title.length, fidelityWidth + 1 + evidenceWidth) };
}

/** The weakest answer of a rule's shapes, and the weakest evidence. */
function judgeEntries(entries: readonly ManifestEntry[]) {
  const fidelity = weakestFidelity(entries);
  const evidence =
    fidelity === 'refused' ? '' : shortEvidence(weakest(entries.map((entry) => entry.evidence)));
  return { fidelity, evidence };
}

function writeCell({ cells, fidelityWidth, width }: Column, rule: string, out: Output): string {
  const cell = cells.get(rule);
  if (cell === undefined) return pad('–', width);
  const { fidelity, evidence } = cell;
  return `${out.mark(fidelityVerdicts[fidelity], pad(fidelity, fidelityWidth))} ${pad(evidence, width - fidelityWidth - 1)}`;
}

const fidelityRanks: { readonly [F in Fidelity]: number } = { exact: 0, approximate: 1, refused: 2 };

function weakestFidelity(entries: readonly ManifestEntry[]): Fidelity {
  return entries
    .map(({ fidelity }) => fidelity)
    .reduce((worst, one) => (fidelityRanks[one] > fidelityRanks[worst] ? one : worst), 'exact');
}

/** The engine's name stands below the matrix, once. */
function shortEvidence(evidence: EvidenceKind): string {
  return evidence === 'none' ? 'no evidence' : isInterpreted(evidence) ? 'interpreted' : 'run';
}

/** What a target's answers lack, by code, each with how many rules it concerns. */
function writeCodes(compilations: readonly Compilation[], columns: number): string {
  return compilations
    .map(({ manifest }) => {
      const rulesOf = new Map<string, Set<string>>();
      for (const { rule, deviations, refusals } of manifest.entries) {
        const said = [
          ...refusals.map(({ code }) => `refused: ${code}`),
          ...deviations.map(({ code, effect }) => `${code} (${effect})`),
        ];
        for (const what of said) rulesOf.set(what, (rulesOf.get(what) ?? new Set()).add(rule));
      }
      if (rulesOf.size === 0) return '';
      const parts = [...rulesOf].map(([what, rules]) => `${what} ${countThings(rules.size, 'rule')}`);
      return ` ${manifest.target}: ${wrapParts(parts, columns - manifest.target.length - 3, ' '.repeat(manifest.target.length + 3))}\n`;
    })
    .join('');
}

/** Which engines ran what. */
function writeEngines(compilations: readonly Compilation[], columns: number): string {
  const kinds = new Set(
    compilations.flatMap(({ manifest }) =>
      manifest.entries.flatMap(({ fidelity, evidence }) => (fidelity === 'refused' ? [] : [evidence])),
    ),
  );
  const parts = [...kinds].sort().map((kind) => engineWords(kind));
  return parts.length === 0 ? '' : ` evidence: ${wrapParts(parts, columns - 11, ' '.repeat(11))}\n`;
}

function engineWords(kind: EvidenceKind): string {
  if (kind === 'none') return '“no evidence” is a claim that nothing has run';
  return isInterpreted(kind) ? `“interpreted” was ${kind}` : `“run” was ${kind}`;
}
