import type { ExitCode } from './exit-code.js';
import type { Output, StatusLine } from './output.js';

/**
 * What a command works with. Each command is a file that exports `add<Command>(program, session)`: it describes itself to
 * commander, writes only through the session, and ends with `finish` or throws a CommandError; `program.ts` lists them all.
 */
export interface Session {
  /** Results. */
  readonly out: Output;
  /** Remarks. */
  readonly err: Output;
  /** Progress. */
  readonly status: StatusLine;
  /** Says how the command ended; called once, as its last act. */
  readonly finish: (code: ExitCode) => void;
}
