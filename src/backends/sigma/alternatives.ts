import type { Condition } from '../../ir/condition.js';

/** One way to satisfy a condition: signals that must all be true, and whether others must be false, which is not asked for. */
export interface Alternative {
  readonly signals: readonly string[];
  readonly drops: boolean;
}

/** More ways than that make a file that nobody reads. */
export const mostAlternatives = 16;

/**
 * The ways to satisfy a condition, each by signals that are true; undefined where there are too many. What a condition asks to be
 * false is dropped, which makes an alternative wider and never narrower.
 */
export function alternativesOf(condition: Condition): readonly Alternative[] | undefined {
  const all = expand(condition, true);
  if (all === undefined) return undefined;
  const kept = all.filter((one, i) => !all.some((other, j) => absorbs(other, one, j < i)));
  return kept.length > mostAlternatives ? undefined : kept;
}

/** Whether `other` holds wherever `one` does, so that `one` adds nothing; of two that ask for the same the earlier stays. */
function absorbs(other: Alternative, one: Alternative, earlier: boolean): boolean {
  if (other === one || !other.signals.every((signal) => one.signals.includes(signal))) return false;
  return other.signals.length < one.signals.length || earlier;
}

/** While expanding; a guard of time and memory. */
const most = 1024;

function expand(condition: Condition, wanted: boolean): readonly Alternative[] | undefined {
  switch (condition.kind) {
    case 'signal':
      return [wanted ? { signals: [condition.name], drops: false } : { signals: [], drops: true }];
    case 'not':
      return expand(condition.of, !wanted);
    case 'and':
      return wanted ? product(condition.of, wanted) : union(condition.of, wanted);
    case 'or':
      return wanted ? union(condition.of, wanted) : product(condition.of, wanted);
    case 'at_least': {
      const count = wanted ? condition.count : condition.of.length - condition.count + 1;
      const choices = choose(condition.of, count);
      if (choices === undefined) return undefined;
      return flatten(choices.map((choice) => product(choice, wanted)));
    }
  }
}

function union(of: readonly Condition[], wanted: boolean): readonly Alternative[] | undefined {
  return flatten(of.map((part) => expand(part, wanted)));
}

function product(of: readonly Condition[], wanted: boolean): readonly Alternative[] | undefined {
  let ways: readonly Alternative[] = [{ signals: [], drops: false }];
  for (const part of of) {
    const further = expand(part, wanted);
    if (further === undefined || ways.length * further.length > most) return undefined;
    ways = ways.flatMap((way) =>
      further.map((next) => ({
        signals: [...new Set([...way.signals, ...next.signals])],
        drops: way.drops || next.drops,
      })),
    );
  }
  return ways;
}

function flatten(parts: readonly (readonly Alternative[] | undefined)[]): readonly Alternative[] | undefined {
  const all: Alternative[] = [];
  for (const part of parts) {
    if (part === undefined || all.length + part.length > most) return undefined;
    all.push(...part);
  }
  return all;
}

/** Every choice of so many parts, in order; one empty choice where none is needed. */
function choose<T>(of: readonly T[], count: number): readonly (readonly T[])[] | undefined {
  if (count <= 0) return [[]];
  let choices: readonly (readonly T[])[] = [[]];
  for (const [i, part] of of.entries()) {
    const left = of.length - i - 1;
    choices = choices.flatMap((choice) => {
      const without = choice.length + left >= count ? [choice] : [];
      return choice.length < count ? [...without, [...choice, part]] : [choice];
    });
    if (choices.length > most) return undefined;
  }
  return choices;
}
