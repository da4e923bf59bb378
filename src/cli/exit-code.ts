import { wrap } from './layout.js';

/** How every command ends (contract, section 11). */
export const exitCodes = {
  /** All well. */
  well: 0,
  /** The tool's verdict is no: an error in a rule, a failed test, a build that fails, an alert that was to fail the run. */
  no: 1,
  /** Wrong usage, or input that cannot be read. */
  usage: 2,
  /** The result is not whole: the input broke off, or nobody read the output to its end. */
  incomplete: 3,
  /** A bug in Rulewright. */
  bug: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What `--help` of every command says of its exit codes, under its own words for 0 and 1. */
export function describeExitCodes(well: string, no?: string, incomplete?: string): string {
  const rows: (readonly [number, string])[] = [
    [exitCodes.well, well],
    ...(no === undefined ? [] : [[exitCodes.no, no] as const]),
    [exitCodes.usage, 'wrong usage, or a file that cannot be read'],
    ...(incomplete === undefined ? [] : [[exitCodes.incomplete, incomplete] as const]),
  ];
  return `Exit codes:\n${rows.map(([code, meaning]) => `  ${code}  ${wrap(meaning, 94, '     ')}`).join('\n')}`;
}
