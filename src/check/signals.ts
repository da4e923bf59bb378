import type { MapEntry, MapNode } from '../document/node.js';
import type { Measure, Quantity } from '../ir/measure.js';
import type { Signal, Window } from '../ir/rule.js';
import { nearName } from '../text/near-name.js';
import type { Span } from '../text/source-text.js';
import { checkBound, checkReach } from './bound.js';
import { conditionWords } from './condition.js';
import { checkQuantity, type MeasureScope } from './measure.js';
import type { PredicateScope } from './predicate.js';
import type { Text } from './read-node.js';
import type { Report } from './report.js';

/** How many measures a ratio may stand for, its operands written out. */
const mostMeasures = 64;

/** What a rule measures, and which of it other signals make use of. */
export interface CheckedSignals {
  /** In the order of the file; those that are faulty are left out. */
  readonly signals: readonly Signal[];
  /** The names of all, faulty ones too: conditions may speak of them. */
  readonly names: readonly string[];
  /** What a signal measures; one that there is not is told. For the ratios of a report. */
  readonly find: (name: Text) => Quantity | undefined;
  /** The names of those that are operands of ratios, and of what ratio. */
  readonly operands: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Checks the signals of an aggregate rule. A ratio's operands are inlined: the other signal's measure with its `n`. */
export function checkSignals(
  node: MapNode,
  window: Window | undefined,
  scope: PredicateScope,
): CheckedSignals {
  const { report } = scope;
  const names = [...node.entries.keys()];
  const quantities = new Map<string, Quantity | undefined>();
  const operands = new Map<string, Set<string>>();
  const open: string[] = [];

  function entryOf(name: Text): MapEntry | undefined {
    const entry = node.entries.get(name.text);
    if (entry === undefined)
      report.tell('unknown-signal', name.span, { name: name.text, near: nearName(name.text, names) });
    return entry;
  }

  function findOperand(user: string, name: Text): Quantity | undefined {
    const entry = entryOf(name);
    if (entry === undefined) return undefined;
    operands.set(name.text, (operands.get(name.text) ?? new Set()).add(user));
    const at = open.indexOf(name.text);
    if (at < 0 && open.length > mostMeasures && !quantities.has(name.text)) {
      report.tell('ratio-too-large', name.span, { limit: mostMeasures });
      return undefined;
    }
    if (at < 0) return measure(entry);
    report.tell('circular-ratio', name.span, { circle: [...open.slice(at), name.text] });
    return undefined;
  }

  /** What a signal measures, worked out once. */
  function measure(entry: MapEntry): Quantity | undefined {
    const { key, keySpan, value } = entry;
    if (quantities.has(key)) return quantities.get(key);
    open.push(key);
    const inner: MeasureScope = { ...scope, window, findSignal: (name) => findOperand(key, name) };
    let quantity = value.kind === 'map' ? checkQuantity(value, key, keySpan, inner) : undefined;
    open.pop();
    if (quantity !== undefined && isTooLarge(quantity, keySpan, report)) quantity = undefined;
    quantities.set(key, quantity);
    return quantity;
  }

  const signals: Signal[] = [];
  for (const entry of node.entries.values()) {
    const { key, keySpan, value } = entry;
    if (conditionWords.includes(key)) report.tell('reserved-signal-name', keySpan, { name: key });
    const quantity = measure(entry);
    if (value.kind !== 'map') continue;
    const bound = checkBound(entry, value, report);
    if (quantity === undefined || bound === undefined) continue;
    if (!checkReach(quantity.measure, bound, value, report))
      signals.push({ name: key, ...quantity, bound, span: keySpan });
  }
  const find = (name: Text) => {
    const entry = entryOf(name);
    return entry && measure(entry);
  };
  return { signals, names, find, operands };
}

/** Tells a quantity that stands for too many measures. */
export function isTooLarge({ measure }: Quantity, span: Span, report: Report): boolean {
  if (countMeasures(measure) <= mostMeasures) return false;
  report.tell('ratio-too-large', span, { limit: mostMeasures });
  return true;
}

function countMeasures(measure: Measure): number {
  return measure.kind === 'ratio' ? countMeasures(measure.of.measure) + countMeasures(measure.to.measure) : 1;
}

/** The signals that decide nothing: neither named by the condition, nor an operand, at however many removes, of one that is. */
export function findUnused({ names, operands }: CheckedSignals, named: ReadonlySet<string>): string[] {
  const used = new Set(named);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [operand, users] of operands) {
      if (used.has(operand) || ![...users].some((user) => used.has(user))) continue;
      used.add(operand);
      grown = true;
    }
  }
  return names.filter((name) => !used.has(name));
}
