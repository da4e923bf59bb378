/** An event as a reader of Sigma sees it: its time in whole milliseconds, and its fields by their names. */
export interface SigmaEvent {
  readonly time: number;
  readonly fields: ReadonlyMap<string, Value>;
}

/** A field that is there; without a value where it is null. */
export type Value = string | number | boolean | null;
