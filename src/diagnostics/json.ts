import { positionAt } from '../text/source-text.js';
import type { Code } from './catalogue.js';
import type { Diagnostic } from './diagnostic.js';
import type { DiagnosticSeverity } from './fault.js';

/** A diagnostic for machines (contract, section 11). Lines and columns from 1, columns in code points; the end is past the last character. */
export interface DiagnosticRecord {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
  readonly code: Code;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  readonly hint: string | null;
}

export function recordDiagnostic({ span, code, severity, message, hint }: Diagnostic): DiagnosticRecord {
  const start = positionAt(span.source, span.start);
  const end = positionAt(span.source, Math.max(span.start, span.end));
  return {
    file: span.source.file,
    line: start.line,
    column: start.column,
    end_line: end.line,
    end_column: end.column,
    code,
    severity,
    message,
    hint: hint ?? null,
  };
}
