import { type Aggregate, overParts } from './aggregate.js';
import type { Namer } from './columns.js';
import { writeName } from './literal.js';
import { type Definition, writeStats } from './pipeline.js';

/** A column whose distinct values are counted, and the column that says how many there are. */
export interface Distinct {
  readonly of: string;
  readonly column: string;
}

/** Later than any pane. */
const never = 9_999_999_999_999;

/** How distinct values are counted in windows that overlap. */
export interface Recurrences {
  /** From events with a pane to rows of a group, a pane, and how many window ends the row counts for. */
  readonly stages: readonly string[];
  /** For how many ends, from the next one on, a row counts. */
  readonly lasts: string;
  /** What the rows count, beside the rule's aggregates. */
  readonly counts: readonly Aggregate[];
}

/**
 * Counts distinct values without a set for each window: a window holds a value in exactly one pane that is the last to have it, so each
 * value counts from its pane up to the next one that has it again, or until the window has passed. The values themselves are then
 * forgotten, before panes are expanded into windows. Sets of a million values in twelve windows each were more than a node of 2 GB gives
 * one request; this way windows of a day every quarter of an hour were not.
 * @param size how many panes a window has
 * @param every a pane's length, milliseconds
 */
export function countRecurrences(
  distincts: readonly Distinct[],
  aggregates: readonly Aggregate[],
  groups: readonly string[],
  pane: string,
  { size, every }: { readonly size: number; readonly every: number },
  name: Namer,
): Recurrences {
  const kind = name('kind');
  const value = name('value');
  const own = name('own_pane');
  const panes = name('panes');
  const lasts = name('lasts');
  const [at, next] = [name('at'), name('next')];
  const isPlain = `${kind} == 0`;
  const values = distincts.map(({ of }, i) => {
    const column = distincts.length === 1 ? writeName(of) : `TO_STRING(${writeName(of)})`;
    return `${kind} == ${i + 1}, ${column}`;
  });
  const plain = aggregates.map(({ column, over, where }): Definition => {
    const test =
      where === undefined ? '' : where.binding === 'or' ? ` AND (${where.text})` : ` AND ${where.text}`;
    return [column, `${over} WHERE ${isPlain}${test}`];
  });
  const later = `CASE(MV_COUNT(${panes}) > 1, MV_APPEND(MV_SLICE(${panes}, 1, MV_COUNT(${panes}) - 1), ${never}), ${never})`;
  const counts = distincts.map(({ column }): Aggregate => ({ column, over: 'COUNT(*)', again: 'SUM' }));
  return {
    stages: [
      '// Kind 0 is the events by pane; the others are values, each with the panes that have it.',
      `| EVAL ${kind} = [${[0, ...distincts.map((_, i) => i + 1)].join(', ')}]`,
      `| MV_EXPAND ${kind}`,
      `| EVAL ${own} = CASE(${isPlain}, ${pane}), ${value} = CASE(${values.join(', ')})`,
      `| WHERE ${isPlain} OR ${value} IS NOT NULL`,
      writeStats([...plain, [panes, `VALUES(${pane})`]], [...groups, kind, value, own]),
      '// A value counts from its pane up to the next pane that has it.',
      `| EVAL ${panes} = MV_SORT(TO_LONG(${panes}))`,
      `| EVAL ${panes} = MV_ZIP(TO_STRING(${panes}), TO_STRING(${later}), " ")`,
      `| MV_EXPAND ${panes}`,
      `| DISSECT ${panes} "%{${at}} %{${next}}"`,
      `| EVAL ${pane} = TO_DATETIME(TO_LONG(${at})), ${lasts} = LEAST(TO_LONG(${size}), (TO_LONG(${next}) - TO_LONG(${at})) / ${every})`,
      writeStats(
        [
          ...aggregates.map(overParts),
          ...distincts.map(({ column }, i): Definition => [column, `COUNT(*) WHERE ${kind} == ${i + 1}`]),
        ],
        [...groups, pane, lasts],
      ),
    ],
    lasts,
    counts,
  };
}
