import type { Rule } from '../ir/rule.js';
import type { BackendName, TargetOf } from '../ir/target.js';
import type { Span } from '../text/source-text.js';
import type { BoundField, BoundRule } from './bound-rule.js';
import { usedFields } from './used-fields.js';

/** A field that the rule uses and the target's log does not have. */
export interface AbsentField {
  readonly field: string;
  /** What the mapping says would mend it. */
  readonly remedy?: string;
  readonly span: Span;
}

/** The rule in the target's terms, or every field that the target lacks. */
export type Binding<B extends BackendName = BackendName> =
  | { readonly kind: 'bound'; readonly bound: BoundRule<B> }
  | { readonly kind: 'absent'; readonly fields: readonly [AbsentField, ...AbsentField[]] };

/**
 * Finds the place of each field that a rule uses. A field that the target's log lacks is reported rather than taken as absent
 * everywhere: a rule that can never see what it asks for would be silent for ever.
 */
export function bindRule<B extends BackendName>(rule: Rule, target: TargetOf<B>): Binding<B> {
  const { mapping } = target;
  const time = { name: mapping.time.path.join('.'), format: mapping.time.format };
  const fields = new Map<string, BoundField>();
  const absent: AbsentField[] = [];
  for (const { field, span } of usedFields(rule)) {
    if (field.name === rule.source.time.field) {
      fields.set(field.name, { field, place: { kind: 'field', name: time.name } });
      continue;
    }
    const derivation = mapping.fields.get(field.name);
    if (derivation === undefined) {
      const remedy = mapping.absent.get(field.name);
      absent.push({ field: field.name, span, ...(remedy === undefined ? {} : { remedy }) });
    } else if (derivation.kind === 'constant') {
      fields.set(field.name, { field, place: { kind: 'constant', value: derivation.value } });
    } else {
      fields.set(field.name, { field, place: { kind: 'field', name: derivation.path.join('.') } });
    }
  }
  const [first, ...rest] = absent;
  if (first !== undefined) return { kind: 'absent', fields: [first, ...rest] };
  return { kind: 'bound', bound: { rule, target, fields, time } };
}
