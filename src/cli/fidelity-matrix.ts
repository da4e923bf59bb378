import type { Compilation } from '../backends/compile-target.js';
import { type EvidenceKind, weakest } from '../backends/evidence.js';
import type { Fidelity } from '../backends/lowering.js';
import type { ManifestEntry } from '../backends/manifest.js';
import { countThings, pad, wrap } from './layout.js';
import type { Output } from './output.js';
import { fidelityVerdicts } from './target-answer.js';

const fidelityColumns = 'approximate'.length;

/** How each target says each rule: a row a rule, a column a target, the weakest of its shapes in each; then why, by reason. */
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
    pad('', nameColumns + 1) + compilations.map(({ manifest }) => pad(manifest.target, cellColumns)).join(''),
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
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n${writeReasonsOnce(compilations, out.columns)}`;
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

/** Each reason why an answer is not exact, once a target, with how many rules it concerns. */
function writeReasonsOnce(compilations: readonly Compilation[], columns: number): string {
  let text = '';
  for (const { manifest } of compilations) {
    const reasons = new Map<string, Set<string>>();
    for (const { rule, deviations, refusals } of manifest.entries) {
      const said = [
        ...deviations.map(({ code, effect, reason }) => `${code} (${effect}): ${reason}`),
        ...refusals.map(({ code, reason }) => `${code}: ${reason}`),
      ];
      for (const reason of said) reasons.set(reason, (reasons.get(reason) ?? new Set()).add(rule));
    }
    for (const [reason, rules] of reasons)
      text += `   ${wrap(`${manifest.target}, ${countThings(rules.size, 'rule')}: ${reason}`, columns - 6, '      ')}\n`;
  }
  return text;
}
