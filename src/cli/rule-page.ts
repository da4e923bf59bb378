import { titleOf } from '../backends/registry.js';
import { type Mitigation, mitigations, techniques } from '../ir/atlas.js';
import type { Rule } from '../ir/rule.js';
import { fit, pad, wrap, wrapParts, writeEntry } from './layout.js';
import type { Output } from './output.js';
import { explainRule } from './rule-explanation.js';
import { type TargetAnswer, writeEntries } from './target-answer.js';
import { type TelemetryRow, writeTelemetry } from './telemetry-text.js';

const labelColumns = 14;

/** A rule as a person reads it: when it fires, when it does not, what it needs, how each target says it, and what each log lets it see. */
export function writeRulePage(
  rule: Rule,
  answers: readonly TargetAnswer[],
  logs: readonly TelemetryRow[],
  out: Output,
): string {
  const { columns } = out;
  const { fires, smallest, silent, alerts, reports, reads, needs } = explainRule(rule);
  const entry = (label: string, text: string) => writeEntry(label, text, columns, labelColumns);
  const list = (label: string, texts: readonly string[]) =>
    texts.map((text, index) => entry(index === 0 ? label : '', fit(text, 2000))).join('');
  const nameColumns = Math.max(0, ...fires.signals.map(({ name }) => name.length)) + 2;
  const indent = ' '.repeat(labelColumns + 2);
  const signals = fires.signals
    .map(
      ({ name, text }) =>
        `${indent}${pad(name, nameColumns)}${wrap(text, columns - indent.length - nameColumns, indent + ' '.repeat(nameColumns))}\n`,
    )
    .join('');
  return [
    `${fit(rule.title, columns)}\n`,
    `${wrapParts([rule.name, ...rule.atlas.map(nameTechnique), rule.severity, rule.status], columns)}\n\n`,
    `${wrap(fit(rule.description.trim(), 4000), columns)}\n\n`,
    entry('Fires when', fires.when),
    signals,
    smallest === undefined ? '' : entry('Smallest', smallest),
    silent.length === 0 ? '' : entry('Silent while', `every window has ${silent.join(', or ')}`),
    entry('Alerts', alerts),
    list('Reports', reports),
    reads.length === 0 ? '' : entry('Reads', `the findings of ${reads.join(', ')}`),
    entry('Needs', needs.join(', ')),
    list('Blind to', rule.blindSpots),
    list('False alarms', rule.falsePositives),
    list('Look at', rule.investigate),
    rule.respond.length === 0 ? '' : entry('Respond', rule.respond.join(', ')),
    list(
      'Mitigations',
      mitigationsOf(rule).map(({ id, name }) => `${id} ${name}`),
    ),
    answers.length === 0 ? '' : '\n',
    writeEntries(
      answers.flatMap(({ target, entries }) =>
        entries.map((entry) => ({ label: `${target.name}, ${titleOf(target)}`, entry })),
      ),
      out,
    ),
    logs.length === 0 ? '' : '\n',
    writeTelemetry(logs, false, out),
  ].join('');
}

/** A technique's id and, where the table has it, its name. */
function nameTechnique(id: string): string {
  const name = techniques.get(id)?.name;
  return name === undefined ? id : `${id} ${name}`;
}

/** The same for machines. */
export function recordRule(
  rule: Rule,
  answers: readonly TargetAnswer[],
  logs: readonly TelemetryRow[],
): object {
  const { fires, smallest, silent, alerts, reports, reads, needs } = explainRule(rule);
  return {
    rule: rule.name,
    rule_id: rule.id,
    title: rule.title,
    description: rule.description,
    status: rule.status,
    severity: rule.severity,
    atlas: rule.atlas,
    fires,
    smallest: smallest ?? null,
    silent,
    alerts,
    reports,
    reads,
    needs,
    blind_spots: rule.blindSpots,
    false_positives: rule.falsePositives,
    investigate: rule.investigate,
    respond: rule.respond,
    mitigations: mitigationsOf(rule),
    targets: answers.map(({ target, entries }) => ({
      target: target.name,
      language: titleOf(target),
      entries,
    })),
    telemetry: logs.map(({ label, telemetry }) => ({ mapping: label, ...telemetry })),
  };
}

/** What ATLAS says mitigates a rule's techniques. */
function mitigationsOf({ atlas }: Rule): Mitigation[] {
  const ids = new Set(atlas.flatMap((id) => techniques.get(id)?.mitigations ?? []));
  return [...ids].flatMap((id) => mitigations.get(id) ?? []);
}
