import type { RawEvent } from '../event.js';
import type { Rounding, Scope } from '../expression/scope.js';
import type { Row } from '../value.js';

/** What a command needs to know of its search. */
export type Search = {
  /** When the search started, and the bounds of its time range, in epoch seconds. */
  readonly now: number;
  readonly earliest: number | undefined;
  readonly latest: number | undefined;
  readonly rounding: Rounding;
  /** Turns round every order that no page promises: of rows from the index, from `stats`, and of ties in `sort`. */
  readonly reversed: boolean;
  readonly lookups: ReadonlyMap<string, readonly ReadonlyMap<string, string>[]>;
  /** Notes that a limit or a doubt was met, once each. */
  readonly note: (what: string) => void;
  /** The events of a data set, `Model.Dataset`, within the time range, with their fields. */
  readonly datasetRows: (name: string) => readonly Row[];
  /** Takes an event that the search writes to an index. */
  readonly collect: (event: RawEvent) => void;
  /** Bytes up to which JSON is extracted. */
  readonly extractionCutoff: number;
};

/** A command as parsed: from the rows before it to the rows after it. */
export type Command = (rows: readonly Row[], search: Search) => readonly Row[];
/** Reads the text after a command's name. */
export type CommandParser = (rest: string) => Command;
export type CommandParsers = Readonly<Record<string, CommandParser>>;

export const scopeOf = (row: Row, { now, rounding }: Search): Scope => ({ row, now, rounding });
