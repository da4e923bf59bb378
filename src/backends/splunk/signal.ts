import type { Bound } from '../../ir/measure.js';
import type { Signal } from '../../ir/rule.js';
import { type Lowering, map, throughBound } from '../lowering.js';
import { writeNumber } from './literal.js';
import { lowerQuantity } from './measures.js';
import { operators, present } from './predicates.js';
import type { MeasureContext } from './window-parts.js';

/** A signal: its value for the row, and whether it is true, never null. */
export interface SignalText {
  readonly name: string;
  readonly value: string;
  readonly holds: string;
}

/** Lowers a signal. Its value is written out in the test too, so that no command in between rounds it. */
export function lowerSignal(signal: Signal, context: Omit<MeasureContext, 'span'>): Lowering<SignalText> {
  const { name, bound, span } = signal;
  const lowered = throughBound(bound, lowerQuantity(signal, { ...context, span }));
  return map(lowered, ({ value, nullable }) => {
    const test = writeBound(bound, value);
    return { name, value, holds: nullable ? present(value, test) : test };
  });
}

function writeBound(bound: Bound, value: string): string {
  if (bound.kind === 'between')
    return `${value} >= ${writeNumber(bound.low)} AND ${value} <= ${writeNumber(bound.high)}`;
  return `${value} ${operators[bound.kind]} ${writeNumber(bound.value)}`;
}
