import type { Rule } from '../../../ir/rule.js';
import { type Refused, refuse } from '../../lowering.js';

/** What tells one document from all others, whether or not the log names its events. */
export const documentIdentity = ['_index', '_id'];

/** Refuses a rule whose rows would have two columns of one name: its group's fields under their own names, and the others given. */
export function refuseClash(rule: Rule, others: readonly string[]): Refused | undefined {
  const names = [...rule.by.map((field) => field.name), ...others];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return undefined;
  return refuse({
    code: 'column-clash',
    reason: `two columns of its rows would be named ${twice}`,
    hint: `give the signal ${twice} another name, or group by another field`,
    span: rule.span,
  });
}
