import type { MapEntry, MapNode } from '../document/node.js';
import type { Bound, Measure } from '../ir/measure.js';
import { isSignalKey, measures } from './measure.js';
import { entrySpan } from './read-node.js';
import type { Report } from './report.js';

const orders = ['above', 'at_least', 'below', 'at_most'] as const;
const keys = [...orders, 'between'] as const;

/** A signal's bound; undefined after telling what is wrong. */
export function checkBound(signal: MapEntry, around: MapNode, report: Report): Bound | undefined {
  const entries = keys.flatMap((key) => around.entries.get(key) ?? []);
  entries.sort((a, b) => a.keySpan.start - b.keySpan.start);
  const [entry, second] = entries;
  if (second !== undefined) {
    report.tell('several-bounds', second.keySpan, { first: entry.key, second: second.key });
    return undefined;
  }
  if (entry === undefined) {
    if ([...around.entries.keys()].every(isSignalKey))
      report.tell('bound-missing', signal.keySpan, { signal: signal.key });
    return undefined;
  }
  if (entry.key === 'between') return checkBetween(entry, report);
  const kind = orders.find((order) => order === entry.key);
  const value = numberOf(entry.value);
  return kind === undefined || value === undefined ? undefined : { kind, value };
}

function checkBetween({ value }: MapEntry, report: Report): Bound | undefined {
  if (value.kind !== 'list' || value.items.length !== 2) return undefined;
  const [low, high] = value.items.map(numberOf);
  if (low === undefined || high === undefined) return undefined;
  if (low <= high) return { kind: 'between', low, high };
  report.tell('bound-reversed', value.span, { low, high });
  return undefined;
}

/** Of numbers that are not finite, the schema has told. */
function numberOf(node: MapEntry['value']): number | undefined {
  return node.kind === 'scalar' && typeof node.plain === 'number' && Number.isFinite(node.plain)
    ? node.plain + 0
    : undefined;
}

/** Tells a bound that no window can meet. @returns Whether that is an error. */
export function checkReach(measure: Measure, bound: Bound, around: MapNode, report: Report): boolean {
  const entry = keys.flatMap((key) => around.entries.get(key) ?? [])[0];
  const { range, isWhole } = measures[measure.kind];
  if (range === undefined || entry === undefined) return false;
  const isCountOfEvents = measure.kind === 'count' && measure.of === undefined;
  const least = isCountOfEvents ? 1 : range[0];
  const most = range[1];
  if (isReachable(bound, least, most ?? Number.POSITIVE_INFINITY, isWhole === true)) return false;
  if (isCountOfEvents) report.tell('bound-never-met', entrySpan(entry), {});
  else report.tell('bound-out-of-reach', entrySpan(entry), { measure: measure.kind, least, most });
  return isCountOfEvents;
}

/** Whether some value from `least` to `most` meets a bound. */
function isReachable(bound: Bound, least: number, most: number, isWhole: boolean): boolean {
  switch (bound.kind) {
    case 'above':
      return most > bound.value;
    case 'at_least':
      return most >= bound.value;
    case 'below':
      return least < bound.value;
    case 'at_most':
      return least <= bound.value;
    case 'between': {
      const low = Math.max(bound.low, least);
      return (isWhole ? Math.ceil(low) : low) <= Math.min(bound.high, most);
    }
  }
}
