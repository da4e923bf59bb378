import type { Row, Single } from '../value.js';

/** What a statistical function sees of its group: the values in the order of the rows, and the row of each. */
export type Gathering = {
  readonly values: readonly Single[];
  readonly rows: readonly Row[];
};
