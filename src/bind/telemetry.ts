import type { Mapping } from '../ir/mapping.js';
import type { AggregateRule, Rule } from '../ir/rule.js';
import { describeCondition } from '../ir/words.js';
import { fieldsOfMeasure, settleCondition, signalTruth, type Truth, truthOf } from './blindness.js';
import { usedFields } from './used-fields.js';

export const telemetryVerdicts = ['works', 'degraded', 'impossible'] as const;

/** What a rule can see in a log of some shape. */
export interface Telemetry {
  readonly verdict: (typeof telemetryVerdicts)[number];
  /** What the verdict rests on, a sentence each; none where the rule simply works. */
  readonly reasons: readonly string[];
  /** Whether the log holds only a part of the requests, so that every count is too low. */
  readonly sampled: boolean;
  /** Fields that the rule reads and the log cannot give, and what would mend it. */
  readonly missing: readonly { readonly field: string; readonly mend: string }[];
  /** Fields that the rule reads and the log gives only under a setting. */
  readonly needs: readonly { readonly field: string; readonly setting: string }[];
  /** Signals that say the same in every window, or see less than they should. */
  readonly blind: readonly {
    readonly signal: string;
    readonly becomes: 'never' | 'always' | 'narrowed';
    readonly fields: readonly string[];
  }[];
  /** Fields that only the rule's `report` reads and the log cannot give: it finds the same, and its alerts tell less. */
  readonly unreported: readonly string[];
}

/** Whether a rule reads a source's log, or findings that come of it. */
export function readsSource({ source, reads }: Rule, name: string): boolean {
  return reads === undefined ? source.name === name : reads.some((rule) => readsSource(rule, name));
}

/**
 * Judges what a log of this shape does to a rule of its source. It speaks of what the shape can hold, not of what one log holds: a field
 * that is mapped counts as there, with the setting that it hangs on beside it.
 */
export function judgeTelemetry(rule: Rule, mapping: Mapping): Telemetry {
  if (rule.reads !== undefined) return judgeReader(rule.reads, mapping);
  const used = usedFields(rule).map(({ field }) => field.name);
  const isMissing = (field: string) => field !== rule.source.time.field && !mapping.fields.has(field);
  const missing = used.filter(isMissing).map((field) => ({
    field,
    mend: mapping.absent.get(field) ?? 'map it, or let a gateway in front write it',
  }));
  const needs = used.flatMap((field) => {
    const setting = mapping.needs.get(field);
    return setting === undefined ? [] : [{ field, setting }];
  });
  const blind = rule.kind === 'aggregate' ? findBlind(rule, isMissing) : [];
  const { never, lesser } = judgeLogic(rule, isMissing);
  const sampled = mapping.sampled
    ? ['the log holds only a part of the requests, so that every count is too low']
    : [];
  const verdict = never.length > 0 ? 'impossible' : lesser.length + sampled.length > 0 ? 'degraded' : 'works';
  const reasons = [...(never.length > 0 ? never : lesser), ...sampled];
  const unreported = reportedFields(rule).filter((field) => isMissing(field) && !used.includes(field));
  return { verdict, reasons, sampled: mapping.sampled, missing, needs, blind, unreported };
}

/** Why a rule cannot tell anything, and why it tells less. */
interface Reasons {
  readonly never: readonly string[];
  readonly lesser: readonly string[];
}

function judgeLogic(rule: Rule, isMissing: (field: string) => boolean): Reasons {
  const never: string[] = [];
  const lesser: string[] = [];
  const ungrouped = rule.by.filter(({ name }) => isMissing(name)).map(({ name }) => name);
  if (ungrouped.length > 0) never.push(`no event has ${ungrouped.join(' or ')}, by which the rule groups`);
  const tell = (what: string, truth: Truth, misses: boolean) => {
    if (truth === false) never.push(`no event passes ${what}`);
    else if (misses) lesser.push(`${what} cannot see all that it asks for`);
  };
  if (rule.where !== undefined)
    tell('where', truthOf(rule.where, isMissing), missesIn({ kind: 'count', of: rule.where }, isMissing));
  if (rule.kind === 'match' && truthOf(rule.where, isMissing) === true)
    never.push('every event passes where');
  if (rule.kind === 'sequence')
    for (const { name, where } of rule.steps)
      tell(`the step ${name}`, truthOf(where, isMissing), missesIn({ kind: 'count', of: where }, isMissing));
  if (rule.kind === 'aggregate') {
    const blind = findBlind(rule, isMissing);
    const truths = new Map(rule.signals.map((signal) => [signal.name, signalTruth(signal, isMissing)]));
    const left = settleCondition(rule.condition, (name) => truths.get(name));
    const dead = blind.filter(({ becomes }) => becomes !== 'narrowed');
    const said = describeDead(dead);
    if (left === false) never.push(`${said}, and the condition never holds`);
    else if (left === true) never.push(`${said}, and the condition always holds`);
    else if (dead.length > 0) lesser.push(`${said}: what is left is ${describeCondition(left)}`);
    for (const { signal, becomes } of blind)
      if (becomes === 'narrowed') lesser.push(`${signal} cannot see all that it asks for`);
  }
  return { never, lesser };
}

function describeDead(dead: Telemetry['blind']): string {
  return (['never', 'always'] as const)
    .flatMap((becomes) => {
      const names = dead.filter((one) => one.becomes === becomes).map(({ signal }) => signal);
      if (names.length === 0) return [];
      return [`${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} ${becomes} met`];
    })
    .join(', ');
}

function missesIn(
  measure: Parameters<typeof fieldsOfMeasure>[0],
  isMissing: (field: string) => boolean,
): boolean {
  return [...fieldsOfMeasure(measure)].some(isMissing);
}

function findBlind(rule: AggregateRule, isMissing: (field: string) => boolean): Telemetry['blind'] {
  return rule.signals.flatMap((signal) => {
    const fields = [...fieldsOfMeasure(signal.measure)].filter(isMissing);
    if (fields.length === 0) return [];
    const truth = signalTruth(signal, isMissing);
    const becomes = truth === undefined ? 'narrowed' : truth ? 'always' : 'never';
    return [{ signal: signal.name, becomes, fields }] as const;
  });
}

/** The fields that what an alert reports is measured in, each once. */
function reportedFields({ report }: Rule): string[] {
  const fields = report.flatMap((item) =>
    item.kind === 'values' ? [item.field.name] : [...fieldsOfMeasure(item.quantity.measure)],
  );
  return [...new Set(fields)];
}

/** A rule over findings sees what the rules that it reads see. */
function judgeReader(reads: readonly Rule[], mapping: Mapping): Telemetry {
  const judged = reads.map((read) => ({ read, telemetry: judgeTelemetry(read, mapping) }));
  const count = (wanted: Telemetry['verdict']) =>
    judged.filter(({ telemetry }) => telemetry.verdict === wanted).length;
  const verdict =
    count('impossible') === judged.length
      ? 'impossible'
      : count('works') === judged.length
        ? 'works'
        : 'degraded';
  const unique = <T>(all: readonly T[]) => [
    ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
  ];
  return {
    verdict,
    reasons: judged
      .filter(({ telemetry }) => telemetry.verdict !== 'works')
      .map(({ read, telemetry }) => `${read.name} is ${telemetry.verdict}`),
    sampled: mapping.sampled,
    missing: unique(judged.flatMap(({ telemetry }) => telemetry.missing)),
    needs: unique(judged.flatMap(({ telemetry }) => telemetry.needs)),
    blind: [],
    unreported: unique(judged.flatMap(({ telemetry }) => telemetry.unreported)),
  };
}
