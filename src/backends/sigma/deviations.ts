import { isUpper } from '../../ir/bound.js';
import type { AggregateRule, SequenceRule, Signal } from '../../ir/rule.js';
import type { Field, FieldType } from '../../ir/source.js';
import type { DeviationCodeOf } from '../deviation-code.js';
import type { Deviation } from '../lowering.js';
import { type Side, wholeComparison, writeBound } from './bounds.js';
import type { Claim } from './claim.js';
import { writeTimespan } from './timespan.js';

type WindowRule = AggregateRule | SequenceRule;

/**
 * Sigma leaves it to the reader where a timespan begins ("The time frame should not be restricted to boundaries if this is not required by the
 * given backend"), so that a claim holds for a kind of reader.
 */
export function anchor({ window: { size, every }, span }: WindowRule, claim: Claim): readonly Deviation[] {
  const timespan = writeTimespan(size);
  const slides = isMonotone(claim)
    ? `a reader that slides the timespan of ${timespan} finds all that the rule finds, and what no window that ends every ${writeTimespan(every)} holds whole`
    : `a reader that slides the timespan of ${timespan} over every position finds all that the rule finds and more; one that looks only back from each event may miss a mean or a percentile that earlier events change`;
  const aligned = every === size ? ', unless its blocks begin where the windows of the rule do' : '';
  return [
    { code: 'sliding-reader', effect: isMonotone(claim) ? 'over' : 'both', reason: slides, span },
    {
      code: 'tumbling-reader',
      effect: 'under',
      reason: `a reader that cuts time into blocks of ${timespan} loses what lies across two${aligned}`,
      span,
    },
  ];
}

/** Whether more events never unmake it. */
export function isMonotone(claim: Claim): boolean {
  if (claim.kind !== 'demand') return claim.of.every(isMonotone);
  return claim.figure.kind !== 'avg' && claim.figure.kind !== 'percentile';
}

/** How a reader may take two values of a field for one, or one value for two. */
const spellings: {
  readonly [T in FieldType]?: {
    readonly code: DeviationCodeOf<'sigma'>;
    readonly joins: boolean;
    readonly reason: string;
  };
} = {
  keyword: {
    code: 'case-of-values',
    joins: true,
    reason: 'a reader may take for one what differs only in case',
  },
  ip: {
    code: 'address-as-text',
    joins: false,
    reason: 'an IPv6 address in another spelling is another one',
  },
  timestamp: {
    code: 'instant-as-text',
    joins: false,
    reason: 'an instant that is written in another way is another one',
  },
};

/** Sigma says nothing of how the values of a group are compared: groups that are one are counted together, and one that is two apart. */
export function spellGroup({ name, type }: Field, { span }: WindowRule, claim: Claim): readonly Deviation[] {
  const spelling = spellings[type];
  if (spelling === undefined) return [];
  const effect = spelling.joins && isMonotone(claim) ? 'over' : 'both';
  return [{ code: spelling.code, effect, reason: `of the group's ${name} ${spelling.reason}`, span }];
}

/** The same of values that are counted. */
export function spellValues({ name, type }: Field, { span }: WindowRule): readonly Deviation[] {
  const spelling = spellings[type];
  if (spelling === undefined) return [];
  const effect = spelling.joins ? 'under' : 'over';
  return [{ code: spelling.code, effect, reason: `of the values of ${name} ${spelling.reason}`, span }];
}

/** What a condition denies is left out. */
export function dropNegation({ span }: AggregateRule): Deviation {
  return {
    code: 'negation-dropped',
    effect: 'over',
    reason: 'what the condition wants to be false is not asked for: Sigma cannot deny a correlation',
    span,
  };
}

/** Several correlations under a `temporal` one. */
export function joinWindows({ span }: WindowRule): Deviation {
  return {
    code: 'joint-windows',
    effect: 'over',
    reason: 'each part is held in a timespan of its own, which need not be that of the others',
    span,
  };
}

/** What is asked for in place of a signal, and is true wherever it is. */
export function widen(code: DeviationCodeOf<'sigma'>, { name, span }: Signal, how: string): Deviation {
  return { code, effect: 'over', reason: `${name}: ${how}`, span };
}

/** An upper bound on what comes. */
export function dropUpper({ name, bound, span }: Signal): readonly Deviation[] {
  if (!isUpper(bound) && bound.kind !== 'between') return [];
  return [
    {
      code: 'upper-bound-dropped',
      effect: 'over',
      reason: `${name} ${writeBound(bound)} is not asked for from above: a longer look may always hold more`,
      span,
    },
  ];
}

/** Fractions of a threshold. */
export function cutThreshold(signal: Signal, sides: readonly Side[]): readonly Deviation[] {
  return sides.flatMap((side) => {
    if (Number.isInteger(side.value)) return [];
    const { op, than } = wholeComparison(side);
    return [
      widen(
        'whole-threshold',
        signal,
        `${writeBound(signal.bound)} becomes ${op} ${than}, since readers cut a threshold to a whole number`,
      ),
    ];
  });
}

/** A sum that further events never make less. */
export function sumPositives(signal: Signal, { name }: Field): Deviation {
  return widen('sum-of-positives', signal, `values of ${name} below 0 are left out of the sum`);
}

/** A percentile that a reader may take to lie between two values. */
export function movePercentile(signal: Signal, p: number, percent: number): Deviation {
  const fewest = signal.atLeast ?? 1;
  return widen(
    'percentile-moved',
    signal,
    `percentile ${p / 1000} becomes ${percent}, beyond which of ${fewest} values or more a reader that reads between two values does not fall`,
  );
}

/** What is true of every value. */
export function everyAsSome(signal: Signal, { name }: Field, least: number): Deviation {
  return widen(
    'every-as-some',
    signal,
    `${writeBound(signal.bound)} is asked of at least ${least} values of ${name}, whatever the others are`,
  );
}

/** Whether steps of a sequence need be strictly later. */
export function stepsReachBack({ span }: SequenceRule): Deviation {
  return {
    code: 'steps-reach-back',
    effect: 'over',
    reason:
      'a step of several events may have begun before the step before it was reached, and a reader may take two of one time for ordered',
    span,
  };
}
