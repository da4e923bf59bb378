import { createHash } from 'node:crypto';
import type { Rule } from '../../ir/rule.js';

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

/** The version 5 UUID of a text in the namespace of a UUID (RFC 9562, section 5.5). */
export function uuid5(namespace: string, text: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(text, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
