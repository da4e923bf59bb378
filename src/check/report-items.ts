import type { MapEntry, MapNode } from '../document/node.js';
import type { ReportItem, Window } from '../ir/rule.js';
import { findField } from './field.js';
import { checkQuantity, isMeasure, type MeasureScope, settings } from './measure.js';
import type { PredicateScope } from './predicate.js';
import { entryOf, mapOf, numberAt, textAt } from './read-node.js';
import { isTooLarge } from './signals.js';

const defaultLimit = 10;

/**
 * What a rule's alerts tell beside its signals: measures without a bound, and the first values of a field.
 * @param entry What the rule says; left out, nothing is reported.
 * @param findSignal What a signal of the rule measures, for ratios.
 * @returns Undefined where something in it is wrong, which was told.
 */
export function checkReportItems(
  entry: MapEntry | undefined,
  window: Window | undefined,
  findSignal: MeasureScope['findSignal'],
  scope: PredicateScope,
): readonly ReportItem[] | undefined {
  if (entry === undefined) return [];
  const entries = [...(mapOf(entry.value)?.entries.values() ?? [])];
  const items = entries.flatMap((one) => checkItem(one, { ...scope, window, findSignal }) ?? []);
  return items.length === entries.length ? items : undefined;
}

function checkItem(entry: MapEntry, scope: MeasureScope): ReportItem | undefined {
  const { key, keySpan, value } = entry;
  if (value.kind !== 'map') return undefined;
  const values = entryOf(value, 'values');
  if (values !== undefined) return checkValues(key, value, values, scope);
  const limit = entryOf(value, 'limit');
  if (limit !== undefined)
    scope.report.tell('setting-without-measure', limit.keySpan, { setting: 'limit', takes: settings.limit });
  const quantity = checkQuantity(value, key, keySpan, scope);
  if (quantity === undefined || limit !== undefined || isTooLarge(quantity, keySpan, scope.report))
    return undefined;
  return { name: key, kind: 'quantity', quantity };
}

function checkValues(
  name: string,
  around: MapNode,
  values: MapEntry,
  scope: MeasureScope,
): ReportItem | undefined {
  const { report } = scope;
  let isAlone = true;
  for (const { key, keySpan } of around.entries.values()) {
    const takes = key === 'n' ? 'a measure' : key === 'among' || key === 'p' ? settings[key] : undefined;
    if (takes !== undefined) report.tell('setting-without-measure', keySpan, { setting: key, takes });
    else if (isMeasure(key)) report.tell('several-measures', keySpan, { first: values.key, second: key });
    else continue;
    isAlone = false;
  }
  const written = textAt(around, 'values');
  const field = written && findField(written.text, written.span, scope);
  if (field === undefined || !isAlone) return undefined;
  return { name, kind: 'values', field, limit: numberAt(around, 'limit') ?? defaultLimit };
}
