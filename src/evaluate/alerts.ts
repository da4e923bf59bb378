import { isUpper } from '../ir/bound.js';
import type { Rule } from '../ir/rule.js';
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
}

/** A rule's open alerts. */
interface RuleAlerts {
  /** Which of the rule's group fields make its suppression group. */
  readonly positions: readonly number[];
  /** By suppression group. */
  readonly open: Map<string, OpenAlert>;
  /** The suppression group of each group, as a text; groups are the same array as long as they live. */
  readonly keys: WeakMap<readonly GroupValue[], string>;
}

function openRule(rule: Rule): RuleAlerts {
  const names = rule.by.map(({ name }) => name);
  const fields = rule.suppress?.by ?? rule.by;
  return {
    positions: fields.map(({ name }) => names.indexOf(name)),
    open: new Map(),
    keys: new WeakMap(),
  };
}

/** @param onAlert is told of each alert once it is closed, in order of first window end, rule and group */
export function createAlertFolder(onAlert: (alert: Alert) => void): AlertFolder {
  const rules = new Map<Rule, RuleAlerts>();
  /** In order of opening, the reported ones at the front. */
  let opened: OpenAlert[] = [];
  let reported = 0;
  /** Before this time no further alert can be reported: however many wait, they are not looked at. */
  let blockedUntil = Number.NEGATIVE_INFINITY;

  function alertsOf(rule: Rule): RuleAlerts {
    let alerts = rules.get(rule);
    if (!alerts) {
      alerts = openRule(rule);
      rules.set(rule, alerts);
    }
    return alerts;
  }

  function keyOf({ positions, keys }: RuleAlerts, group: readonly GroupValue[]): string {
    let key = keys.get(group);
    if (key === undefined) {
      key = JSON.stringify(positions.map((position) => group[position]));
      keys.set(group, key);
    }
    return key;
  }

  function extend(alert: OpenAlert, { at, values, rule }: Finding): void {
    alert.lastAt = at;
    alert.findings++;
    if (rule.kind !== 'aggregate') return;
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
      const { rule, at, group } = finding;
      const alerts = alertsOf(rule);
      const key = keyOf(alerts, group);
      const known = alerts.open.get(key);
      if (known && at < known.until) {
        extend(known, finding);
        return;
      }
      const alert: OpenAlert = {
        rule,
        group: alerts.positions.map((position) => group[position]),
        firstAt: at,
        lastAt: at,
        findings: 1,
        values: finding.values,
        extremes: rule.kind === 'aggregate' ? [...finding.values] : [],
        report: finding.report,
        evidence: finding.evidence(at),
        until: at + (rule.suppress?.for ?? 0),
      };
      alerts.open.set(key, alert);
      opened.push(alert);
    },
    advance(time) {
      for (;;) {
        if (reported === opened.length || time < blockedUntil) break;
        // Alerts that opened at one time are told together, in the order of their groups.
        const { firstAt, until: first } = opened[reported];
        if (firstAt >= time || first > time) break;
        let end = reported;
        while (end < opened.length && opened[end].firstAt === firstAt) end++;
        const together = opened.slice(reported, end);
        const blocking = together.find(({ until }) => until > time);
        if (blocking) {
          blockedUntil = blocking.until;
          break;
        }
        together.sort((a, b) => compareText(a.rule.name, b.rule.name) || compareGroups(a.group, b.group));
        for (const { until: _until, ...alert } of together) onAlert(alert);
        reported = end;
      }
      if (reported * 2 <= opened.length) return;
      opened = opened.slice(reported);
      reported = 0;
      for (const { open } of rules.values())
        for (const [key, { until }] of open) if (until <= time) open.delete(key);
    },
  };
}
