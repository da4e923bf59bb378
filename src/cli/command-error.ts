import { type ExitCode, exitCodes } from './exit-code.js';

/** Ends a command with a message for its user: what is wrong and, on lines of its own, what to do instead. */
export class CommandError extends Error {
  readonly code: ExitCode;
  constructor(message: string, code: ExitCode = exitCodes.usage) {
    super(message);
    this.code = code;
  }
}

/** Whether an error is one of the operating system's, with a code such as ENOENT. */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}

const causes: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ENOSPC: 'no space is left on the device',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
};

/** An error of the operating system in words, without its path. */
export function describeSystemError(error: Error & { readonly code: string }): string {
  return causes[error.code] ?? error.message;
}
