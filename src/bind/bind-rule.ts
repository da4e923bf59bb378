import { type Derivation, nameOf, ownShape } from '../ir/mapping.js';
import type { PredicateOf } from '../ir/predicate.js';
import type { Rule } from '../ir/rule.js';
import type { BackendName, TargetOf } from '../ir/target.js';
import type { Span } from '../text/source-text.js';
import type { BoundField, BoundRule, Place } from './bound-rule.js';
import { exceptRules } from './exceptions.js';
import { inlineLists, mostInlined } from './inline-lists.js';
import { usedFields } from './used-fields.js';

/** Why a rule cannot be said in a target's terms, and what would mend it. */
export interface Unbound {
  readonly code: 'field-absent' | 'other-source' | 'list-too-long';
  readonly reason: string;
  readonly hint: string;
  readonly span: Span;
}

/** The rule in the target's terms, or everything that the target lacks for it. */
export type Binding<B extends BackendName = BackendName> =
  | { readonly kind: 'bound'; readonly bound: BoundRule<B> }
  | { readonly kind: 'unbound'; readonly causes: readonly [Unbound, ...Unbound[]] };

/**
 * Finds the place of each field that a rule uses. A field that the target's log lacks is reported rather than taken as absent
 * everywhere: a rule that can never see what it asks for would be silent for ever. The target's exceptions are joined to the rule, and
 * its lists written out.
 */
export function bindRule<B extends BackendName>(written: Rule, target: TargetOf<B>): Binding<B> {
  const causes: Unbound[] = [];
  const [excepted] = exceptRules([written], target);
  const rule = inlineLists(excepted, (list) => causes.push(listTooLong(list)));
  const mapping = target.mapping ?? ownShape(rule.source);
  if (mapping.source.name !== rule.source.name)
    return { kind: 'unbound', causes: [otherSource(rule, target.name, mapping.source.name)] };
  const time = { name: nameOf(mapping.time.path), format: mapping.time.format };
  const fields = new Map<string, BoundField>();
  for (const { field, span } of usedFields(rule)) {
    const derivation = mapping.fields.get(field.name);
    if (field.name === rule.source.time.field) {
      fields.set(field.name, { field, place: { kind: 'field', name: time.name }, span });
    } else if (derivation === undefined) {
      causes.push(fieldAbsent(field.name, target.name, mapping.absent.get(field.name), span));
    } else {
      fields.set(field.name, { field, place: placeFrom(derivation), span });
    }
  }
  const [first, ...rest] = causes;
  if (first !== undefined) return { kind: 'unbound', causes: [first, ...rest] };
  return { kind: 'bound', bound: { rule, target, fields, time, sampled: mapping.sampled } };
}

function placeFrom(derivation: Derivation): Place {
  switch (derivation.kind) {
    case 'path':
      return { kind: 'field', name: nameOf(derivation.path) };
    case 'constant':
      return { kind: 'constant', value: derivation.value };
    default:
      return { kind: 'computed', from: derivation };
  }
}

function fieldAbsent(field: string, target: string, remedy: string | undefined, span: Span): Unbound {
  const hint = remedy ?? `map ${field} in the target's mapping, or leave the rule out of the target`;
  return { code: 'field-absent', reason: `the log of ${target} has no ${field}`, hint, span };
}

function listTooLong({ list, entries, span }: PredicateOf<'in_list'>): Unbound {
  const reason = `the list ${list} has ${entries.length} values, and at most ${mostInlined} are written into a query`;
  return { code: 'list-too-long', reason, hint: 'use networks, a prefix or a shorter list', span };
}

function otherSource(rule: Rule, target: string, source: string): Unbound {
  const reason = `the rule reads ${rule.source.name}, and the log of ${target} is ${source}`;
  return { code: 'other-source', reason, hint: 'compile it for a target of its source', span: rule.span };
}
