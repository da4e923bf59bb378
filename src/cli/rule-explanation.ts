import { usedFields } from '../bind/used-fields.js';
import type { AggregateRule, MatchRule, Rule, SequenceRule } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import {
  type Counted,
  describeCondition,
  describeOpposite,
  describePredicate,
  describeQuantity,
  describeReportItem,
  oneThing,
} from '../ir/words.js';
import { durationInWords } from '../text/duration.js';
import { conjunctsOf, findSmallestTraffic } from './smallest-traffic.js';

/** A rule in words. */
export interface RuleExplanation {
  readonly fires: {
    /** A sentence that leads up to the signals, where there are any. */
    readonly when: string;
    readonly signals: readonly { readonly name: string; readonly text: string }[];
  };
  /** The smallest traffic that fires it, where it can be computed. */
  readonly smallest?: string;
  /** What keeps it silent, whatever else happens: any one of these in every window. */
  readonly silent: readonly string[];
  readonly alerts: string;
  /** What alerts tell beside the signals. */
  readonly reports: readonly string[];
  /** The rules whose findings it reads. */
  readonly reads: readonly string[];
  /** The fields that it reads, the time first. */
  readonly needs: readonly string[];
}

export function explainRule(rule: Rule): RuleExplanation {
  const needs = [rule.source.time.field, ...usedFields(rule).map(({ field }) => field.name)];
  const common = {
    alerts: describeAlerts(rule),
    reports: rule.report.map((item) => `${item.name}: ${describeReportItem(item, countedBy(rule))}`),
    reads: (rule.reads ?? []).map(({ name }) => name),
    needs: [...new Set(needs)],
  };
  return { ...explainFiring(rule), ...common };
}

function countedBy({ reads }: Rule): Counted {
  return reads === undefined ? 'event' : 'finding';
}

function explainFiring(rule: Rule): Firing {
  switch (rule.kind) {
    case 'match':
      return explainMatch(rule);
    case 'aggregate':
      return explainAggregate(rule);
    case 'sequence':
      return explainSequence(rule);
  }
}

type Firing = Pick<RuleExplanation, 'fires' | 'smallest' | 'silent'>;

function explainMatch(rule: MatchRule): Firing {
  return {
    fires: { when: `at every ${countedBy(rule)} where ${describePredicate(rule.where)}`, signals: [] },
    smallest: `one such ${countedBy(rule)}`,
    silent: [],
  };
}

function explainAggregate(rule: AggregateRule): Firing {
  const { window, signals, condition } = rule;
  const thing = countedBy(rule);
  const length = durationInWords(window.size);
  const step = durationInWords(window.every);
  const conjuncts = conjunctsOf(condition);
  const whole = conjuncts?.size === signals.length;
  const what = whole
    ? signals.length === 1
      ? ''
      : ' all of'
    : `, by these signals, ${describeCondition(condition)}`;
  const counted =
    rule.where === undefined ? '' : ` (only ${thing}s count where ${describePredicate(rule.where)})`;
  const smallest = findSmallestTraffic(rule);
  const opposites = signals
    .filter(({ name }) => conjuncts?.has(name))
    .map((signal) => describeOpposite(signal, signal.bound, thing));
  return {
    fires: {
      when: `in any ${length} that ends on a multiple of ${step}, ${nameGroup(rule.by)} has${what}${counted}`,
      signals: signals.map((signal) => ({
        name: signal.name,
        text: describeQuantity(signal, signal.bound, thing),
      })),
    },
    ...(smallest === undefined
      ? {}
      : {
          smallest: `${[`${smallest.events} ${thing}${smallest.events === 1 ? '' : 's'}`, ...smallest.parts].join(', ')}, inside one such window`,
        }),
    silent: opposites.filter((text) => text !== undefined),
  };
}

function explainSequence(rule: SequenceRule): Firing {
  const { window, by, where, steps } = rule;
  const thing = countedBy(rule);
  const counted = where === undefined ? '' : ` (only ${thing}s count where ${describePredicate(where)})`;
  return {
    fires: {
      when: `in any ${durationInWords(window.size)} that ends on a multiple of ${durationInWords(window.every)}, ${nameGroup(by)} has one after the other${counted}`,
      signals: steps.map(({ name, atLeast, where: step }) => ({
        name,
        text: `${atLeast === 1 ? oneThing(thing) : `${atLeast} ${thing}s`} where ${describePredicate(step)}`,
      })),
    },
    silent: [],
  };
}

function nameGroup(by: readonly Field[]): string {
  return by.length === 0 ? 'the whole log' : `one ${nameFields(by)}`;
}

function nameFields(fields: readonly Field[]): string {
  return fields.map(({ name }) => name).join(' and ');
}

function describeAlerts({ suppress, buildingBlock }: Rule): string {
  if (buildingBlock) return 'none: it is a building block, whose findings other rules read';
  if (suppress === undefined) return 'one for every finding';
  const whom = suppress.by.length === 0 ? 'one' : `one for each ${nameFields(suppress.by)}`;
  return `${whom} in ${durationInWords(suppress.for)}; later findings of that time belong to it`;
}
