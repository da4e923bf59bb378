import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.js';

/**
 * Of the mistakes of a file so many are told. A file that people write has never as many; one of 1 MiB may be made of nothing else, and each
 * takes half a kilobyte to tell.
 */
const mostTold = 10_000;

/** The first mistakes of a file, and that there are more; errors before warnings, so that what is wrong stays wrong. */
export function firstOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= mostTold) return diagnostics;
  // A stage before may have said that there are more.
  const mistakes = diagnostics.filter(({ code }) => code !== 'too-many-mistakes');
  const isError = ({ severity }: Diagnostic) => severity === 'error';
  const ordered = [...mistakes.filter(isError), ...mistakes.filter((one) => !isError(one))];
  const last = ordered[Math.min(mostTold, ordered.length - 1)];
  return [...ordered.slice(0, mostTold), diagnose('too-many-mistakes', last.span, { told: mostTold })];
}
