import type { Range, Shape } from './backend.js';
import type { EvidenceKind } from './evidence.js';
import type { Effect, Fidelity } from './lowering.js';

/** A deviation or refusal as the manifest tells it; `accepted` where the target's owner lives with it. */
interface Remark {
  readonly code: string;
  readonly reason: string;
  readonly accepted?: { readonly reason: string; readonly expires: string };
}

export interface ManifestDeviation extends Remark {
  readonly effect: Effect;
}

export interface ManifestRefusal extends Remark {
  readonly hint: string;
}

export interface ManifestFile {
  /** Relative to the folder of the manifest. */
  readonly path: string;
  readonly sha256: string;
  readonly evidence: EvidenceKind;
}

/** What became of one rule in one shape. */
export interface ManifestEntry {
  readonly rule: string;
  readonly rule_id: string;
  readonly shape: Shape;
  readonly fidelity: Fidelity;
  readonly deviations: readonly ManifestDeviation[];
  readonly refusals: readonly ManifestRefusal[];
  /** The weakest of its files; `none` where there is no file. */
  readonly evidence: EvidenceKind;
  readonly files: readonly ManifestFile[];
}

/** What a compiled folder holds, and how far each query says what its rule says. */
export interface Manifest {
  readonly target: string;
  readonly backend: string;
  /** The language of its queries, as people write its name. */
  readonly language: string;
  /** The range of its hunts, RFC 3339; null where it is left to where they are run. */
  readonly range: { readonly from: string; readonly to: string } | null;
  /** By rule name, then in the backend's order of shapes. */
  readonly entries: readonly ManifestEntry[];
}

/** The manifest's bytes: two-space JSON with a final newline, the same for the same content. */
export function writeManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** How the manifest writes a hunt's range. */
export function writeRange(range: Range | undefined): Manifest['range'] {
  if (range === undefined) return null;
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}
