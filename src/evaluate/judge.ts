import { meets } from '../ir/bound.js';
import type { AggregateRule, ReportItem, SequenceRule } from '../ir/rule.js';
import type { Reader } from './accumulator/accumulator.js';
import { compileCondition, requiredSignals } from './condition.js';
import type { ReportValue } from './finding.js';
import type { GroupValue } from './group-value.js';
import { compareValues } from './order.js';
import type { SharedTests } from './shared-tests.js';
import type { WindowPlan } from './window-plan.js';

/** Judges the window of a group by one rule. */
export interface Judge {
  /** Whether the window is a finding. */
  readonly holds: (group: number) => boolean;
  /** What `holds` computed: each signal's value, or each step's time; NaN for none. */
  readonly values: Float64Array;
  /** What the rule reports of the window. */
  readonly report: (group: number) => readonly ReportValue[];
}

/**
 * Plans a rule's judge over those events of its windows that pass the test `where`.
 * @param inFull whether every value is asked for, even where the verdict is settled without it
 */
export function createJudge(
  rule: AggregateRule | SequenceRule,
  plan: WindowPlan,
  tests: SharedTests,
  where: number,
  inFull: boolean,
): Judge {
  const reporters = rule.report.map((item) => createReporter(item, plan, where));
  const report = (group: number) => reporters.map((read) => read(group));
  return rule.kind === 'aggregate'
    ? { ...judgeSignals(rule, plan, where, inFull), report }
    : { ...judgeSteps(rule, plan, tests, where), report };
}

function judgeSignals(
  { signals, condition }: AggregateRule,
  plan: WindowPlan,
  where: number,
  inFull: boolean,
): Omit<Judge, 'report'> {
  const readers = signals.map((signal) => plan.read(signal, where));
  const bounds = signals.map(({ bound }) => bound);
  const names = signals.map(({ name }) => name);
  const required = requiredSignals(condition);
  const settles = names.map((name) => !inFull && required.includes(name));
  const verdict = compileCondition(condition, names);
  const values = new Float64Array(signals.length);
  const truths = new Uint8Array(signals.length);
  return {
    values,
    holds(group) {
      for (let i = 0; i < readers.length; i++) {
        values[i] = readers[i](group);
        const isTrue = meets(bounds[i], values[i]);
        if (!isTrue && settles[i]) return false;
        truths[i] = isTrue ? 1 : 0;
      }
      return verdict(truths);
    },
  };
}

function judgeSteps(
  { steps }: SequenceRule,
  plan: WindowPlan,
  tests: SharedTests,
  where: number,
): Omit<Judge, 'report'> {
  const finders = steps.map((step) => plan.times(tests.both(where, tests.add(step.where))));
  const values = new Float64Array(steps.length);
  return {
    values,
    holds(group) {
      values.fill(Number.NaN);
      let before = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < finders.length; i++) {
        before = finders[i](group, before, steps[i].atLeast);
        if (Number.isNaN(before)) return false;
        values[i] = before;
      }
      return true;
    },
  };
}

/** A value as it is written out. */
export function toShown(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function createReporter(item: ReportItem, plan: WindowPlan, where: number): (group: number) => ReportValue {
  switch (item.kind) {
    case 'quantity': {
      const read: Reader = plan.read(item.quantity, where);
      return (group) => toShown(read(group));
    }
    case 'values': {
      const valuesOf = plan.valuesOf(item.field, where);
      return (group) => firstOf(valuesOf(group), item.limit);
    }
  }
}

/** The first values in order, at most so many, without sorting all of them. */
function firstOf(values: Iterable<GroupValue>, limit: number): GroupValue[] {
  const first: GroupValue[] = [];
  for (const value of values) {
    if (first.length === limit && compareValues(value, first[limit - 1]) >= 0) continue;
    let place = first.length;
    while (place > 0 && compareValues(first[place - 1], value) > 0) place--;
    first.splice(place, 0, value);
    if (first.length > limit) first.pop();
  }
  return first;
}
