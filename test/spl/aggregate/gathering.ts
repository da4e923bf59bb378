import type { NumberValue, Single } from '../value.js';

/** What a statistical function sees of its group: the values in the order of the rows, and the rows' times. */
export type Gathering = {
  readonly values: readonly Single[];
  readonly times: readonly (NumberValue | undefined)[];
};
