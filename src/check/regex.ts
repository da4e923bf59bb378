import { RE2JS, RE2JSException } from 're2js';
import type { regexProblems } from '../diagnostics/faults/predicate.js';
import type { Span } from '../text/source-text.js';
import type { Report } from './report.js';

type RegexProblem = keyof typeof regexProblems;

/** How RE2 names what it stumbles over (github.com/google/re2, re2/re2.h, ErrorCode; Go's regexp/syntax), and our words for it. */
const problems: readonly (readonly [start: string, problem: RegexProblem])[] = [
  ['error parsing regexp: invalid character class', 'bad class'],
  ['error parsing regexp: invalid escape', 'bad escape'],
  ['error parsing regexp: invalid or unsupported Perl', 'bad group'],
  ['error parsing regexp: invalid named capture', 'bad name'],
  ['error parsing regexp: duplicate', 'bad name'],
  ['error parsing regexp: invalid nested repetition', 'bad repeat'],
  ['error parsing regexp: invalid repeat', 'bad repeat'],
  ['error parsing regexp: missing argument to repetition', 'bad repeat'],
  ['error parsing regexp: missing closing', 'unclosed'],
  ['error parsing regexp: unexpected )', 'stray close'],
  ['error parsing regexp: trailing backslash', 'trailing backslash'],
  ['error parsing regexp: expression', 'too large'],
];

/** Whether RE2 reads a pattern; what it does not is told. */
export function checkRegex(pattern: string, span: Span, report: Report): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch (refusal) {
    if (!(refusal instanceof RE2JSException || refusal instanceof RangeError)) throw refusal;
    const problem = problems.find(([start]) => refusal.message.startsWith(start))?.[1] ?? 'other';
    report.tell('illegal-regex', span, { problem, lookaround: /\(\?<?[=!]|\\[1-9]/.test(pattern) });
    return false;
  }
}
