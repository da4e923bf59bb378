import { dirname, join } from 'node:path';
import { compileTarget } from '../backends/compile-target.js';
import type { EvidenceSource } from '../backends/evidence.js';
import { readEvidenceFrom } from '../backends/evidence-folder.js';
import type { Fidelity } from '../backends/lowering.js';
import type { ManifestEntry } from '../backends/manifest.js';
import { logSource, type Rule } from '../ir/rule.js';
import type { Target } from '../ir/target.js';
import { alignRows, wrap } from './layout.js';
import type { Output, Verdict } from './output.js';

/** How one target says some rules. */
export interface TargetAnswer {
  readonly target: Target;
  readonly entries: readonly ManifestEntry[];
}

/** Asks each target how it would say a rule, in every shape. Nothing is written. */
export function askTargets(rule: Rule, targets: readonly Target[], err: Output): TargetAnswer[] {
  return targets
    .filter((target) => rulesFor(target, [rule]).length > 0)
    .map((target) => {
      const options = { now: Date.now(), evidence: openEvidence(target, err) };
      return { target, entries: compileTarget([rule], target, options).manifest.entries };
    });
}

/** The rules that read what a target's index holds; all of them where it names no mapping. */
export function rulesFor({ mapping }: Target, rules: readonly Rule[]): Rule[] {
  return rules.filter((rule) => mapping === undefined || mapping.source.name === logSource(rule).name);
}

/** The committed evidence of a target, which lies beside it. A file of it that is broken counts for nothing, and is told. */
export function openEvidence(target: Target, err: Output): EvidenceSource {
  const folder = join(dirname(target.span.source.file), 'evidence');
  return readEvidenceFrom(folder, ({ file, problem }) => err.write(`${file} is no evidence: ${problem}\n`));
}

export const fidelityVerdicts: { readonly [F in Fidelity]: Verdict } = {
  exact: 'good',
  approximate: 'doubtful',
  refused: 'bad',
};

/** One row an answer under its label, shapes with the same answer together, and below it each reason why it is not exact. */
export function writeEntries(
  rows: readonly { readonly label: string; readonly entry: ManifestEntry }[],
  out: Output,
): string {
  const groups = new Map<string, { label: string; entry: ManifestEntry; shapes: string[] }>();
  for (const { label, entry } of rows) {
    const { fidelity, evidence, deviations, refusals } = entry;
    const key = JSON.stringify([label, fidelity, evidence, deviations, refusals]);
    const group = groups.get(key) ?? { label, entry, shapes: [] };
    group.shapes.push(entry.shape);
    groups.set(key, group);
  }
  const answers = [...groups.values()];
  const lines = alignRows(
    answers.map(({ label, entry, shapes }) => [
      label,
      shapes.join(', '),
      { text: entry.fidelity, shown: out.mark(fidelityVerdicts[entry.fidelity], entry.fidelity) },
      writeEvidence(entry),
    ]),
    ['left', 'left', 'left', 'left'],
  );
  return answers
    .map(({ entry }, index) => `${[lines[index], ...writeReasons(entry, out.columns)].join('\n')}\n`)
    .join('');
}

/** What stands behind an answer. */
function writeEvidence({ fidelity, evidence }: ManifestEntry): string {
  return fidelity === 'refused' ? '' : evidence === 'none' ? 'no evidence' : evidence;
}

/** Each deviation and refusal of an entry, indented, and whether the target's owner accepts it. */
function writeReasons({ deviations, refusals }: ManifestEntry, columns: number): string[] {
  const indent = '    ';
  const write = (text: string) => `${indent}${wrap(text, columns - indent.length - 2, `${indent}  `)}`;
  return [
    ...deviations.map(({ code, effect, reason, accepted }) =>
      write(
        `${code} (${effect}): ${reason}${accepted === undefined ? '' : `; accepted until ${accepted.expires}`}`,
      ),
    ),
    ...refusals.map(({ code, reason, hint, accepted }) =>
      write(`${code}: ${reason}; ${accepted === undefined ? hint : `accepted until ${accepted.expires}`}`),
    ),
  ];
}
