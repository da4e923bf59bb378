import type { Rule } from '../ir/rule.js';
import { isUpper } from './bound.js';
import type { Alert, Finding, GroupValue } from './finding.js';
import { compareGroups, compareText } from './order.js';

/** Folds findings into alerts: one that no open alert of its rule and suppression group covers opens the next. */
export interface AlertFolder {
  /** Findings come in the order of section 11. */
  readonly take: (finding: Finding) => void;
  /** No finding before this time will come: alerts that it closes are reported, in order of their opening. */
  readonly advance: (time: number) => void;
}

interface OpenAlert extends Alert {
  lastAt: number;
  findings: number;
  extremes: (number | null)[];
  /** The time from which on a finding is another alert's. */
  readonly until: number;
  readonly key: string;
}

/** Which of a rule's group fields make its suppression group; undefined for the whole group. */
function positionsOf(rule: Rule): readonly number[] | undefined {
  if (!rule.suppress) return undefined;
  const names = rule.by.map(({ name }) => name);
  return rule.suppress.by.map(({ name }) => names.indexOf(name));
}

/** @param onAlert is told of each alert once it is closed, in order of first window end, rule and group */
export function createAlertFolder(onAlert: (alert: Alert) => void): AlertFolder {
  const positions = new Map<Rule, readonly number[] | undefined>();
  const open = new Map<string, OpenAlert>();
  /** In order of opening, the reported ones at the front. */
  let opened: OpenAlert[] = [];
  let reported = 0;

  function groupOf(finding: Finding): readonly GroupValue[] {
    if (!positions.has(finding.rule)) positions.set(finding.rule, positionsOf(finding.rule));
    const places = positions.get(finding.rule);
    return places ? places.map((place) => finding.group[place]) : finding.group;
  }

  function extend(alert: OpenAlert, { at, values, rule }: Finding): void {
    alert.lastAt = at;
    alert.findings++;
    if (rule.kind === 'match') return;
    for (const [i, signal] of rule.signals.entries()) {
      const value = values[i];
      const known = alert.extremes[i];
      if (value === null) continue;
      if (known === null || (isUpper(signal.bound) ? value < known : value > known))
        alert.extremes[i] = value;
    }
  }

  return {
    take(finding) {
      const { rule, at } = finding;
      const group = groupOf(finding);
      const key = rule.suppress ? JSON.stringify([rule.name, group]) : '';
      const known = rule.suppress ? open.get(key) : undefined;
      if (known && at < known.until) {
        extend(known, finding);
        return;
      }
      const alert: OpenAlert = {
        rule,
        group,
        firstAt: at,
        lastAt: at,
        findings: 1,
        values: finding.values,
        extremes: [...finding.values],
        evidence: finding.evidence(),
        until: at + (rule.suppress?.for ?? 0),
        key,
      };
      if (rule.suppress) open.set(key, alert);
      opened.push(alert);
    },
    advance(time) {
      for (;;) {
        if (reported === opened.length) break;
        // Alerts that opened at one time are told together, in the order of their groups.
        const { firstAt } = opened[reported];
        let end = reported;
        while (end < opened.length && opened[end].firstAt === firstAt) end++;
        const together = opened.slice(reported, end);
        if (firstAt >= time || together.some(({ until }) => until > time)) break;
        together.sort((a, b) => compareText(a.rule.name, b.rule.name) || compareGroups(a.group, b.group));
        for (const { until: _until, key, ...alert } of together) {
          if (open.get(key)?.firstAt === firstAt) open.delete(key);
          onAlert(alert);
        }
        reported = end;
      }
      if (reported * 2 > opened.length) {
        opened = opened.slice(reported);
        reported = 0;
      }
    },
  };
}
