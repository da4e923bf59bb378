import type { Range, Shape } from '../../../src/backends/backend.js';
import { deviationsOf } from '../../../src/backends/lowering.js';
import { lowerRule } from '../../../src/backends/registry.js';
import type { Rule } from '../../../src/ir/rule.js';
import type { SplunkTarget } from '../../../src/ir/target.js';
import { readSavedSearches } from '../conf.js';
import type { RawEvent } from '../event.js';
import type { Rounding } from '../expression/scope.js';
import { interpret, type ResultRow, type Surroundings } from '../interpret.js';

/** The text that a rule compiles to for Splunk in one shape; undefined where that is not called exact. */
export function compileExact(
  rule: Rule,
  target: SplunkTarget,
  shape: Shape,
  range?: Range,
): string | undefined {
  const lowering = lowerRule(rule, target, shape, range);
  if (lowering.fidelity !== 'exact' || deviationsOf(lowering).length > 0) return undefined;
  return lowering.output[0]?.text;
}

type Reading = { readonly rounding: Rounding; readonly reversed: boolean };

/** How far numbers are rounded, and every order that is not promised, either way. */
export const readings: readonly Reading[] = [
  { rounding: 'never', reversed: false },
  { rounding: 'assigned', reversed: true },
  { rounding: 'operation', reversed: false },
];

/** Rounding after each operation, and orders turned round. */
export const strictest: readonly Reading[] = [{ rounding: 'operation', reversed: true }];

/** The rows of a search under each reading of what the documentation leaves open. No limit or doubt may be met. */
export function runSurely(
  text: string,
  surroundings: Surroundings,
  under: readonly Reading[] = readings,
): readonly (readonly ResultRow[])[] {
  const outcomes = under.map((reading) => interpret(text, { ...surroundings, ...reading }));
  const notes = outcomes.flatMap((outcome) => outcome.notes);
  if (notes.length > 0) throw new Error(notes.join('; '));
  return outcomes.map(({ rows }) => rows);
}

/** Runs a scheduled search as its stanza has it, at a moment in epoch seconds, over the events that the index holds by then. */
export function runScheduled(
  conf: string,
  now: number,
  events: readonly RawEvent[],
  under: readonly Reading[] = readings,
  kvMode: 'json' | 'none' = 'json',
): readonly (readonly ResultRow[])[] {
  const [saved, ...others] = readSavedSearches(conf);
  if (saved === undefined || others.length > 0) throw new Error('a stanza is expected');
  return runSurely(
    saved.search,
    {
      now,
      events: events.filter(({ time }) => Number(time) < now),
      kvMode,
      ...(saved.earliest === undefined ? {} : { earliest: saved.earliest }),
      ...(saved.latest === undefined ? {} : { latest: saved.latest }),
    },
    under,
  );
}
