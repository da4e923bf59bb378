import type { Alert, GroupValue, ReportValue } from '../evaluate/finding.js';
import { meets } from '../ir/bound.js';
import { alertFields, type Rule, type Severity } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import { writeBound, writeValue } from '../ir/words.js';
import { instantInWords, timeInWords } from '../text/instant.js';
import { countThings, fit, pad, wrapParts } from './layout.js';
import type { Output, Verdict } from './output.js';

const severityVerdicts: { readonly [S in Severity]: Verdict } = {
  informational: 'aside',
  low: 'aside',
  medium: 'doubtful',
  high: 'bad',
  critical: 'bad',
};
const severityColumns = 'informational'.length;

/** The severity, padded so that rows align, coloured on a terminal. */
export function markSeverity(severity: Severity, out: Output, columns = severityColumns): string {
  return out.mark(severityVerdicts[severity], pad(severity, columns));
}

const longestName = 40;

/** An alert as a person reads it: when, how severe, which rule, who, which technique; below it each signal beside its bound. */
export function writeAlertText(alert: Alert, out: Output): string {
  const { rule } = alert;
  const when = pad(instantInWords(alert.firstAt), 24);
  const who = describeGroup(alertFields(rule), alert.group);
  const head = `${when}  ${markSeverity(rule.severity, out)}  ${rule.name}  ${who}  ${rule.atlas.join(' ')}\n`;
  const parts = [...describeSignals(rule, alert.values), ...describeReport(rule, alert.report)];
  if (alert.findings > 1)
    parts.push(`${countThings(alert.findings, 'finding')} until ${instantInWords(alert.lastAt)}`);
  if (parts.length === 0) return head;
  const indent = ' '.repeat(26);
  return `${head}${indent}${wrapParts(parts, out.columns - indent.length, indent)}\n`;
}

/**
 * Each signal's value beside its bound, `volume 871 > 100`; one that does not hold, as a condition may allow, is crossed. Of a
 * sequence each step's time, `probe 09:03:07Z`.
 */
export function describeSignals(rule: Rule, values: readonly (number | null)[]): string[] {
  if (rule.kind === 'match') return [];
  if (rule.kind === 'sequence')
    return rule.steps.map(({ name }, index) => {
      const reached = values[index] ?? null;
      return `${name} ${reached === null ? '–' : timeInWords(reached)}`;
    });
  return rule.signals.map(({ name, bound }, index) => {
    const value = values[index] ?? null;
    const mark = value !== null && meets(bound, value) ? '' : ' ✗';
    return `${name} ${writeValue(value, bound)} ${writeBound(bound)}${mark}`;
  });
}

/** So many values of a report are shown; the others are counted. */
const mostValues = 3;

/** What an alert reports: `addresses 203.0.113.7, 203.0.113.9 and 4 more`. */
function describeReport(rule: Rule, report: readonly ReportValue[]): string[] {
  return rule.report.map(({ name }, index) => {
    const value = report[index] ?? null;
    if (value === null) return `${name} no value`;
    if (typeof value === 'number')
      return `${name} ${Number.isInteger(value) ? value : Number(value.toPrecision(4))}`;
    const shown = value.slice(0, mostValues).map((one) => fit(String(one), 40));
    const rest = value.length - shown.length;
    return `${name} ${shown.length === 0 ? 'none' : shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  });
}

/** Who a group is. A lone text stands for itself, all else is named; values come from logs and are made safe and short. */
export function describeGroup(
  fields: readonly Field[],
  group: readonly GroupValue[],
  columns = longestName,
): string {
  const [first] = group;
  if (first === undefined) return 'everything';
  if (group.length === 1 && typeof first === 'string') return fit(first, columns);
  const each = Math.max(8, Math.floor(columns / group.length));
  return fields.map(({ name }, index) => `${name} ${fit(String(group[index]), each)}`).join(', ');
}
