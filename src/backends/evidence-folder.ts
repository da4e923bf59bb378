import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvidenceRecord, type EvidenceSource, evidenceFileName, parseEvidence } from './evidence.js';

/** A file of evidence that cannot be used, and why. */
export interface BrokenEvidence {
  readonly file: string;
  readonly problem: string;
}

/**
 * The committed evidence of a target: one file an artifact, `<sha256>.json`. A file that is not there is no evidence; one that is
 * broken is none either, and is reported.
 */
export function readEvidenceFrom(folder: string, onBroken: (broken: BrokenEvidence) => void): EvidenceSource {
  const known = new Map<string, EvidenceRecord | undefined>();
  return (sha256) => {
    if (!known.has(sha256)) known.set(sha256, readOne(folder, sha256, onBroken));
    return known.get(sha256);
  };
}

function readOne(
  folder: string,
  sha256: string,
  onBroken: (broken: BrokenEvidence) => void,
): EvidenceRecord | undefined {
  const file = join(folder, evidenceFileName(sha256));
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code !== 'ENOENT' && code !== 'ENOTDIR') onBroken({ file, problem: `it cannot be read (${code})` });
    return undefined;
  }
  const record = parseEvidence(text, sha256);
  if (typeof record !== 'string') return record;
  onBroken({ file, problem: record });
  return undefined;
}
