import type { MapEntry } from '../document/node.js';
import type { Suppression } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import { parseDuration } from '../text/duration.js';
import { type FieldScope, findField } from './field.js';
import { asText, entryOf, textsAt } from './read-node.js';
import { durationAt } from './window.js';

/**
 * How a rule's findings are gathered into alerts.
 * @param entry What the rule says; where it says no length, `size` decides.
 * @param by The rule's group.
 * @param size The length of the rule's windows; undefined for a rule without any, whose findings are alerts of their own unless it says otherwise.
 */
export function checkSuppression(
  entry: MapEntry | undefined,
  by: readonly Field[],
  size: number | undefined,
  scope: FieldScope,
): Suppression | undefined {
  if (entry === undefined) return size === undefined ? undefined : { for: size, by };
  const text = asText(entry.value)?.text;
  const own = entryOf(entry.value, 'for') === undefined ? size : durationAt(entry.value, 'for')?.length;
  const length = text === undefined ? own : parseDuration(text);
  const names = entryOf(entry.value, 'by') === undefined ? undefined : textsAt(entry.value, 'by');
  const group = new Set<Field>();
  for (const { text: name, span } of names ?? []) {
    const field = findField(name, span, scope);
    if (field === undefined) continue;
    if (by.includes(field)) group.add(field);
    else scope.report.tell('suppression-not-in-group', span, { field: name, by: by.map((one) => one.name) });
  }
  return length === undefined ? undefined : { for: length, by: names === undefined ? by : [...group] };
}
