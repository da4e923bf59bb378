import type { Rule } from '../../ir/rule.js';
import { uuid5 } from '../../text/uuid.js';

/** Under what one part of a rule is known to the others and to a SIEM that holds it. */
export interface Identity {
  readonly id: string;
  readonly name: string;
}

/** The rule that raises the alert has the rule's own id. */
export function identityOf(rule: Rule): Identity {
  return { id: rule.id.toLowerCase(), name: nameOf(rule) };
}

/** A part's id depends on the rule's id and the part's key alone, so that a tool that knows the part by it sees it changed, not new. */
export function identityOfPart(rule: Rule, key: string): Identity {
  return { id: uuid5(rule.id, key), name: `${nameOf(rule)}__${key}` };
}

function nameOf(rule: Rule): string {
  return rule.name.replaceAll('-', '_');
}
