import { meets } from '../evaluate/bound.js';
import type { Alert, GroupValue } from '../evaluate/finding.js';
import { alertFields, type Rule, type Severity } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import { writeBound, writeValue } from '../ir/words.js';
import { instantInWords } from '../text/instant.js';
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
  const parts = describeSignals(rule, alert.values);
  if (alert.findings > 1)
    parts.push(`${countThings(alert.findings, 'finding')} until ${instantInWords(alert.lastAt)}`);
  if (parts.length === 0) return head;
  const indent = ' '.repeat(26);
  return `${head}${indent}${wrapParts(parts, out.columns - indent.length, indent)}\n`;
}

/** Each signal's value beside its bound, `volume 871 > 100`; one that does not hold, as a condition may allow, is crossed. */
export function describeSignals(rule: Rule, values: readonly (number | null)[]): string[] {
  if (rule.kind !== 'aggregate') return [];
  return rule.signals.map(({ name, bound }, index) => {
    const value = values[index] ?? null;
    const mark = value !== null && meets(bound, value) ? '' : ' ✗';
    return `${name} ${writeValue(value, bound)} ${writeBound(bound)}${mark}`;
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
