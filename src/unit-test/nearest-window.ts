import type { GroupValue } from '../evaluate/finding.js';
import { meets } from '../ir/bound.js';
import { type Condition, holds } from '../ir/condition.js';
import type { Bound } from '../ir/measure.js';
import type { AggregateRule, SequenceRule, Signal, Step } from '../ir/rule.js';

/** A window that raised no alert of its own, and how near each of its signals came. */
export interface NearestWindow {
  /** The whole group of the rule, which may be finer than an alert's. */
  readonly group: readonly GroupValue[];
  readonly end: number;
  /** Whether the condition holds: the window belongs to an alert that an earlier one opened. */
  readonly holds: boolean;
  /** Of an aggregate rule; else empty. */
  readonly signals: readonly SignalState[];
  /** Of a sequence; else empty. */
  readonly steps: readonly StepState[];
}

/** How far a sequence came. */
export interface StepState {
  readonly step: Step;
  /** When the step was reached, milliseconds UTC; null where it was not. */
  readonly reached: number | null;
}

/** Each step of a sequence with its time in a window, given in the rule's order. */
export function stepsOf(rule: SequenceRule, values: readonly (number | null)[]): StepState[] {
  return rule.steps.map((step, index) => ({ step, reached: values[index] ?? null }));
}

export interface SignalState {
  readonly signal: Signal;
  /** Null where it has no value. */
  readonly value: number | null;
  readonly met: boolean;
}

/** Each signal of a rule with its value in a window, given in the rule's order. */
export function statesOf(rule: AggregateRule, values: readonly (number | null)[]): SignalState[] {
  return rule.signals.map((signal, index) => {
    const value = values[index] ?? null;
    return { signal, value, met: meets(signal.bound, value ?? Number.NaN) };
  });
}

/** Whether the rule's condition holds in a window. */
export function holdsIn(rule: AggregateRule, states: readonly SignalState[]): boolean {
  const met = new Set(states.filter((state) => state.met).map((state) => state.signal.name));
  return holds(rule.condition, (name) => met.has(name));
}

/**
 * How near a window comes to a rule's condition, from 0 to 1: a signal that is met is 1, one that is not the nearer to 1
 * the smaller its distance from the bound is against the bound, one without a value 0. `and` is the mean of its parts,
 * `or` the best, `at_least N` the mean of the best N.
 */
export function nearness(rule: AggregateRule, states: readonly SignalState[]): number {
  const byName = new Map(states.map((state) => [state.signal.name, state]));
  return nearnessOf(rule.condition, byName);
}

function nearnessOf(condition: Condition, states: ReadonlyMap<string, SignalState>): number {
  switch (condition.kind) {
    case 'signal': {
      const state = states.get(condition.name);
      return state === undefined ? 0 : nearnessOfSignal(state);
    }
    case 'not': {
      const inner = nearnessOf(condition.of, states);
      return inner === 1 ? 0 : 1;
    }
    case 'and':
      return mean(condition.of.map((part) => nearnessOf(part, states)));
    case 'or':
      return Math.max(0, ...condition.of.map((part) => nearnessOf(part, states)));
    case 'at_least': {
      const parts = condition.of.map((part) => nearnessOf(part, states)).sort((a, b) => b - a);
      return mean(parts.slice(0, condition.count));
    }
  }
}

function mean(parts: readonly number[]): number {
  return parts.length === 0 ? 0 : parts.reduce((sum, part) => sum + part, 0) / parts.length;
}

function nearnessOfSignal({ signal, value, met }: SignalState): number {
  if (met) return 1;
  if (value === null) return 0;
  const { distance, scale } = distanceTo(signal.bound, value);
  // A value on a bound that it must pass is not met, however small the distance.
  return Math.min(0.999_999, 1 / (1 + distance / Math.max(Math.abs(scale), 1e-9)));
}

function distanceTo(bound: Bound, value: number): { distance: number; scale: number } {
  if (bound.kind !== 'between') return { distance: Math.abs(value - bound.value), scale: bound.value };
  return value < bound.low
    ? { distance: bound.low - value, scale: bound.low }
    : { distance: value - bound.high, scale: bound.high };
}
