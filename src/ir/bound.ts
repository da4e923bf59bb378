import type { Bound } from './measure.js';

/** Whether a value meets a bound; no value (NaN) meets none. */
export function meets(bound: Bound, value: number): boolean {
  switch (bound.kind) {
    case 'above':
      return value > bound.value;
    case 'at_least':
      return value >= bound.value;
    case 'below':
      return value < bound.value;
    case 'at_most':
      return value <= bound.value;
    case 'between':
      return value >= bound.low && value <= bound.high;
  }
}

/** Whether a smaller value is the more telling one. */
export function isUpper(bound: Bound): boolean {
  return bound.kind === 'below' || bound.kind === 'at_most';
}
