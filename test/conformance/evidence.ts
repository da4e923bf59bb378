import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import * as assert from 'uvu/assert';
import {
  type EvidenceKind,
  type EvidenceRecord,
  evidenceFileName,
  parseEvidence,
  sha256Of,
} from '../../src/backends/evidence.js';

/* What a target's committed files were found to give. RULEWRIGHT_RECORD=1 writes it; otherwise it is held to be there. */

const isRecording = process.env.RULEWRIGHT_RECORD === '1';

/** The rule of a compiled file, which is named after it. */
export function ruleOf(path: string): string {
  return basename(path, extname(path));
}

/** The evidence that a text has earned today. */
export function evidenceOf(text: string, evidence: EvidenceKind, compared: string): EvidenceRecord {
  return { sha256: sha256Of(text), evidence, date: new Date().toISOString().slice(0, 10), compared };
}

/** Keeps what was found of a target's files and nothing else, or holds what is kept to it. */
export function settleEvidence(target: string, found: readonly EvidenceRecord[]): void {
  const folder = join('targets', target, 'evidence');
  if (isRecording) keepEvidence(folder, found);
  for (const { sha256, evidence, compared } of found) {
    const committed = readEvidence(join(folder, evidenceFileName(sha256)), sha256);
    assert.equal(
      { evidence: committed?.evidence, compared: committed?.compared },
      { evidence, compared },
      'the committed evidence is of another file or run (npm run conformance -- --record)',
    );
  }
}

function keepEvidence(folder: string, found: readonly EvidenceRecord[]): void {
  mkdirSync(folder, { recursive: true });
  const names = new Set(found.map(({ sha256 }) => evidenceFileName(sha256)));
  for (const file of readdirSync(folder)) if (!names.has(file)) rmSync(join(folder, file));
  for (const record of found) {
    const file = join(folder, evidenceFileName(record.sha256));
    const before = readEvidence(file, record.sha256);
    if (before?.evidence === record.evidence && before.compared === record.compared) continue;
    writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  }
}

function readEvidence(file: string, sha256: string): EvidenceRecord | undefined {
  try {
    const record = parseEvidence(readFileSync(file, 'utf8'), sha256);
    return typeof record === 'string' ? undefined : record;
  } catch {
    return undefined;
  }
}
