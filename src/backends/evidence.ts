import { createHash } from 'node:crypto';

/**
 * How an artifact came to be believed: `run on Elasticsearch 8.19.21` names the engine that ran it and gave the reference's
 * findings; `interpreted, not run on Splunk` means that an interpreter of the emitted text gave them; `none` that nothing has.
 */
export type EvidenceKind = `run on ${string}` | `interpreted, not run on ${string}` | 'none';

/** One artifact's evidence, as its committed file says it. */
export interface EvidenceRecord {
  /** Of the artifact's bytes, lower-case hexadecimal; the file is named `<sha256>.json`. */
  readonly sha256: string;
  readonly evidence: EvidenceKind;
  /** The day of the run, `2026-11-24`. */
  readonly date: string;
  /** What was compared, in words. */
  readonly compared: string;
}

/** Finds the evidence of an artifact by the hash of its bytes; undefined where there is none. */
export type EvidenceSource = (sha256: string) => EvidenceRecord | undefined;

/** No evidence for anything. */
export const noEvidence: EvidenceSource = () => undefined;

/** The lower-case hexadecimal SHA-256 of a text's UTF-8. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The name of the file that holds the evidence of an artifact. */
export function evidenceFileName(sha256: string): string {
  return `${sha256}.json`;
}

/**
 * Reads one evidence file.
 * @returns the record, or in words what is wrong with it, so that a broken file is never taken as proof.
 */
export function parseEvidence(text: string, sha256: string): EvidenceRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'it is not an object';
  const field = (name: string): unknown => Reflect.get(value, name);
  const evidence = field('evidence');
  const date = field('date');
  const compared = field('compared');
  if (field('sha256') !== sha256) return 'its sha256 is not the one that it is named after';
  if (!isEvidenceKind(evidence))
    return 'its evidence is neither "run on <engine>" nor "interpreted, not run on <engine>"';
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date))
    return 'its date is not a day, 2026-11-24';
  if (typeof compared !== 'string' || compared === '') return 'it does not say what was compared';
  return { sha256, evidence, date, compared };
}

/** From the strongest to the weakest. */
export function weakest(kinds: readonly EvidenceKind[]): EvidenceKind {
  const rank = (kind: EvidenceKind) => (kind === 'none' ? 2 : isInterpreted(kind) ? 1 : 0);
  return (
    kinds.reduce<EvidenceKind | undefined>(
      (worst, kind) => (worst === undefined || rank(kind) > rank(worst) ? kind : worst),
      undefined,
    ) ?? 'none'
  );
}

/** Whether it was not the engine that ran it. */
export function isInterpreted(kind: EvidenceKind): boolean {
  return kind.startsWith('interpreted');
}

function isEvidenceKind(value: unknown): value is Exclude<EvidenceKind, 'none'> {
  return typeof value === 'string' && /^(run|interpreted, not run) on \S/.test(value);
}
