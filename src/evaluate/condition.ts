import type { Condition } from '../ir/condition.js';

/** Whether a condition holds, given 1 for each signal that is true, in the rule's order. */
export type Verdict = (truths: Uint8Array) => boolean;

/** A condition as a function of its rule's signals. */
export function compileCondition(condition: Condition, signals: readonly string[]): Verdict {
  switch (condition.kind) {
    case 'signal': {
      const index = signals.indexOf(condition.name);
      return (truths) => truths[index] === 1;
    }
    case 'not': {
      const part = compileCondition(condition.of, signals);
      return (truths) => !part(truths);
    }
    case 'and': {
      const parts = condition.of.map((part) => compileCondition(part, signals));
      return (truths) => parts.every((part) => part(truths));
    }
    case 'or': {
      const parts = condition.of.map((part) => compileCondition(part, signals));
      return (truths) => parts.some((part) => part(truths));
    }
    case 'at_least': {
      const parts = condition.of.map((part) => compileCondition(part, signals));
      return (truths) => {
        let found = 0;
        for (const part of parts) if (part(truths)) found++;
        return found >= condition.count;
      };
    }
  }
}

/** The signals without which a condition cannot hold: each one that is false settles it. */
export function requiredSignals(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'signal':
      return [condition.name];
    case 'and':
      return condition.of.flatMap(requiredSignals);
    case 'at_least':
      return condition.count === condition.of.length ? condition.of.flatMap(requiredSignals) : [];
    case 'not':
    case 'or':
      return [];
  }
}
