import type { Rule } from '../ir/rule.js';
import type { Source } from '../ir/source.js';
import { createRow, layOutSlots, type Row, type Slots, setNumber, setText } from '../log/row.js';
import { createEngine, type Engine, type EngineReport } from './engine.js';
import type { Finding } from './finding.js';
import type { GroupValue } from './group-value.js';
import { compareFindings } from './order.js';
import { createOrdering } from './ordering.js';

/** Rules over the findings of others: what they read, and what waits for them. */
interface Layer {
  readonly engine: Engine;
  readonly reads: ReadonlySet<Rule>;
  readonly toRow: (finding: Finding) => Row;
  inbox: Finding[];
}

/** The rules together with those whose findings they read, each after what it reads. */
function inOrderOfReading(rules: readonly Rule[]): Rule[] {
  const ordered = new Set<Rule>();
  function visit(rule: Rule): void {
    if (ordered.has(rule)) return;
    for (const read of rule.reads ?? []) visit(read);
    ordered.add(rule);
  }
  for (const rule of rules) visit(rule);
  return [...ordered];
}

/** When a finding happened, as an event (contract, section 8): the last millisecond of its window, or a match rule's event. */
function timeOf({ rule, at }: Finding): number {
  return rule.kind === 'match' ? at : at - 1;
}

/** The names and values of a finding's signals or steps. */
function signalsOf({ rule, values }: Finding): readonly (readonly [name: string, value: number | null])[] {
  switch (rule.kind) {
    case 'match':
      return [];
    case 'aggregate':
      return rule.signals.map(({ name }, i) => [name, values[i]]);
    case 'sequence':
      return rule.steps.map(({ name }, i) => [name, values[i]]);
  }
}

/** Makes findings events of a source: their group, `rule`, `severity`, `technique`, and `signal.<name>`. */
function createWriter(source: Source): (finding: Finding) => Row {
  const slots: Slots = layOutSlots(source.fields);
  const row = createRow(slots.size);

  function set(name: string, value: GroupValue | null): void {
    const slot = slots.get(name);
    const field = source.fields.get(name);
    if (slot === undefined || !field || value === null) return;
    if (typeof value !== 'string') setNumber(row, slot, Number(value));
    else if (field.type === 'timestamp') setNumber(row, slot, Date.parse(value));
    else {
      const bytes = Buffer.from(value, 'utf8');
      setText(row, slot, bytes, 0, bytes.length);
    }
  }

  return (finding) => {
    const { rule, group } = finding;
    row.time = timeOf(finding);
    row.input = -1; // no line of a log
    row.present.fill(0);
    for (const [i, field] of rule.by.entries()) set(field.name, group[i]);
    // What every finding has goes before a group field of the same name.
    set(source.time.field, new Date(row.time).toISOString());
    set('rule', rule.name);
    set('severity', rule.severity);
    set('technique', rule.atlas[0] ?? null);
    for (const [name, value] of signalsOf(finding)) set(`signal.${name}`, value);
    return row;
  };
}

/**
 * Rules at work on a log and on each other's findings.
 * @param report is told of findings in order of time, then rule, then group, then line
 * @param rules to report on, as far as they read this source's log or findings that come of it; those whose findings they read are run for
 * them, and not reported
 */
export function createCascade(rules: readonly Rule[], source: Source, report: EngineReport): Engine {
  const ordered = inOrderOfReading(rules).filter(
    (rule) => rule.status !== 'deprecated' && (rule.reads !== undefined || rule.source.name === source.name),
  );
  const readers = ordered.filter((rule) => rule.reads);
  if (readers.length === 0) return createEngine(ordered, source, { ...report, ...createOrdering(report) });

  const reported = new Set(rules);
  /** Findings in no order, from the time that was last told on. */
  let found: Finding[] = [];
  const layers: Layer[] = readers.map((rule) => ({
    engine: createEngine([rule], rule.source, { ...report, onFinding: collect, onTime: () => {} }),
    reads: new Set(rule.reads),
    toRow: createWriter(rule.source),
    inbox: [],
  }));

  function collect(finding: Finding): void {
    if (reported.has(finding.rule)) {
      // It is reported when its window may be long gone.
      const evidence = finding.evidence(finding.at);
      found.push({ ...finding, evidence: () => evidence });
    }
    for (const layer of layers) if (layer.reads.has(finding.rule)) layer.inbox.push(finding);
  }

  /**
   * Every finding of the log's rules before this time is known. One at this very time may still come, and would be an event a millisecond
   * before it: so far, and no further, the layers may go on.
   */
  function settle(time: number): void {
    for (const layer of layers) {
      const { inbox, engine, toRow } = layer;
      layer.inbox = [];
      inbox.sort((left, right) => timeOf(left) - timeOf(right));
      for (const finding of inbox) engine.take(toRow(finding));
      if (time === Number.POSITIVE_INFINITY) engine.finish();
      else engine.advance(time - 1);
    }
    const due = found.filter(({ at }) => at < time).sort(compareFindings);
    found = found.filter(({ at }) => at >= time);
    for (const finding of due) report.onFinding(finding);
    report.onTime(time);
  }

  return createEngine(
    ordered.filter((rule) => !rule.reads),
    source,
    { ...report, onFinding: collect, onTime: settle },
  );
}
