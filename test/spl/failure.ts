/** Why a search does not run here. Real Splunk might run it: `refused` says that we do not know how. */
export type FailureKind =
  /** The text is not SPL as its documentation has it. */
  | 'syntax'
  /** A command, function, option or form that the interpreter does not know. */
  | 'refused'
  /** A documented limit of Splunk would cut this result. */
  | 'limit'
  /** The verdict hangs on behaviour that the documentation leaves open. */
  | 'undocumented'
  /** Splunk ends the search with an error here. */
  | 'error';

/** A search that does not run, and why. */
export class SplFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(`${kind}: ${message}`);
    this.kind = kind;
  }
}

/** Ends the search. */
export function fail(kind: FailureKind, message: string): never {
  throw new SplFailure(kind, message);
}
