import { printable, shorten } from '../text/printable.js';
import type { Span } from '../text/source-text.js';
import { type Code, catalogue, type ParametersOf } from './catalogue.js';
import type { DiagnosticSeverity, Fault } from './fault.js';

/** Something wrong in a file. Its texts can be shown anywhere: they hold no control characters. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  readonly span: Span;
}

const longestMessage = 400;

/** Makes a diagnostic of the catalogue. */
export function diagnose<C extends Code>(code: C, span: Span, parameters: ParametersOf<C>): Diagnostic {
  const fault: Fault<ParametersOf<C>> = catalogue[code];
  const hint = fault.hint?.(parameters);
  return {
    code,
    severity: fault.severity,
    message: shorten(printable(fault.message(parameters)), longestMessage),
    ...(hint === undefined ? {} : { hint: shorten(printable(hint), longestMessage) }),
    span,
  };
}

/** Sorts by file, then place, then code, and drops what is said twice. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sorted = [...diagnostics].sort(
    (a, b) =>
      compare(a.span.source.file, b.span.source.file) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      compare(a.code, b.code) ||
      compare(a.message, b.message),
  );
  return sorted.filter((one, index) => {
    const previous = sorted[index - 1];
    return (
      previous === undefined ||
      previous.code !== one.code ||
      previous.message !== one.message ||
      previous.span.start !== one.span.start ||
      previous.span.source.file !== one.span.source.file
    );
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
