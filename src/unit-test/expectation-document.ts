import { checkLiteral } from '../check/literal.js';
import type { Report } from '../check/report.js';
import type { Node } from '../document/node.js';
import { keySpanAt, nodeAt, spanAt } from '../document/place.js';
import type { RuleTestFile } from '../document/schema/rule-test.js';
import { alertFields, type Rule } from '../ir/rule.js';
import { formatDuration } from '../text/duration.js';
import { readInstant } from './reading.js';
import type { ExpectedAlert, GroupExpectation } from './test-case.js';

type AlertText = RuleTestFile['cases'][number]['expect']['alerts'][number];

/**
 * Reads an alert that a case expects.
 * @param node Where it stands.
 * @returns Undefined where something is wrong, which is reported.
 */
export function readExpectedAlert(
  text: AlertText,
  node: Node,
  rule: Rule,
  report: Report,
): ExpectedAlert | undefined {
  const group = readGroup(text, node, rule, report);
  const first = readWindowEnd('first_window_end', text, node, rule, report);
  const last = readWindowEnd('last_window_end', text, node, rule, report);
  if (group === undefined || first === 'wrong' || last === 'wrong') return undefined;
  if (first !== undefined && last !== undefined && last < first) {
    report.tell('alert-ends-early', spanAt(node, 'last_window_end'), {});
    return undefined;
  }
  const { findings, severity, within_queries: withinQueries } = text;
  return {
    group,
    span: node.span,
    ...(first === undefined ? {} : { firstWindowEnd: first }),
    ...(last === undefined ? {} : { lastWindowEnd: last }),
    ...(findings === undefined ? {} : { findings }),
    ...(severity === undefined ? {} : { severity }),
    ...(withinQueries === undefined ? {} : { withinQueries }),
  };
}

/** The group in the order of the rule's fields; all of them and no others. */
function readGroup(
  { group = {} }: AlertText,
  node: Node,
  rule: Rule,
  report: Report,
): readonly GroupExpectation[] | undefined {
  const fields = alertFields(rule);
  const names = fields.map(({ name }) => name);
  const map = nodeAt(node, 'group');
  const extra = Object.keys(group).filter((name) => !names.includes(name));
  const missing = names.filter((name) => group[name] === undefined);
  if (extra.length > 0 || missing.length > 0) {
    const [first] = extra;
    const span =
      map === undefined ? keySpanAt(node, 'group') : first === undefined ? map.span : keySpanAt(map, first);
    report.tell('group-fields', span, { missing, extra, fields: names });
    return undefined;
  }
  const expected = fields.flatMap((field): GroupExpectation[] => {
    const at = map && nodeAt(map, field.name);
    const value = at && checkLiteral(at, field, report);
    return value === undefined ? [] : [{ field, value }];
  });
  return expected.length < fields.length ? undefined : expected;
}

function readWindowEnd(
  key: 'first_window_end' | 'last_window_end',
  text: AlertText,
  node: Node,
  rule: Rule,
  report: Report,
): number | undefined | 'wrong' {
  const written = text[key];
  if (written === undefined) return undefined;
  const instant = readInstant(written, spanAt(node, key), report);
  if (instant === undefined) return 'wrong';
  if (rule.kind === 'match' || instant % rule.window.every === 0) return instant;
  const { every } = rule.window;
  const before = Math.floor(instant / every) * every;
  report.tell('window-end-off-schedule', spanAt(node, key), {
    every: formatDuration(every),
    before: writeEnd(before),
    after: writeEnd(before + every),
  });
  return 'wrong';
}

function writeEnd(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}
