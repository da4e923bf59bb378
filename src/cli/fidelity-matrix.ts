import type { Compilation } from '../backends/compile-target.js';
import { type EvidenceKind, weakest } from '../backends/evidence.js';
import type { Fidelity } from '../backends/lowering.js';
import type { ManifestEntry } from '../backends/manifest.js';
import { countThings, pad, wrap } from './layout.js';
import type { Output } from './output.js';
import { fidelityVerdicts } from './target-answer.js';

const fidelityColumns = 'approximate'.length;

/** How each target says each rule: a row a rule, a column a target, the weakest of its shapes in each; then what is lacking, by code. */
export function writeMatrix(compilations: readonly Compilation[], out: Output): string {
  const rules = [
    ...new Set(compilations.flatMap(({ manifest }) => manifest.entries.map(({ rule }) => rule))),
  ].sort();
  const nameColumns = Math.max(...rules.map((name) => name.length), 0) + 1;
  const cellColumns = Math.max(
    20,
    ...compilations.map(({ manifest }) => manifest.target.length + 2),
    ...compilations.flatMap(({ manifest }) =>
      manifest.entries.map((entry) => fidelityColumns + 3 + shortEvidence(entry.evidence).length),
    ),
  );
  const lines = [
    pad('Compiled', nameColumns + 1) +
      compilations.map(({ manifest }) => pad(manifest.target, cellColumns)).join(''),
    ...rules.map(
      (rule) =>
        ` ${pad(rule, nameColumns)}` +
        compilations
          .map(({ manifest }) =>
            writeCell(
              manifest.entries.filter((entry) => entry.rule === rule),
              cellColumns,
              out,
            ),
          )
          .join(''),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n${writeCodes(compilations, out.columns)}${writeEngines(compilations, out.columns)}`;
}

function writeCell(entries: readonly ManifestEntry[], columns: number, out: Output): string {
  if (entries.length === 0) return pad('–', columns);
  const fidelity = weakestFidelity(entries);
  const evidence =
    fidelity === 'refused' ? '' : shortEvidence(weakest(entries.map((entry) => entry.evidence)));
  const text = pad(fidelity, fidelityColumns + 1);
  return out.mark(fidelityVerdicts[fidelity], text) + pad(evidence, columns - text.length);
}

const fidelityRanks: { readonly [F in Fidelity]: number } = { exact: 0, approximate: 1, refused: 2 };

function weakestFidelity(entries: readonly ManifestEntry[]): Fidelity {
  return entries
    .map(({ fidelity }) => fidelity)
    .reduce((worst, one) => (fidelityRanks[one] > fidelityRanks[worst] ? one : worst), 'exact');
}

/** The engine's name stands below the matrix, once. */
function shortEvidence(evidence: EvidenceKind): string {
  return evidence === 'none' ? 'no evidence' : evidence === 'interpreted' ? 'interpreted' : 'run';
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
      return ` ${wrap(`${manifest.target}: ${parts.join(' · ')}`, columns - 4, '   ')}\n`;
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
  return parts.length === 0 ? '' : ` ${wrap(`evidence: ${parts.join('; ')}`, columns - 1, ' ')}\n`;
}

function engineWords(kind: EvidenceKind): string {
  if (kind === 'none') return '“no evidence” is a claim that nothing has run';
  if (kind === 'interpreted')
    return '“interpreted” was run by an interpreter of the query, not on the engine';
  return `“run” was ${kind}`;
}
