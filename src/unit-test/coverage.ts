import { fileNameOf } from '../check/file-name.js';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.js';
import type { Rule } from '../ir/rule.js';
import type { TestCase } from './test-case.js';

/**
 * Warns of each rule without a case in which it fires, or without one in which it stays silent.
 * Deprecated rules never run and need no tests.
 */
export function checkCoverage(rules: Iterable<Rule>, cases: readonly TestCase[]): Diagnostic[] {
  const firing = new Set<string>();
  const silent = new Set<string>();
  for (const { rule, alerts } of cases) (alerts.length > 0 ? firing : silent).add(rule.name);
  const diagnostics: Diagnostic[] = [];
  for (const { name, status, span } of rules) {
    const lacks = [
      ...(firing.has(name) ? [] : (['fires'] as const)),
      ...(silent.has(name) ? [] : (['stays silent'] as const)),
    ];
    if (lacks.length > 0 && status !== 'deprecated')
      diagnostics.push(
        diagnose('rule-untested', span, {
          rule: name,
          testFile: `${fileNameOf(span.source.file)}.test.yaml`,
          lacks,
        }),
      );
  }
  return diagnostics;
}
