import { acceptancesOf, isExpired } from '../bind/acceptance.js';
import { hasReached, type Rule } from '../ir/rule.js';
import type { Acceptance, Target } from '../ir/target.js';
import type { Span } from '../text/source-text.js';
import type { Artifact, Range, Shape } from './backend.js';
import { type EvidenceSource, noEvidence, sha256Of, weakest } from './evidence.js';
import { deviationsOf, type Lowering, refusalsOf, refuse } from './lowering.js';
import { type Manifest, type ManifestEntry, writeManifest, writeRange } from './manifest.js';
import { lowerRule, shapesOf, titleOf } from './registry.js';

export interface CompileOptions {
  /** Left out: all shapes of the target. One that it does not have is passed over. */
  readonly shapes?: readonly Shape[];
  /** Left out: hunts take their range from where they are run. */
  readonly range?: Range;
  readonly evidence?: EvidenceSource;
  /** The instant by which acceptances have expired or not, milliseconds UTC. */
  readonly now: number;
}

/** A deviation that loses or may lose findings, or a refusal, which the target has not accepted: it fails the build. */
export interface BuildFailure {
  readonly rule: string;
  readonly shape: Shape;
  readonly code: string;
  readonly reason: string;
  readonly hint: string;
  readonly span?: Span;
}

export interface Compilation {
  readonly manifest: Manifest;
  /** In the manifest's order. */
  readonly artifacts: readonly Artifact[];
  readonly failures: readonly BuildFailure[];
  /** Acceptances that nothing needed, of rules that were compiled and of all rules: they can be taken out, the latter where all were compiled. */
  readonly unusedAcceptances: readonly Acceptance[];
}

/** The name of the manifest's file within the compiled folder. */
export const manifestPath = 'manifest.json';

/**
 * Compiles rules for a target, without touching a file. Deprecated rules are left out, and those that have not reached the target's least status. A rule that cannot be said, or on which
 * the compiler itself breaks, is a refusal of that rule and leaves the others alone.
 */
export function compileTarget(rules: readonly Rule[], target: Target, options: CompileOptions): Compilation {
  const wanted = options.shapes;
  const shapes = shapesOf(target).filter((shape) => wanted?.includes(shape) ?? true);
  const compiled = rules
    .filter((rule) => hasReached(rule.status, target.leastStatus))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const entries: ManifestEntry[] = [];
  const artifacts: Artifact[] = [];
  const failures: BuildFailure[] = [];
  const used = new Set<Acceptance>();
  for (const rule of compiled) {
    for (const shape of shapes) {
      const lowering = lowerSafely(rule, target, shape, options.range);
      const judged = judge(rule, shape, lowering, target, options.now, used);
      const files = lowering.fidelity === 'refused' ? [] : lowering.output;
      artifacts.push(...files);
      failures.push(...judged.failures);
      entries.push(entryOf(rule, shape, lowering, judged, options.evidence ?? noEvidence));
    }
  }
  const names = new Set(compiled.map((rule) => rule.name));
  const unusedAcceptances = target.accept.filter(
    (one) => (one.rule === undefined || names.has(one.rule)) && !used.has(one),
  );
  const { name, backend } = target;
  const manifest = {
    target: name,
    backend,
    language: titleOf(target),
    range: writeRange(options.range),
    entries,
  };
  return { manifest, artifacts, failures, unusedAcceptances };
}

/** All the files of a compiled folder, the manifest among them. */
export function filesOf(compilation: Compilation): readonly Artifact[] {
  const manifest = { path: manifestPath, text: writeManifest(compilation.manifest) };
  return [...compilation.artifacts, manifest];
}

function lowerSafely(
  rule: Rule,
  target: Target,
  shape: Shape,
  range: Range | undefined,
): Lowering<readonly Artifact[]> {
  try {
    return lowerRule(rule, target, shape, range);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const hint = 'this is a bug in rulewright; please report it with the rule';
    return refuse({ code: 'internal-error', reason: `the compiler broke: ${what}`, hint, span: rule.span });
  }
}

type Judged = Pick<ManifestEntry, 'deviations' | 'refusals'> & { readonly failures: readonly BuildFailure[] };

/** Holds what a lowering says of itself against what the target accepts. Extra findings (`over`) need no acceptance. */
function judge(
  rule: Rule,
  shape: Shape,
  lowering: Lowering<unknown>,
  target: Target,
  now: number,
  used: Set<Acceptance>,
): Judged {
  const failures: BuildFailure[] = [];
  const remark = (one: { code: string; reason: string; span?: Span }, fails: boolean, hint: string) => {
    const candidates = acceptancesOf(target, rule.name, one.code);
    const acceptance = candidates.find((candidate) => !isExpired(candidate, now));
    for (const candidate of candidates) used.add(candidate);
    const span = one.span === undefined ? {} : { span: one.span };
    if (fails && acceptance === undefined)
      failures.push({ rule: rule.name, shape, code: one.code, reason: one.reason, hint, ...span });
    return {
      code: one.code,
      reason: one.reason,
      ...(acceptance && { accepted: { reason: acceptance.reason, expires: acceptance.expires } }),
    };
  };
  const deviations = deviationsOf(lowering).map((one) => {
    const hint = `accept ${one.code} in the target, with a reason and a date, or change the rule`;
    return { ...remark(one, one.effect !== 'over', hint), effect: one.effect };
  });
  const refusals = refusalsOf(lowering).map((one) => ({ ...remark(one, true, one.hint), hint: one.hint }));
  return { deviations, refusals, failures };
}

function entryOf(
  rule: Rule,
  shape: Shape,
  lowering: Lowering<readonly Artifact[]>,
  { deviations, refusals }: Judged,
  evidence: EvidenceSource,
): ManifestEntry {
  const outputs = lowering.fidelity === 'refused' ? [] : lowering.output;
  const files = outputs.map(({ path, text }) => {
    const sha256 = sha256Of(text);
    return { path, sha256, evidence: evidence(sha256)?.evidence ?? ('none' as const) };
  });
  return {
    rule: rule.name,
    rule_id: rule.id,
    shape,
    fidelity: lowering.fidelity,
    deviations,
    refusals,
    evidence: weakest(files.map((file) => file.evidence)),
    files,
  };
}
