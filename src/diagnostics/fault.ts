export type DiagnosticSeverity = 'error' | 'warning';

/** A file, or some lines of one, as a page shows it. */
export interface Example {
  /**
   * What the lines are part of: the keys of a whole rule, source, list, mapping, target or test file take the place of those that the
   * tests' model file of that kind has; a `file` stands for itself; a `situation` is no text of a file, and is told in words.
   */
  readonly of:
    | 'rule'
    | 'match rule'
    | 'sequence'
    | 'source'
    | 'list'
    | 'mapping'
    | 'target'
    | 'rule-test'
    | 'file'
    | 'situation';
  readonly text: string;
  /** Where the file lies in the rules folder, where that matters. */
  readonly path?: string;
  /** Another file that it needs to show its fault. */
  readonly beside?: { readonly path: string; readonly text: string };
}

/** What `rulewright explain CODE` shows. A test holds the examples to it: the wrong one raises this code alone, the right one none. */
export interface Page {
  readonly what: string;
  readonly why: string;
  readonly wrong: Example;
  readonly right: Example;
}

/** One thing that can be wrong. Messages are made from typed parameters, never handed in. */
export interface Fault<P> {
  readonly severity: DiagnosticSeverity;
  readonly message: (parameters: P) => string;
  /** What to write instead. */
  readonly hint?: (parameters: P) => string | undefined;
  readonly page: Page;
}

export function error<P>(fault: Omit<Fault<P>, 'severity'>): Fault<P> {
  return { severity: 'error', ...fault };
}

export function warning<P>(fault: Omit<Fault<P>, 'severity'>): Fault<P> {
  return { severity: 'warning', ...fault };
}

/** Names one after the other: `a, b or c`. */
export function listNames(names: readonly string[], last: 'and' | 'or'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
}

/** How a message that names something unknown goes on. */
export function nearWords(near: string | undefined): string {
  return near === undefined ? '' : `; near it: ${near}`;
}
