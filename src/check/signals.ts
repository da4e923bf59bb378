import type { MapEntry, MapNode } from '../document/node.js';
import type { Measure, Quantity } from '../ir/measure.js';
import type { Signal, Window } from '../ir/rule.js';
import { nearName } from '../text/near-name.js';
import { checkBound, checkReach } from './bound.js';
import { conditionWords } from './condition.js';
import { checkQuantity, type MeasureScope } from './measure.js';
import type { PredicateScope } from './predicate.js';
import type { Text } from './read-node.js';

/** How many measures a ratio may stand for, its operands written out. */
const mostMeasures = 64;

/** What a rule measures, and which of it other signals make use of. */
export interface CheckedSignals {
  /** In the order of the file; those that are faulty are left out. */
  readonly signals: readonly Signal[];
  /** The names of all, faulty ones too: conditions may speak of them. */
  readonly names: readonly string[];
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

  function findSignal(user: string, name: Text): Quantity | undefined {
    const entry = node.entries.get(name.text);
    if (entry === undefined) {
      report.tell('unknown-signal', name.span, { name: name.text, near: nearName(name.text, names) });
      return undefined;
    }
    operands.set(name.text, (operands.get(name.text) ?? new Set()).add(user));
    const at = open.indexOf(name.text);
    if (at < 0) return measure(entry);
    report.tell('circular-ratio', name.span, { circle: [...open.slice(at), name.text] });
    return undefined;
  }

  /** What a signal measures, worked out once. */
  function measure(entry: MapEntry): Quantity | undefined {
    const { key, keySpan, value } = entry;
    if (quantities.has(key)) return quantities.get(key);
    open.push(key);
    const inner: MeasureScope = { ...scope, window, findSignal: (name) => findSignal(key, name) };
    let quantity = value.kind === 'map' ? checkQuantity(value, key, keySpan, inner) : undefined;
    open.pop();
    if (quantity !== undefined && countMeasures(quantity.measure) > mostMeasures) {
      report.tell('ratio-too-large', keySpan, { limit: mostMeasures });
      quantity = undefined;
    }
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
  return { signals, names, operands };
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
