import { positionAt } from '../text/source-text.js';
import { describeProblem } from './description.js';
import type { CaseResult } from './verdict.js';

/** Results as JUnit XML (the dialect that Jenkins and GitLab read): a suite a rule, a test case a case; times are seconds. */
export function renderJUnit(results: readonly CaseResult[]): string {
  const suites = new Map<string, CaseResult[]>();
  for (const result of results) {
    const { name } = result.testCase.rule;
    const suite = suites.get(name);
    if (suite === undefined) suites.set(name, [result]);
    else suite.push(result);
  }
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'rulewright', ...totals(results) })}>`,
  ];
  for (const [name, suite] of suites) {
    lines.push(`  <testsuite${attributes({ name, ...totals(suite), skipped: '0' })}>`);
    for (const result of suite) lines.push(...renderCase(result));
    lines.push('  </testsuite>');
  }
  return `${lines.join('\n')}\n</testsuites>\n`;
}

function totals(results: readonly CaseResult[]): Record<string, string> {
  const errors = results.filter(({ outcome }) => outcome === 'error').length;
  const passed = results.filter(({ outcome }) => outcome === 'passed').length;
  return {
    tests: String(results.length),
    failures: String(results.length - passed - errors),
    errors: String(errors),
    time: writeSeconds(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  };
}

function renderCase({ testCase, problems, milliseconds, outcome }: CaseResult): string[] {
  const { source, start } = testCase.span;
  const head = attributes({
    classname: testCase.rule.name,
    name: testCase.name,
    file: source.file,
    line: String(positionAt(source, start).line),
    time: writeSeconds(milliseconds),
  });
  if (outcome === 'passed') return [`    <testcase${head}/>`];
  // Readers take one failure a case; it names every problem.
  const texts = problems.map(describeProblem);
  const [first] = texts;
  const message = first === undefined ? outcome : `expected ${first.expected}; seen ${first.seen}`;
  const body = texts
    .map(({ kind, expected, seen, signals }) =>
      [
        kind,
        `expected  ${expected}`,
        `seen      ${seen}`,
        ...signals.map((signal) => `          ${signal}`),
      ].join('\n'),
    )
    .join('\n\n');
  const element = outcome === 'error' ? 'error' : 'failure';
  return [
    `    <testcase${head}>`,
    `      <${element}${attributes({ type: outcome, message })}>${escapeXml(body)}</${element}>`,
    '    </testcase>',
  ];
}

function writeSeconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${escapeXml(value).replace(/[\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`)}"`,
    )
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text for an XML 1.0 document. Characters that XML cannot hold in any form (controls, lone surrogates, U+FFFE, U+FFFF;
 * https://www.w3.org/TR/xml/#charsets) are written as `\u{…}`, so that the document stays well-formed whatever a log says.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (char) => entities[char] ?? char)
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, (char) => {
      return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
    });
}
