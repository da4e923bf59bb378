import type { RuleDoc, SourceDoc, World } from './documents.js';
import type { Found } from './found.js';
import type { Event } from './reading.js';
import type { Value } from './value.js';

/** Findings as the events of another rule, before any suppression. */
export function readFindings(findings: readonly Found[]): Event[] {
  return findings.map(({ rule, group, at, values, place }, line) => {
    const fields = new Map<string, Value>();
    for (const [i, field] of (rule.by ?? []).entries()) {
      const value = group[i];
      if (value !== undefined) fields.set(field, value);
    }
    fields.set('rule', rule.name);
    fields.set('severity', rule.severity);
    const [technique] = rule.atlas;
    if (technique !== undefined) fields.set('technique', technique);
    for (const [name, value] of values) if (value !== null) fields.set(`signal.${name}`, value);
    // A window ends before its end; an event is where it is.
    return { time: place === undefined ? at - 1 : at, fields, place: place ?? { input: 0, line } };
  });
}

/** The fields of rules' findings: the group fields that all of them share, what each finding says of its rule, and the values. */
export function describeFindings(
  rules: readonly RuleDoc[],
  names: readonly string[],
  worlds: ReadonlyMap<string, World>,
): SourceDoc {
  const named = rules.filter((rule) => names.includes(rule.name));
  const fields: { [name: string]: SourceDoc['fields'][string] } = {};
  const [first] = named;
  for (const field of first?.by ?? []) {
    const type = first && worlds.get(first.name)?.source.fields[field]?.type;
    if (type !== undefined && named.every((rule) => rule.by?.includes(field)))
      fields[field] = { type, description: '' };
  }
  for (const field of ['rule', 'severity', 'technique']) fields[field] = { type: 'keyword', description: '' };
  for (const rule of named) {
    const values = [...Object.keys(rule.signals ?? {}), ...(rule.steps ?? []).map((step) => step.name)];
    for (const name of values) fields[`signal.${name}`] = { type: 'number', description: '' };
  }
  return { source: 'findings', description: '', time: { field: 'time', format: 'epoch_millis' }, fields };
}
