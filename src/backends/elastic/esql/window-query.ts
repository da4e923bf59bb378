import type { BoundAggregateRule, BoundSequenceRule } from '../../../bind/bound-rule.js';
import { valueNames } from '../../../ir/rule.js';
import type { Range, Shape } from '../../backend.js';
import type { Deviation, Refused } from '../../lowering.js';
import { defineFields, type FieldColumns, makeNamer, type Namer, placeNames } from './columns.js';
import type { Expression } from './expression.js';
import { defineGroup, type Group } from './group.js';
import { writeHeader } from './header.js';
import { writeDuration, writeIndex, writeName } from './literal.js';
import { writeEval, writeResult, writeWhere } from './pipeline.js';
import { type Bounds, boundsOf, liveProviso } from './range.js';
import { refuseClash } from './row-columns.js';
import { inRange } from './windows.js';

/** What a query over windows is made of, whatever it computes of them. */
export interface WindowQuery {
  readonly name: Namer;
  readonly columns: FieldColumns;
  readonly group: Group;
  readonly bounds: Bounds;
  /** What keeps windows apart, as it is written: the group's columns and `window_end`. */
  readonly by: readonly string[];
  /** The whole text around the stages that make a row of values of each window. */
  readonly write: (body: Body, deviations: readonly Deviation[]) => string;
}

interface Body {
  /** Columns of the document itself that the stages need. */
  readonly metadata?: readonly string[];
  /** Which events count; none where all do. */
  readonly filter: readonly Expression[];
  readonly stages: readonly string[];
}

/**
 * Plans the query of a rule over windows: its columns, its group and where it looks.
 * @param taken further names that its columns must not have
 * @returns a refusal where its rows would have two columns of one name
 */
export function planWindowQuery(
  bound: BoundAggregateRule<'elastic'> | BoundSequenceRule<'elastic'>,
  shape: Shape,
  range: Range | undefined,
  taken: readonly string[] = [],
): WindowQuery | Refused {
  const { rule, target } = bound;
  const { size, every } = rule.window;
  const values = valueNames(rule);
  const clash = refuseClash(rule, ['window_end', ...values]);
  if (clash !== undefined) return clash;
  const reserved = [
    'window_end',
    target.time,
    ...taken,
    ...bound.fields.keys(),
    ...placeNames(bound),
    ...values,
  ];
  const name = makeNamer(reserved);
  const columns = defineFields(bound, name);
  const group = defineGroup(rule.by, columns);
  const bounds = boundsOf(shape, range, size, every, target.delay);
  return {
    name,
    columns,
    group,
    bounds,
    by: [...group.columns.map(writeName), 'window_end'],
    write({ metadata = [], filter, stages }, deviations) {
      const header = writeHeader({
        rule,
        scope: `${shape}: windows of ${writeDuration(size)}, an end every ${writeDuration(every)}; ends: ${bounds.words}`,
        identity: [...group.names, 'window_end'],
        deviations,
        ...(shape === 'live' ? { proviso: liveProviso(target.delay) } : {}),
      });
      const lines = [
        `FROM ${writeIndex(target.index)}${metadata.length === 0 ? '' : ` METADATA ${metadata.join(', ')}`}`,
        ...writeWhere(inRange(target.time, bounds)),
        ...writeEval(columns.definitions.map(([column, value]) => [writeName(column), value])),
        ...writeWhere([...filter, ...group.present]),
        ...stages,
        ...writeResult([...group.names, 'window_end', ...values], group.renames, [
          'window_end',
          ...group.names,
        ]),
      ];
      return `${header}\n${lines.join('\n')}\n`;
    },
  };
}
