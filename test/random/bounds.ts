import type { RuleDoc, SignalDoc } from '../oracle/documents.js';
import { judge, type Trial } from '../oracle/judge.js';
import { isRough } from '../oracle/measure.js';
import type { Random } from './random.js';

const probe = 'every_window';

/**
 * Gives each signal of the rules that are open a bound at or near a value that it takes in the trial's log, so that verdicts go both ways and the edge is met.
 */
export function setBounds(
  random: Random,
  trial: Trial,
  isOpen: (rule: RuleDoc) => boolean = () => true,
): RuleDoc[] {
  const open = trial.rules.map((rule) => {
    if (rule.signals === undefined || !isOpen(rule)) return rule;
    const unbound = { ...rule.signals, [probe]: { count: 'events' } };
    const signals = Object.entries(unbound).map(([name, signal]) => [name, { ...signal, above: 0 }]);
    return { ...rule, signals: Object.fromEntries(signals), condition: probe };
  });
  const { findings } = judge({ ...trial, rules: open });
  return trial.rules.map((rule) => {
    if (rule.signals === undefined || !isOpen(rule)) return rule;
    const mine = findings.filter((finding) => finding.rule === rule.name);
    const { where, ...rest } = rule;
    // A filter that lets nothing through leaves nothing to compare.
    const kept = mine.length > 0 || where === undefined || random.chance(0.2) ? rule : rest;
    const signals = Object.entries(rule.signals).map(([name, signal]) => {
      const values = mine.flatMap((finding) => finding.values?.[name] ?? []);
      // A sum that meets its bound exactly proves nothing: engines may disagree about it.
      const exactness = isRough(signal, rule.signals ?? {}) ? 0.1 : 0.6;
      return [name, { ...signal, ...makeBound(random, signal, values, exactness) }];
    });
    return { ...kept, signals: Object.fromEntries(signals) };
  });
}

function makeBound(
  random: Random,
  signal: SignalDoc,
  values: readonly number[],
  exactness: number,
): SignalDoc {
  const near = () => {
    const value = values.length === 0 ? random.whole(0, 3) : random.pick(values);
    const bound = random.chance(exactness) ? value : value + random.pick([-1, 1, 0.25, -0.001]);
    return signal.count === 'events' ? Math.round(bound) : bound;
  };
  // A bound on the number of events that no window can meet is an error, and so not a rule.
  const least = signal.count === 'events' ? 1 : Number.NEGATIVE_INFINITY;
  switch (random.whole(0, 4)) {
    case 0:
      return { above: near() };
    case 1:
      return { at_least: near() };
    case 2:
      return { below: Math.max(near(), least + 1) };
    case 3:
      return { at_most: Math.max(near(), least) };
    default: {
      const ends = [near(), Math.max(near(), least)].sort((a, b) => a - b);
      return { between: ends };
    }
  }
}
