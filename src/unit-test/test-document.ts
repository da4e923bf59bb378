import { openReport, type Report } from '../check/report.js';
import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.js';
import type { Node } from '../document/node.js';
import { keySpanAt, nodeAt, spanAt } from '../document/place.js';
import { readDocument } from '../document/read.js';
import type { RuleTestFile } from '../document/schema/rule-test.js';
import { validate } from '../document/validate.js';
import type { Rule } from '../ir/rule.js';
import { nearName } from '../text/near-name.js';
import { readExpectedAlert } from './expectation-document.js';
import { readLog } from './log-document.js';
import type { TestedPack } from './reading.js';
import type { TestCase } from './test-case.js';

type CaseText = RuleTestFile['cases'][number];

/** What came of reading test files: the cases without a mistake, and every mistake. */
export interface TestReading {
  readonly cases: readonly TestCase[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A file of tests. */
export interface TestFilePath {
  readonly path: string;
  /** How messages name it; left out, the path. */
  readonly shownAs?: string;
}

/**
 * Reads files of tests against the rules, sources and mappings of a pack. Case names are held to be unique for each rule over
 * all the files.
 */
export function readTests(files: readonly TestFilePath[], pack: TestedPack): TestReading {
  const cases: TestCase[] = [];
  const report = openReport();
  const { diagnostics } = report;
  const names = new Set<string>();
  for (const { path, shownAs } of files) {
    const reading = readDocument(path, shownAs);
    diagnostics.push(...reading.diagnostics);
    if (reading.document === undefined) continue;
    const validation = validate(reading.document, 'rule-test');
    diagnostics.push(...validation.diagnostics);
    const { value } = validation;
    if (value === undefined || reading.diagnostics.some(({ severity }) => severity === 'error')) continue;
    const { root } = reading.document;
    const shared =
      value.rule === undefined ? undefined : findRule(value.rule, spanAt(root, 'rule'), pack, report);
    for (const [index, text] of value.cases.entries()) {
      const node = nodeAt(root, 'cases', index) ?? root;
      const rule = text.rule === undefined ? shared : findRule(text.rule, spanAt(node, 'rule'), pack, report);
      if (text.rule === undefined && value.rule === undefined)
        report.tell('case-without-rule', spanAt(node, 'name'), {});
      if (rule === undefined) continue;
      const key = JSON.stringify([rule.name, text.name]);
      if (names.has(key)) report.tell('case-repeated', spanAt(node, 'name'), { name: text.name });
      names.add(key);
      const testCase = readCase(text, node, rule, pack, report);
      if (testCase !== undefined) cases.push(testCase);
    }
  }
  return { cases, diagnostics: sortDiagnostics(diagnostics) };
}

/** The rule of a name; one that has mistakes of its own is passed over, since these are told where they are. */
function findRule(name: string, span: Node['span'], pack: TestedPack, report: Report): Rule | undefined {
  if (!pack.ruleNames.has(name))
    report.tell('unknown-rule', span, {
      name,
      near: nearName(name, pack.ruleNames),
      variants: pack.variants.get(name) ?? [],
    });
  return pack.rules.get(name);
}

function readCase(
  text: CaseText,
  node: Node,
  rule: Rule,
  pack: TestedPack,
  report: Report,
): TestCase | undefined {
  const log = readLog(text, node, rule, pack, report);
  const alerts = text.expect.alerts.map((alert, index) =>
    readExpectedAlert(alert, nodeAt(node, 'expect', 'alerts', index) ?? node, rule, report),
  );
  const whole = alerts.flatMap((alert) => alert ?? []);
  if (log === undefined || whole.length < alerts.length) return undefined;
  return { rule, name: text.name, log, alerts: whole, span: keySpanAt(node, 'name') };
}
