import type { Search } from './commands/command.js';
import { parseCommand } from './commands/table.js';
import { fieldsOf, type RawEvent } from './event.js';
import type { Rounding } from './expression/scope.js';
import { fail } from './failure.js';
import { expandMacros, type Macros } from './macro.js';
import { splitPipeline } from './pipeline.js';
import { parseSearch, rowMatches, timeBounds } from './search.js';
import { readTimeBound } from './time.js';
import { isNumber, numberText, type Row, type Single, sureText, valuesOf } from './value.js';

/** What a search runs on. Times are epoch seconds. */
export type Surroundings = {
  readonly events?: readonly RawEvent[];
  readonly now: number;
  /** The time range of the search, as dispatch.earliest_time and dispatch.latest_time give it: `-2h@h`, `1700000000`. */
  readonly earliest?: string;
  readonly latest?: string;
  readonly macros?: Macros;
  readonly lookups?: ReadonlyMap<string, readonly ReadonlyMap<string, string>[]>;
  readonly rounding?: Rounding;
  readonly reversed?: boolean;
  readonly extractionCutoff?: number;
  /** Data sets of data models by `Model.Dataset`: which events are in them. They have all fields that are extracted. */
  readonly dataModels?: ReadonlyMap<string, (event: RawEvent) => boolean>;
  /** What props.conf sets for the source type; `json` where nothing is said. */
  readonly kvMode?: 'json' | 'none';
};

export type ResultRow = Readonly<Record<string, string | readonly string[]>>;
/** The rows, and what was met on the way that a limit or a gap in the documentation leaves open. */
export type Outcome = {
  readonly rows: readonly ResultRow[];
  readonly notes: readonly string[];
  /** What the search wrote to indexes. */
  readonly collected: readonly RawEvent[];
};

/**
 * Runs the text of a search as Splunk's documentation says it runs. Rows from the index come newest first.
 * Throws SplFailure for what it does not know, for a limit that would cut the result, and where the result hangs on what
 * is not documented.
 */
export function interpret(text: string, surroundings: Surroundings): Outcome {
  const { now, events = [] } = surroundings;
  const notes = new Set<string>();
  const collected: RawEvent[] = [];
  const [first, ...others] = splitPipeline(expandMacros(text, surroundings.macros ?? new Map()));
  if (first === undefined) return fail('syntax', 'an empty search');
  const bound = (value: string | undefined): number | undefined =>
    value === undefined || value === '' ? undefined : readTimeBound(now, value);
  let [earliest, latest] = [bound(surroundings.earliest), bound(surroundings.latest)];
  const predicate = first.name === 'search' ? parseSearch(first.rest) : undefined;
  // time modifiers in the search go before the range that it is given
  for (const { side, value } of predicate === undefined ? [] : timeBounds(predicate))
    if (side === 'earliest') earliest = readTimeBound(now, value);
    else latest = readTimeBound(now, value);
  const search: Search = {
    now,
    earliest,
    latest,
    rounding: surroundings.rounding ?? 'never',
    reversed: surroundings.reversed ?? false,
    lookups: surroundings.lookups ?? new Map(),
    note: (what) => notes.add(what),
    collect: (event) => collected.push(event),
    datasetRows: (name) => {
      const holds = surroundings.dataModels?.get(name) ?? fail('error', `no data set ${name}`);
      return rowsWhere(holds);
    },
    extractionCutoff: surroundings.extractionCutoff ?? 5000,
  };
  const cutoff = surroundings.kvMode === 'none' ? undefined : search.extractionCutoff;
  const rowsWhere = (holds: (event: RawEvent) => boolean): readonly Row[] =>
    inOrder(events.filter(holds), search.reversed)
      .filter(
        ({ time }) => (earliest ?? 0) <= Number(time) && (latest === undefined || Number(time) < latest),
      )
      .map((event) => fieldsOf(event, cutoff, search.note));
  let rows: readonly Row[] =
    predicate === undefined
      ? parseCommand(first)([], search)
      : rowsWhere(() => true).filter((row) => rowMatches(predicate, row));
  for (const command of others.map(parseCommand)) rows = command(rows, search);
  return { rows: rows.map(present), notes: [...notes], collected };
}

/** Newest first; events of one time in either order. */
function inOrder(events: readonly RawEvent[], reversed: boolean): RawEvent[] {
  const listed = reversed ? [...events].reverse() : [...events];
  return listed.sort((a, b) => Number(b.time) - Number(a.time));
}

/** A row as its texts; a field whose value is not documented ends the search. */
function present(row: Row): ResultRow {
  const shown: [string, string | string[]][] = [];
  for (const [name, value] of row) {
    const texts = valuesOf(value).map(shownText);
    const [only = '', ...others] = texts;
    shown.push([name, others.length === 0 ? only : texts]);
  }
  return Object.fromEntries(shown);
}

/** A number comes out as the number that it is, however Splunk would write it. */
function shownText(value: Single): string {
  const text = isNumber(value) ? numberText(value) : sureText(value);
  return typeof text === 'string' ? text : String(isNumber(value) ? value.value : text);
}
