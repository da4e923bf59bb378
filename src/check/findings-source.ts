import { type Rule, valueNames } from '../ir/rule.js';
import type { Field, Source } from '../ir/source.js';
import type { Span } from '../text/source-text.js';
import type { Lists } from './list.js';
import type { PredicateScope } from './predicate.js';
import type { Report } from './report.js';

/** A source by its scope: a log's, or one that is made of findings. */
export interface OpenedSource {
  readonly source: Source;
  readonly scope: (report: Report) => PredicateScope;
}

/** How messages call it, and no file. */
const name = 'made of findings';

/**
 * What the findings of rules say, as the source of another (contract, section 8): the group fields that all of the rules have
 * with one type, `rule`, `severity`, `technique`, and each signal's or step's value as `signal.<name>`. Of a group field with the
 * name of one of these, or `time`, nothing is to be seen.
 */
export function openFindings(rules: readonly Rule[], span: Span, lists: Lists): OpenedSource {
  const fields = new Map<string, Field>();
  const add = (field: Field) => fields.set(field.name, field);
  const unshared = new Set<string>();
  const [first, ...others] = rules;
  for (const { name: field, type } of first?.by ?? []) {
    const isShared = others.every(({ by }) => by.some((one) => one.name === field && one.type === type));
    if (isShared) add({ name: field, type, required: true });
  }
  for (const { by } of rules) for (const field of by) if (!fields.has(field.name)) unshared.add(field.name);
  for (const field of rules.flatMap(valueNames))
    add({ name: `signal.${field}`, type: 'number', required: false });
  add({ name: 'time', type: 'timestamp', required: true });
  add({ name: 'rule', type: 'keyword', required: true });
  add({ name: 'severity', type: 'keyword', required: true });
  add({ name: 'technique', type: 'keyword', required: rules.every(({ atlas }) => atlas.length > 0) });
  const source: Source = {
    name,
    description: `Findings of ${rules.map((rule) => rule.name).join(', ')}`,
    time: { field: 'time', format: 'epoch_millis' },
    dedupe: false,
    fields,
    define: new Map(),
    span,
  };
  return {
    source,
    scope: (report) => ({
      source: name,
      fields,
      unshared,
      lists,
      report,
      definitions: { names: [], find: () => undefined },
    }),
  };
}
